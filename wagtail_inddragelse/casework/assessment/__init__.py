"""Screens on which applications are assigned, assessed, redacted, chosen and released."""
