"""Build the documentation: ``sphinx-build docs docs/_build`` with the dependency group ``docs``."""

project = "wagtail-inddragelse"
extensions = ["myst_parser"]
exclude_patterns = ["_build"]
language = "en"
myst_heading_anchors = 3  # links to headings, as GitHub makes them
