"""Screens for the outbox, for a mail of one's own and for an agency's mail texts."""
