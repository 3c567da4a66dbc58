"""From a plan to task files: what stands on each page, how it is judged, and the front matter."""
