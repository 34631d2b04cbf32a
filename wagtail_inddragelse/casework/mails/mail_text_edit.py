"""Writing the text of a mail, with what it looks like on a real submission before it is saved."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.coreutils import get_content_languages
from wagtail.log_actions import registry as log_registry

from ...domain.casework import mail_texts
from ...domain.writing.seen import ChangedMeanwhile
from ...mail import placeholders
from ...mail.rendering import Rendered
from ...models import MAIL_KINDS, MailText, Occasion
from .. import links
from .mail_text_preview import Sample, find_samples
from .mail_texts import MailTextsView, get_page


class MailTextForm(forms.ModelForm):
    """Headline and text, and the submission they are tried on."""

    sample = forms.ChoiceField(
        label=gettext_lazy("Try it on"),
        required=False,
        help_text=gettext_lazy(
            "It is put on record that you looked. Cases that are closed to you are not offered."
        ),
    )

    began_from = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = MailText
        fields = ["headline", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 12})}

    def __init__(self, samples: list[Sample], **kwargs) -> None:
        super().__init__(**kwargs)
        self.fields["sample"].choices = [(sample.key, sample.label) for sample in samples]
        if not samples:
            del self.fields["sample"]

    def clean(self) -> dict:
        data = super().clean()
        written = {name: data.get(name, "") for name in self._meta.fields}
        for name, problems in mail_texts.check(
            MailText(occasion=self.instance.occasion, **written)
        ).items():
            self.add_error(name, problems)
        return data


class MailTextView(MailTextsView, FormView):
    """One mail in one language, for an offer or a branch."""

    template_name = "wagtail_inddragelse/casework/mails/mail_texts/edit.html"
    form_class = MailTextForm
    previews = ()

    def first(self) -> None:
        kind, self.language = MAIL_KINDS.get(self.kwargs["occasion"]), self.kwargs["language"]
        if not (kind and kind.has_mail_text and self.language in self.languages):
            raise Http404
        self.page = get_page(self.request.user, self.kwargs["page_id"])
        self.occasion = Occasion(self.kwargs["occasion"])
        self.mail_text = mail_texts.text_at(self.page, self.occasion, self.language)

    @cached_property
    def languages(self) -> dict[str, str]:
        """The languages of the site's content, by code."""
        return get_content_languages()

    @cached_property
    def samples(self) -> list[Sample]:
        """What the text can be tried on."""
        return find_samples(self.request.user, self.page)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if "take-back" in request.POST:
            return self._take_back()
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict:
        begun = MailText(
            page=self.page,
            occasion=self.occasion,
            language=self.language,
            headline=self.mail_text.headline,
            text=self.mail_text.text,
        )
        return {**super().get_form_kwargs(), "instance": begun, "samples": self.samples}

    def get_initial(self) -> dict:
        return {"began_from": mail_texts.digest(self.mail_text)}

    def form_valid(self, form: MailTextForm) -> HttpResponse:
        if "preview" in self.request.POST:
            self.previews = self._preview(form)
            return self.show(form=form)
        try:
            began_from = form.cleaned_data["began_from"]
            mail_texts.save(form.instance, user=self.request.user, began_from=began_from)
        except ChangedMeanwhile:
            return self._show_both(form)
        messages.success(self.request, _("The text is saved. Mails from now on use it."))
        return redirect(links.mail_texts_url(self.page))

    def _show_both(self, form: MailTextForm) -> HttpResponse:
        """The form as it was sent, with what somebody else saved; saving again replaces that."""
        form.add_error(None, _("Somebody else changed this text while you were writing."))
        form.data = {**form.data.dict(), "began_from": mail_texts.digest(self.mail_text)}
        return self.show(form=form, others=self.mail_text)

    def _preview(self, form: MailTextForm) -> list[tuple[str, Rendered]]:
        """The mail in each language, the one that is being written first."""
        if not self.samples:
            return []
        by_key = {sample.key: sample for sample in self.samples}
        chosen = by_key.get(form.cleaned_data["sample"], self.samples[0])
        own = self.language
        languages = sorted(self.languages, key=lambda code: code != own)
        chosen.put_on_record(self.request.user, self.occasion)
        return [
            (
                self.languages[code],
                chosen.render(self.occasion, code, form.instance if code == own else None),
            )
            for code in languages
        ]

    def _take_back(self) -> HttpResponse:
        if self.mail_text.is_set_on(self.page):
            seen = self.request.POST.get("began_from", "")
            try:
                mail_texts.take_back(self.mail_text, user=self.request.user, began_from=seen)
            except ChangedMeanwhile:
                return self._show_both(self.get_form())
            messages.success(self.request, _("The text is taken back."))
        return redirect(links.mail_texts_url(self.page))

    def get_page_subtitle(self) -> str:
        return f"{self.occasion.label}, {self.languages[self.language]}"

    def get_parents(self) -> list[links.Crumb]:
        page = {"url": links.mail_texts_url(self.page), "label": self.page.title}
        return [*super().get_parents(), page]

    def get_own_crumb(self) -> str:
        return self.get_page_subtitle()

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            page=self.page,
            mail_text=self.mail_text,
            is_own=self.mail_text.is_set_on(self.page),
            placeholders=placeholders.for_occasion(self.occasion),
            previews=self.previews,
            history=self._history(),
            **kwargs,
        )

    def _history(self) -> list:
        """Who changed this very text and when, newest first."""
        if not self.mail_text.is_set_on(self.page):
            return []
        logs = log_registry.get_logs_for_instance(self.mail_text)
        return list(logs.select_related("user")[:10])
