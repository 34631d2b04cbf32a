"""How the domain writes: again when broken off, one by one, and over nothing unseen."""
