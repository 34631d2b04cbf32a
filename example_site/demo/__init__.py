"""The demo content: five real pages of a Danish agency, retold with invented people."""
