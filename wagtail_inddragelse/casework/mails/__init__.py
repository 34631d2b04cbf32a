"""Screens for the outbox, for writing a mail and for an agency's mail texts."""
