"""What may follow what."""
