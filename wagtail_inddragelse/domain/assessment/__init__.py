"""Judging applications: who may, what they see, what the scores come to, what is decided."""
