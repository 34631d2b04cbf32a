"""Changing the text of a mail that is not sent yet."""

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
from ...domain.writing.seen import ChangedMeanwhile
from ...mail.placeholders import check, for_occasion
from ...models import Message, Occasion
from ..shown import ShownFormMixin
from .message import AboutMailView
from .outbox import message_url


class MailForm(forms.Form):
    """Subject and text of a mail, in which placeholders can stand."""

    subject = forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=Message._meta.get_field("own_subject").max_length,
        help_text=Message._meta.get_field("own_subject").help_text,
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=20_000,
        help_text=Message._meta.get_field("own_text").help_text,
    )

    def __init__(self, *args, occasion: Occasion, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.occasion = occasion

    def clean_subject(self) -> str:
        subject = self.cleaned_data["subject"]
        problems = check(subject, self.occasion, in_subject=True)
        if "@" in subject:
            problems.append(_("An address is only for the recipient: leave it out of the subject."))
        return self._checked(subject, problems)

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        return self._checked(text, check(text, self.occasion))

    def _checked(self, text: str, problems: list[str]) -> str:
        if problems:
            raise forms.ValidationError(problems)
        return text


class EditForm(ShownFormMixin, MailForm):
    """The words of a mail that others can change too."""

    marked = ("subject", "text")


class EditView(AboutMailView, FormView):
    """Change the text of a mail that is not sent yet."""

    only_identified = True
    form_class = EditForm
    template_name = "wagtail_inddragelse/casework/mails/outbox/edit.html"
    purpose = gettext_lazy("Edit")

    def get_form_kwargs(self) -> dict:
        return {**super().get_form_kwargs(), "occasion": Occasion(self.message.occasion)}

    def get_initial(self) -> dict:
        return messages.editable(self.message)

    def get_context_data(self, **kwargs) -> dict:
        placeholders = for_occasion(self.message.occasion)
        return super().get_context_data(placeholders=placeholders, **kwargs)

    def form_valid(self, form: EditForm) -> HttpResponse:
        data, user = form.cleaned_data, self.request.user
        try:
            messages.edit(self.message, data["subject"], data["text"], user=user, shown=form.marks)
        except ChangedMeanwhile as clash:
            self.message.refresh_from_db()
            form.show_clash(clash.names, messages.editable(self.message))
            return self.form_invalid(form)
        except Refused as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        notes.success(self.request, _("The mail is changed."))
        return redirect(message_url(self.message))
