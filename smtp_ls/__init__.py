"""Read SMTP sessions and say what is wrong with them: a language server and a linter."""

__version__ = "0.1.0"
