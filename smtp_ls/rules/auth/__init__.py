"""AUTH exchanges, TLS and secrets."""
