"""The screen of one case, and what is done to it there."""
