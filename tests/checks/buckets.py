"""A storage that is no folder, made as those of django-storages are: options become attributes."""

from django.core.files.storage import Storage


class Bucket(Storage):
    location = ""

    def __init__(self, **options):
        for name, value in options.items():
            setattr(self, name, value)
