"""Paths, mailboxes, domains and the names of EHLO."""
