"""specdev compiles a vision document into a reviewed PRD and into small tasks with executable checks."""

__version__ = "0.1.0"
