"""Start dates and application rounds: their states, their sessions and their places."""
