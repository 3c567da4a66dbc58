"""
What runs an exported check where specdev is not installed.

An export holds the modules of `specdev.checks` as they are, so that a check is judged by the same code that
`specdev verify` runs. What they need besides Python's own library has a stand-in here: the models are built without
pydantic from data that was validated when it was exported, and a library that is missing makes those checks that need
it an error.
"""
