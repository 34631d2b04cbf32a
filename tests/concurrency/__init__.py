"""Real server processes on a real database, with many people at once."""
