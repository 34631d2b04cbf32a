"""Writing the text of a mail, with what it looks like on a real submission before it is saved."""

from __future__ import annotations

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model
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
from ...domain.casework.mail_texts import Holding, check_words
from ...domain.writing.seen import ChangedMeanwhile
from ...mail import placeholders
from ...mail.mail_text import Words
from ...mail.rendering import Rendered
from ...models import MAIL_KINDS, MessageTemplate, Occasion
from .. import links
from .mail_text_preview import Sample, find_samples
from .mail_texts import MailTextsMixin, get_page


class MailTextForm(forms.ModelForm):
    """Headline and text, and the submission they are tried on."""

    sample = forms.ChoiceField(
        label=gettext_lazy("Try it on"),
        required=False,
        help_text=gettext_lazy(
            "The look is put on record. Cases whose answers are shut to you are not offered."
        ),
    )

    began_from = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = MessageTemplate
        fields = ["headline", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 12})}

    def __init__(self, holding: Holding, samples: list[Sample], **kwargs) -> None:
        super().__init__(**kwargs)
        self.holding = holding
        self.fields["sample"].choices = [(sample.key, sample.label) for sample in samples]
        if not samples:
            del self.fields["sample"]

    @property
    def words(self) -> Words:
        """What was written."""
        return Words(self.cleaned_data["headline"], self.cleaned_data["text"])

    def clean(self) -> dict:
        data = super().clean()
        words = Words(data.get("headline", ""), data.get("text", ""))
        for name, problems in check_words(words, self.holding.occasion).items():
            self.add_error(name, problems)
        return data


class MailTextView(MailTextsMixin, FormView):
    """One mail in one language, for an offer or a branch."""

    template_name = "wagtail_inddragelse/casework/mails/mail_texts/edit.html"
    form_class = MailTextForm
    previews = ()

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        kind = MAIL_KINDS.get(kwargs["occasion"])
        if not (kind and kind.has_mail_text and kwargs["language"] in self.languages):
            raise Http404
        self.holding = mail_texts.get_holding(
            get_page(request.user, kwargs["page_id"]),
            Occasion(kwargs["occasion"]),
            kwargs["language"],
        )
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def languages(self) -> dict[str, str]:
        """The languages of the site's content, by code."""
        return get_content_languages()

    @cached_property
    def samples(self) -> list[Sample]:
        """What the text can be tried on."""
        return find_samples(self.request.user, self.page)

    @property
    def page(self) -> Model:
        """The offer or branch."""
        return self.holding.page

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if "take-back" in request.POST:
            return self._take_back()
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict:
        return {**super().get_form_kwargs(), "holding": self.holding, "samples": self.samples}

    def get_initial(self) -> dict:
        return {**self.holding.words._asdict(), "began_from": self.holding.digest}

    def form_valid(self, form: MailTextForm) -> HttpResponse:
        if "preview" in self.request.POST:
            self.previews = self._preview(form)
            return self.render_to_response(self.get_context_data(form=form))
        try:
            self._save(form)
        except ChangedMeanwhile:
            return self._show_both(form)
        messages.success(self.request, _("The text is saved. Mails from now on use it."))
        return redirect(links.mail_texts_url(self.page))

    def _save(self, form: MailTextForm) -> None:
        mail_texts.save(
            self.page,
            self.holding.occasion,
            self.holding.language,
            form.words,
            user=self.request.user,
            began_from=form.cleaned_data["began_from"],
        )

    def _show_both(self, form: MailTextForm) -> HttpResponse:
        """What was written, with what somebody else has saved; saving again replaces that."""
        form.add_error(None, _("Somebody else has changed this text while you wrote."))
        form.data = {**form.data.dict(), "began_from": self.holding.digest}
        context = self.get_context_data(form=form, others=self.holding.words)
        return self.render_to_response(context, status=422)

    def form_invalid(self, form: MailTextForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _preview(self, form: MailTextForm) -> list[tuple[str, Rendered]]:
        """The mail in each language, the one that is being written first."""
        if not self.samples:
            return []
        by_key = {sample.key: sample for sample in self.samples}
        chosen = by_key.get(form.cleaned_data["sample"], self.samples[0])
        own = self.holding.language
        languages = sorted(self.languages, key=lambda code: code != own)
        chosen.put_on_record(self.request.user, self.holding.occasion)
        return [
            (
                self.languages[code],
                chosen.render(self.holding.occasion, code, form.words if code == own else None),
            )
            for code in languages
        ]

    def _take_back(self) -> HttpResponse:
        if self.holding.is_own:
            seen = self.request.POST.get("began_from", "")
            try:
                mail_texts.take_back(self.holding.template, user=self.request.user, began_from=seen)
            except ChangedMeanwhile:
                return self._show_both(self.get_form())
            messages.success(self.request, _("The text is taken back."))
        return redirect(links.mail_texts_url(self.page))

    def get_page_subtitle(self) -> str:
        return f"{self.holding.occasion.label}, {self.languages[self.holding.language]}"

    def get_breadcrumbs_items(self) -> list[dict]:
        page = {"url": links.mail_texts_url(self.page), "label": self.page.title}
        last = {"url": "", "label": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), page, last]

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            holding=self.holding,
            placeholders=placeholders.for_occasion(self.holding.occasion),
            previews=self.previews,
            history=_history(self.holding, self.request.user),
            **kwargs,
        )


def _history(holding: Holding, user: AbstractBaseUser) -> list:
    """Who changed this very text and when, newest first."""
    if not holding.is_own:
        return []
    logs = log_registry.get_logs_for_instance(holding.template)
    return list(logs.select_related("user")[:10])
