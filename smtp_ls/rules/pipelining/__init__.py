"""Commands sent in groups."""
