"""What the templates write: dates and places in words, forms, addresses, and keys."""

from __future__ import annotations

import secrets
from urllib.parse import urlencode

from django import template

from .. import formats
from ..denmark.municipalities import other_names
from ..questions.forms import SchemaForm
from ..questions.layout import Layout

register = template.Library()

for _format in (
    formats.date_text,
    formats.time_text,
    formats.datetime_text,
    formats.deadline_text,
    formats.time_attribute,
    formats.period_text,
    formats.weekday_text,
    formats.location_text,
    formats.shared_location,
    formats.file_size,
    formats.in_sentence,
):
    register.filter(_format)


@register.filter
def layout(form: SchemaForm) -> Layout:
    """A form as its templates draw it."""
    return Layout(form)


@register.simple_tag
def other_municipality_names() -> str:
    """What municipalities are also called, by code, as a query string for combobox.js."""
    return urlencode(other_names(), doseq=True)


@register.simple_tag(takes_context=True)
def sign_up_url(context, offer, intake) -> str:
    """URL of the form where people sign up for this intake of the offer; empty without a form."""
    form_page = offer.get_form_page()
    if form_page is None:
        return ""
    url = form_page.get_url(context.get("request"))
    return f"{url}?intake={intake.pk}" if url else ""


@register.simple_tag
def once_key() -> str:
    """A key for a form that is opened now, which tells a second click on it."""
    return secrets.token_urlsafe(16)
