"""Pictures of the example site for the documentation; importing this readies its models."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "example_site.settings")
os.environ.setdefault("DEBUG", "1")
django.setup()
