"""A plan by a model: components, their parts, the words of each task; what comes out is a proposal."""
