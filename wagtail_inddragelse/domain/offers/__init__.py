"""Offers and their pages: what a new one begins as, whether it is ready, what a publish changes."""
