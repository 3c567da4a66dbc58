"""An HTTP service that takes water levels of stations, keeps them and gives them back as JSON."""
