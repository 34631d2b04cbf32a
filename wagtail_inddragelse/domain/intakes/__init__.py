"""Start dates and application rounds: how they stand, their sessions and their places."""
