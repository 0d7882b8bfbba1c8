"""The header of a message, and its MIME parts."""
