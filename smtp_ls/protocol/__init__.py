"""Facts of SMTP as tables without behaviour; no module knows another, so that only what is asked for loads."""
