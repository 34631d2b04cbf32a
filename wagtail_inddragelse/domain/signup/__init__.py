"""From the form to a place: signing up, waiting, answering, withdrawing."""
