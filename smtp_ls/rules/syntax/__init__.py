"""How a command line is written."""
