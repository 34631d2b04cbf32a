"""One canonical form of an e-mail address and of a name, wherever one is stored or compared.

``tidy_address`` is what is kept and written to, ``address_key`` what is compared. The key of what
can be written to is plain ASCII, so that no database's idea of letters and their case decides who
is the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from django.db import models

PUNYCODE = "xn--"
IN_BRACKETS = re.compile(r".*<([^<>]+)>", re.DOTALL)
AROUND = re.compile(r"^[\s,;]+|[\s,;]+$")


def tidy_address(text: str) -> str:
    """The address in what somebody typed or pasted; text without one is returned as it is.

    ``mailto:``, the name in “Name <name@example.dk>”, what can't be seen and a comma or semicolon
    after it are left out. Letters are composed (NFC), and the domain is in lower case and in
    letters that people read. The part before @ keeps its case, as RFC 5321, 2.4 asks for.
    """
    visible = "".join(char for char in text if unicodedata.category(char) != "Cf")
    address = _unwrapped(unicodedata.normalize("NFC", visible))
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{_readable(domain)}" if at else address


def address_key(address: str) -> str:
    """A key that is the same for all ways to write one address; empty for an empty one.

    The domain is as DNS knows it (IDNA), and case means nothing before @ either: no mail server in
    use tells “Rita” from “rita”.
    """
    local, at, domain = tidy_address(address).rpartition("@")
    return f"{local.casefold()}{at}{_as_dns(domain)}" if at else domain.casefold()


def domain_key(address: str) -> str:
    """The domain of an address as DNS knows it; empty for what has none."""
    key = address_key(address)
    return key.rpartition("@")[2] if "@" in key else ""


def name_key(name: str) -> str:
    """A key that is the same for all ways to write one person's name."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _unwrapped(text: str) -> str:
    text = AROUND.sub("", text)
    if found := IN_BRACKETS.fullmatch(text):
        text = AROUND.sub("", found[1])
    if text[:7].casefold() == "mailto:":
        text = AROUND.sub("", unquote(text[7:].partition("?")[0]))
    return text


def _readable(domain: str) -> str:
    domain = domain.lower()
    if PUNYCODE not in domain:
        return domain
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain


def _as_dns(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return domain.casefold()


class KeyField(models.CharField):
    """The key of the value in the column ``source``, updated whenever a row is saved."""

    make_key: Callable[[str], str]

    def __init__(self, source: str = "", **kwargs: Any) -> None:
        self.source = source
        kwargs = {"max_length": 320, "editable": False, "blank": True, "default": ""} | kwargs
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = self.make_key(getattr(model_instance, self.source))[: self.max_length]
        setattr(model_instance, self.attname, key)
        return key


class AddressKeyField(KeyField):
    """The ``address_key`` of an address."""

    make_key = staticmethod(address_key)


class NameKeyField(KeyField):
    """The ``name_key`` of a person's name."""

    make_key = staticmethod(name_key)
