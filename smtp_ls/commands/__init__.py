"""What the command does: one module for each of its commands, their options, and how they are used."""
