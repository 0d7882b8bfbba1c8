"""What may stand at the cursor: items in our own types, which features/completion.py puts into the protocol's."""
