"""What only scripts and comments hold."""
