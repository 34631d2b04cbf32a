"""Offers and their pages: what a new one starts as, whether it is ready, what a publish changes."""
