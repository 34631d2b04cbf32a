"""Having a test's site send its mail elsewhere."""

from __future__ import annotations

import django


def use_port(settings, port: int) -> None:
    use_backend(
        settings,
        "django.core.mail.backends.smtp.EmailBackend",
        host="127.0.0.1",
        port=port,
        timeout=5,
    )


def use_backend(settings, path: str, **options) -> None:
    """Have the site send mail through a backend, as its version of Django wants it said."""
    if django.VERSION >= (6, 1):
        settings.MAILERS = {"default": {"BACKEND": path, "OPTIONS": options}}
        return
    settings.EMAIL_BACKEND = path
    for name, value in options.items():
        setattr(settings, f"EMAIL_{name.upper()}", value)
