"""Mail data and chunks."""
