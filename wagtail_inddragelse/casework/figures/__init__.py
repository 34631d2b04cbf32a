"""Figures to look at: the domain counts, ``charts`` draws, ``views`` shows both."""
