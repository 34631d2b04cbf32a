"""The page of one mail: what it says, how it went, and what a caseworker can do with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages as notes
from wagtail.log_actions import registry as log_registry

from ...domain.assessment import conflicts
from ...domain.casework import messages
from ...domain.record.records import Record, put_on_record
from ...domain.writing import seen
from ...domain.writing.refused import Refused
from ...domain.writing.seen import ChangedMeanwhile
from ...formats import datetime_text
from ...mail.mail_status import mail_status, trouble_text
from ...mail.placeholders import UnknownPlaceholder, check, for_occasion
from ...mail.reader_link import without_link
from ...mail.rendering import render_unlinked
from ...models import Delivery, Message, Occasion, Recipient
from ...questions.fields import EmailField
from .. import links
from ..once import once
from ..shown import ShownFormMixin, read_marks, write_marks
from .outbox import MailsView, managed_by, message_url, outbox_url, recipient_text, subject_text


class Step(NamedTuple):
    """Something to do with a mail: its button, what does it, when, and what is said then."""

    label: str
    act: Callable
    deliveries: tuple[str, ...]
    done: str


STEPS = {
    "send": Step(
        gettext_lazy("Send now"),
        messages.send,
        (Delivery.DRAFT, Delivery.HELD, Delivery.QUEUED),
        gettext_lazy("The mail is on its way."),
    ),
    "hold": Step(
        gettext_lazy("Hold back"),
        messages.hold,
        (Delivery.QUEUED,),
        gettext_lazy("The mail is held back until you send it."),
    ),
    "regenerate": Step(
        gettext_lazy("Make anew from the template"),
        messages.regenerate,
        messages.UNSENT,
        gettext_lazy("The mail is made anew."),
    ),
    "discard": Step(
        gettext_lazy("Discard"),
        messages.discard,
        (Delivery.DRAFT,),
        gettext_lazy("The draft is gone."),
    ),
}


class WordsForm(forms.Form):
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
            problems.append(_("An address is for the reader alone: leave it out of the subject."))
        return self._checked(subject, problems)

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        return self._checked(text, check(text, self.occasion))

    def _checked(self, text: str, problems: list[str]) -> str:
        if problems:
            raise forms.ValidationError(problems)
        return text


class MessageView(MailsView):
    """A page about one mail. Whoever has to declare a conflict of interest first is led there."""

    def dispatch(self, request: HttpRequest, pk: int, **kwargs) -> HttpResponse:
        self.message = get_object_or_404(managed_by(request.user), pk=pk)
        submission = self.message.submission
        if submission and conflicts.must_declare(request.user, submission):
            return redirect(links.case_url(submission))
        return super().dispatch(request, pk=pk, **kwargs)

    purpose = ""
    """What the page is for, when not only for looking."""

    def get_page_title(self) -> str:
        return ": ".join(filter(None, [str(self.purpose), subject_text(self.message)]))

    def too_late(self, error: Refused) -> HttpResponse:
        """Say so on the mail's page, or in the list when it is gone."""
        notes.error(self.request, str(error))
        still_there = managed_by(self.request.user).filter(pk=self.message.pk).exists()
        return redirect(message_url(self.message) if still_there else outbox_url())


class MailView(MessageView, TemplateView):
    """What it says or will say. Each look is put on record."""

    template_name = "wagtail_inddragelse/casework/mails/outbox/message.html"

    def get_context_data(self, **kwargs) -> dict:
        message = self.message
        if message.submission:
            put_on_record(
                message.submission,
                Record.VIEW_MESSAGE,
                user=self.request.user,
                message=message.pk,
            )
        return super().get_context_data(
            mail=message,
            to=recipient_text(message),
            case_url=links.case_url(message.submission) if message.submission else "",
            status=mail_status(message),
            trouble=trouble_text(message),
            history=list(_history(message)),
            record=list(_record(message)),
            steps=[(name, s) for name, s in STEPS.items() if message.delivery in s.deliveries],
            shown=_shown(message),
            can_resend=message.delivery in {Delivery.SENT, Delivery.FAILED}
            and message.is_identified,
            to_deal_with=message.has_not_arrived and not message.dealt_with_at,
            **_words(message),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        """Take one of the steps that the page offers."""
        name = request.POST.get("step", "")
        if name == "deal-with":
            messages.deal_with(self.message, user=request.user)
            return redirect(message_url(self.message))
        step = STEPS.get(name)
        if step is None:
            return redirect(message_url(self.message))
        try:
            shown = request.POST.get("shown")
            messages.act_on_seen(
                self.message,
                step.act,
                user=request.user,
                shown=read_marks(shown) if shown else None,
            )
        except Refused as error:
            return self.too_late(error)
        notes.success(request, str(step.done))
        return redirect(outbox_url() if name == "discard" else message_url(self.message))


def _shown(message: Message) -> str:
    """The marks of the words that the steps are about; none of a mail that has gone."""
    if message.delivery not in messages.UNSENT:
        return ""
    return write_marks(seen.marks(messages.editable(message)))


def _words(message: Message) -> dict:
    """Subject and text as they were or will be sent, without the secret link; nothing of it where
    the recipient is hidden, as the text may name them."""
    if not message.is_identified:
        return {"is_hidden": True}
    if message.subject:
        return {"subject": message.subject, "text": without_link(message.text, message)}
    try:
        subject, text, _html = render_unlinked(message)
    except UnknownPlaceholder as error:
        return {"cannot_be_made": _("There is no placeholder “%s”.") % error}
    return {"subject": subject, "text": text}


def _history(message: Message) -> Iterator[tuple[str, str]]:
    """What happened to it, by what and when."""
    yield _("Made"), datetime_text(message.created_at)
    if message.attempts:
        yield _("Attempts"), str(message.attempts)
    if message.delivery == Delivery.QUEUED:
        yield _("Next attempt"), datetime_text(message.next_attempt_at)
    moments = {
        _("Sent"): message.sent_at,
        _("Delivered to the recipient’s mail server"): message.delivered_at,
        _("Sent back"): message.bounced_at,
        _("Reported as spam"): message.complained_at,
        _("Dealt with"): message.dealt_with_at,
    }
    yield from ((label, datetime_text(moment)) for label, moment in moments.items() if moment)


def _record(message: Message) -> Iterator:
    """What caseworkers did with it, the newest first."""
    logs = log_registry.get_logs_for_instance(message.submission or message)
    for entry in logs.select_related("user"):
        if (entry.data or {}).get("message") == message.pk:
            yield entry


class EditForm(ShownFormMixin, WordsForm):
    """The words of a mail that others can change too."""

    marked = ("subject", "text")


class EditView(MessageView, FormView):
    """Other words for a mail that is not sent yet."""

    form_class = EditForm
    template_name = "wagtail_inddragelse/casework/mails/outbox/edit.html"
    purpose = gettext_lazy("Edit")

    def dispatch(self, request: HttpRequest, pk: int, **kwargs) -> HttpResponse:
        get_object_or_404(managed_by(request.user).filter(is_identified=True), pk=pk)
        return super().dispatch(request, pk, **kwargs)

    def get_form_kwargs(self) -> dict:
        return {**super().get_form_kwargs(), "occasion": Occasion(self.message.occasion)}

    def get_initial(self) -> dict:
        return messages.editable(self.message)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            mail=self.message, placeholders=for_occasion(self.message.occasion), **kwargs
        )

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

    def form_invalid(self, form: WordsForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ResendForm(forms.Form):
    """Where it goes this time."""

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


class ResendView(MessageView, FormView):
    """Send a mail again, to another address when it was wrong."""

    form_class = ResendForm
    template_name = "wagtail_inddragelse/casework/mails/outbox/resend.html"
    purpose = gettext_lazy("Send again")

    def dispatch(self, request: HttpRequest, pk: int, **kwargs) -> HttpResponse:
        get_object_or_404(managed_by(request.user).filter(is_identified=True), pk=pk)
        return super().dispatch(request, pk, **kwargs)

    def get_form_kwargs(self) -> dict:
        return {**super().get_form_kwargs(), "message": self.message}

    def get_initial(self) -> dict:
        return {"to": self.message.to}

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            mail=self.message, trouble=trouble_text(self.message), **kwargs
        )

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

    def form_invalid(self, form: ResendForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
