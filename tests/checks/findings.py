"""What the checks say, in short."""

from django.core.checks import run_checks

PREFIX = "wagtail_inddragelse."


def ids(check, **kwargs):
    return [message.id.removeprefix(PREFIX) for message in check(**kwargs)]


def ours(**kwargs):
    return [m.id.removeprefix(PREFIX) for m in run_checks(**kwargs) if m.id.startswith(PREFIX)]


def only(check, **kwargs):
    (message,) = check(**kwargs)
    return message
