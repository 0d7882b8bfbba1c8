"""Breaks valid sessions in known ways, one at a time, and measures how many breaks are found on the right line."""
