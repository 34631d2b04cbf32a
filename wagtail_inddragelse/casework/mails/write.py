"""Writing a mail to one applicant or to many."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages as notes

from ...domain.assessment import conflicts
from ...domain.casework import messages
from ...mail import outbox as mail_outbox
from ...mail.placeholders import for_occasion
from ...mail.recipients import participants_to_tell
from ...mail.rendering import render_unlinked
from ...models import MailText, Occasion, Role, Submission
from .. import links
from ..once import once
from ..register.chosen import BACK, Chosen, as_listed
from .edit import MailForm
from .outbox import MailsView, outbox_url


class WriteForm(MailForm):
    """Subject and text, and who they are for besides the contact people."""

    to_participants = forms.BooleanField(
        label=gettext_lazy("To all participants too"),
        help_text=gettext_lazy(
            "Those who take part and have an e-mail address of their own get the mail as well, "
            "without the link to the sign-up."
        ),
        required=False,
    )


class WriteView(MailsView, FormView):
    """To those chosen in the register, or on one case, that the user manages mails of: seen first,
    then sent or kept as drafts. Each gets a mail of their own, in the language they used."""

    form_class = WriteForm
    page_title = gettext_lazy("Write a message")
    template_name = "wagtail_inddragelse/casework/mails/outbox/write.html"

    def first(self) -> HttpResponse | None:
        if self.chosen.is_nothing:
            return self.chosen.ask_to_choose(self.request)
        if not self.recipients:
            raise Http404
        return None

    @cached_property
    def chosen(self) -> Chosen:
        """What was chosen in the register."""
        return Chosen(self.request)

    @cached_property
    def recipients(self) -> list[Submission]:
        """The submissions written to, oldest first."""
        wanted = self.chosen.rows().order_by().values("pk")
        rows = Submission.objects.open_to(self.request.user, Role.MESSAGES).filter(pk__in=wanted)
        related = ("intake__page", "form_version")
        return list(rows.select_related(*related).order_by("received_at", "pk"))

    def get_form_kwargs(self) -> dict:
        return dict(super().get_form_kwargs(), occasion=Occasion.FREE)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            recipients=self.recipients,
            listed=as_listed(self.recipients),
            back=self.chosen.back,
            back_url=self._back_url(),
            known={row.pk for row in self._known},
            placeholders=for_occasion(Occasion.FREE),
            **kwargs,
        )

    def _back_url(self) -> str:
        """The list, or the case if the user comes from there."""
        if BACK not in self.request.GET and len(self.recipients) == 1:
            return links.case_url(self.recipients[0])
        return self.chosen.back_url

    @cached_property
    def _known(self) -> list[Submission]:
        """Those whose applicant the user may know, and whose answers are open to them."""
        keys = [row.pk for row in self.recipients]
        known = Submission.objects.identified_to(self.request.user).filter(pk__in=keys)
        found = set(known.values_list("pk", flat=True))
        return [row for row in self.recipients if row.pk in found]

    def form_valid(self, form: WriteForm) -> HttpResponse:
        subject, text = form.cleaned_data["subject"], form.cleaned_data["text"]
        if not {"send", "drafts"} & self.request.POST.keys():
            preview = self._preview(subject, text)
            count = self._count(form.cleaned_data["to_participants"])
            return self.show(form=form, preview=preview, mail_count=count)
        return once(self.request, lambda: self._write(form), outbox_url("occasion=free"))

    def _count(self, to_participants: bool) -> int:
        """How many mails there will be."""
        others = participants_to_tell(self.recipients, Occasion.FREE) if to_participants else {}
        return len(self.recipients) + sum(map(len, others.values()))

    def _write(self, form: WriteForm) -> HttpResponse:
        sends = "send" in self.request.POST
        written = messages.write(
            self.recipients, **form.cleaned_data, user=self.request.user, send=sends
        )
        notes.success(self.request, _done(len(written), sends))
        return redirect(outbox_url("occasion=free" if sends else "occasion=free&state=draft"))

    def _preview(self, subject: str, text: str) -> dict:
        """The mail to the first applicant that the user may know; None if there is none."""
        user = self.request.user
        open_ = (row for row in self._known if not conflicts.must_declare(user, row))
        first = next(open_, None)
        if first is None:
            return {"is_hidden": True}
        message = mail_outbox.compose(first, Occasion.FREE)
        subject, text, _html = render_unlinked(message, MailText(headline=subject, text=text))
        return {"to": message.to, "subject": subject, "text": text}


def _done(count: int, sends: bool) -> str:
    if sends:
        text = ngettext("%(count)d mail is on its way.", "%(count)d mails are on their way.", count)
    else:
        text = ngettext("%(count)d draft is saved.", "%(count)d drafts are saved.", count)
    return text % {"count": count}
