"""Sending a mail again, to the same address or to another."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages as notes

from ...domain.casework import messages
from ...domain.writing.refused import Refused
from ...mail.mail_status import trouble_text
from ...models import Message, Recipient
from ...questions.fields import EmailField
from ..once import once
from .message import AboutMailView
from .outbox import message_url


class ResendForm(forms.Form):
    """The address it goes to this time."""

    to = EmailField(label=gettext_lazy("To"), widget=forms.EmailInput)
    correct_case = forms.BooleanField(
        label=gettext_lazy("Correct the address on the case too"),
        help_text=gettext_lazy("Mails that wait to be sent then go to the new address as well."),
        required=False,
    )

    def __init__(self, *args, message: Message, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if message.recipient in (Recipient.SUBSCRIBER, Recipient.OFFICE):
            del self.fields["correct_case"]


class ResendView(AboutMailView, FormView):
    """Send a mail again, to another address when it was wrong."""

    only_identified = True
    form_class = ResendForm
    template_name = "wagtail_inddragelse/casework/mails/outbox/resend.html"
    purpose = gettext_lazy("Send again")

    def get_form_kwargs(self) -> dict:
        return {**super().get_form_kwargs(), "message": self.message}

    def get_initial(self) -> dict:
        return {"to": self.message.to}

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(trouble=trouble_text(self.message), **kwargs)

    def form_valid(self, form: ResendForm) -> HttpResponse:
        return once(self.request, lambda: self._resend(form), message_url(self.message))

    def _resend(self, form: ResendForm) -> HttpResponse:
        try:
            again = messages.resend(self.message, user=self.request.user, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        notes.success(self.request, _("The mail is on its way again."))
        return redirect(message_url(again))
