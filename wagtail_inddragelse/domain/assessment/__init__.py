"""Judging applications: who may do it, what they see, how scores add up, what is decided."""
