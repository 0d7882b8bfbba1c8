"""A project: its configuration, and which of its files are ours."""
