"""The question types that come with the app; importing it registers them."""

from importlib import import_module

MODULES = ("text", "choice", "number", "organisation", "file", "statement", "participants")
"""In the order editors meet them."""

for module in MODULES:
    import_module(f"{__name__}.{module}")
