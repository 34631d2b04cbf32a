"""The screen of one case, and what can be done to it there."""
