"""The sign-up form, on any page of any site."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .base import Group, HeadedBlock
from .choosers import FormPageChooserBlock
from .visibility import is_open_to_all, is_shown


class SignUpFormBlock(HeadedBlock):
    """The form of a form page.

    A page that is not published is left out; one that only some may see is linked to, as its own
    address asks who the reader is.
    """

    form_page = FormPageChooserBlock(label=_("Form"))

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context)
        request, form_page = context.get("request"), value.get("form_page")
        embeds = request is not None and is_open_to_all(form_page, context)
        return {
            **context,
            "form_html": form_page.specific.render_form(request) if embeds else SafeString(""),
            "form_url": is_shown(form_page, context) and form_page.get_url(request),
        }

    class Meta:
        label = _("Sign-up form")
        icon = "form"
        group = Group.SIGN_UP
        description = _("The whole form of a form page, so that people sign up where they read.")
        template = "wagtail_inddragelse/blocks/sign_up_form.html"
        preview_template = "wagtail_inddragelse/blocks/sign_up_form_preview.html"
        example = {"heading": _("Sign up")}
