"""What the checks say, in short."""

from django.core.checks import run_checks

PREFIX = "wagtail_inddragelse."


def ids(check, **kwargs):
    return [message.id.removeprefix(PREFIX) for message in check(**kwargs)]


def ours(**kwargs):
    """In the order of their numbers: Django keeps checks in a set."""
    found = (message.id for message in run_checks(**kwargs))
    return sorted(each.removeprefix(PREFIX) for each in found if each.startswith(PREFIX))


def only(check, **kwargs):
    (message,) = check(**kwargs)
    return message
