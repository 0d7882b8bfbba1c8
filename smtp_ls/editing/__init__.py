"""The edits that fix, lay out, suppress and convert, and how they look as a difference."""
