"""Programmes, events and application forms for public agencies, in any Wagtail site."""

__version__ = "0.1.0"
