"""Factories for this project's tests and for sites that install the app (``[testing]`` extra)."""
