"""How the domain writes: again when broken off, one by one, over nothing unseen, or not at all."""
