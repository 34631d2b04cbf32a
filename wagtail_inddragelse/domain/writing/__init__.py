"""How the domain writes: retried when broken off, one by one, over nothing unseen, or refused."""
