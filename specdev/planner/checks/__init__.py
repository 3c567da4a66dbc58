"""Checks that a model writes: asked for task by task, grounded, refused where they prove nothing."""
