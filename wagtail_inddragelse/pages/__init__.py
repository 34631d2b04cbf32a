"""Concrete page types; a site with page types of its own leaves this app out."""
