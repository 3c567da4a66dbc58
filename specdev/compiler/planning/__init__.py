"""From the PRD to a graph of tasks: what is built, in which groups, after whom, in which files."""
