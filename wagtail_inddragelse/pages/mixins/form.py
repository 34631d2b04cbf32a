"""The page that takes submissions: questions, criteria, contacts and privacy information."""

from __future__ import annotations

import json

from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from ...domain.intakes.intakes import IntakeStatus, get_statuses
from ...domain.offers import publishing
from ...domain.offers.pages import get_served_intakes
from ...domain.offers.readiness import Finding, check_form
from ...editing.panels import OffersPanel, ReadinessPanel
from ...editing.readiness import PublishableForm, ReadinessMixin
from ...editing.tabs import TabbedMixin
from ...editing.widgets import TickBoxes
from ...models import ContactPerson, Intake
from ...public import previews
from ...public.rendering import render_sign_up
from ...questions.blocks import StepsBlock
from ...questions.compile import compile_form
from ...questions.criteria_blocks import CriteriaBlock
from ...questions.schema import ContactOptions, FormSchema
from ..api import FORM_FIELDS
from . import fields
from .base import RenderedMixin
from .offer import TEXT_FEATURES, OfferMixin

REMEMBERED_SCHEMAS = 256
_schemas: dict[str, FormSchema] = {}


class ApplicationFormMixin(TabbedMixin, ReadinessMixin, RenderedMixin):
    """A page where people sign up or apply.

    It serves the offer right above it and every offer that names it. List it before the page
    class and add ``form_panels`` to its ``content_panels``; the rest has tabs of its own.
    """

    takes_submissions = True

    TEXT_FIELDS = (
        "what_happens_next",
        "case_office_email",
        "answers_in_mail",
        "retention_months",
    )
    CONTACT_FIELDS = {
        "require_phone": "phone_required",
        "require_organisation": "organisation_required",
        "require_municipality": "municipality_required",
    }

    intro = fields.RichTextField(_("introduction"), blank=True, features=TEXT_FEATURES)
    steps = fields.StreamField(
        StepsBlock(),
        verbose_name=_("questions"),
        blank=True,
        help_text=_("Name, e-mail, phone, organisation and municipality are always asked."),
    )
    one_step_at_a_time = fields.BooleanField(
        _("one step at a time"),
        default=False,
        help_text=_(
            "Each step is a page of its own, and the last one shows all answers before they are "
            "sent. Suits a long form."
        ),
    )
    criteria = fields.StreamField(
        CriteriaBlock(),
        verbose_name=_("criteria"),
        blank=True,
        help_text=_("What applications are judged by. Applicants read the same text."),
    )
    phone_required = fields.BooleanField(_("phone must be given"), default=False)
    organisation_required = fields.BooleanField(_("organisation must be given"), default=False)
    municipality_required = fields.BooleanField(_("municipality must be chosen"), default=False)
    privacy = fields.RichTextField(
        _("privacy information"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_(
            "Who is responsible, why you ask, how long you keep it, and whom you share "
            "it with. Shown before the button."
        ),
    )
    submit_label = fields.CharField(
        _("text of the button"),
        max_length=64,
        blank=True,
        help_text=_("Leave empty to say “Send”."),
    )
    what_happens_next = fields.RichTextField(
        _("what happens next"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_("On the receipt and in the mail: what comes next, and when."),
    )
    contacts = fields.ParentalManyToManyField(
        ContactPerson, verbose_name=_("contact people"), blank=True, related_name="+"
    )
    case_office_email = fields.EmailField(
        _("case office e-mail"),
        blank=True,
        help_text=_("Gets a mail for each submission, and the answers to our mails."),
    )
    answers_in_mail = fields.BooleanField(
        _("send the answers in the mail"),
        default=False,
        help_text=_("Mail is not safe for sensitive answers."),
    )
    retention_months = fields.PositiveSmallIntegerField(
        _("months to keep submissions"),
        null=True,
        blank=True,
        help_text=_("After the last session, or after receipt. Leave empty for no limit."),
    )

    base_form_class = PublishableForm

    editor_tabs = (
        ("content_panels", _("Questions")),
        ("criteria_panels", _("Criteria")),
        ("privacy_panels", _("Texts and privacy")),
        ("receipt_panels", _("Receipt and case office")),
    )
    form_panels = [
        ReadinessPanel(),
        OffersPanel(),
        FieldPanel("steps"),
        FieldPanel("one_step_at_a_time"),
        MultiFieldPanel(
            [
                FieldPanel("phone_required"),
                FieldPanel("organisation_required"),
                FieldPanel("municipality_required"),
            ],
            heading=_("The contact person"),
        ),
    ]
    criteria_panels = [FieldPanel("criteria")]
    privacy_panels = [
        FieldPanel("intro"),
        FieldPanel("privacy"),
        FieldPanel("submit_label"),
    ]
    receipt_panels = [
        MultiFieldPanel(
            [
                FieldPanel("what_happens_next"),
                FieldPanel("contacts", widget=TickBoxes),
            ],
            heading=_("Receipt"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("case_office_email"),
                FieldRowPanel([FieldPanel("answers_in_mail"), FieldPanel("retention_months")]),
            ],
            heading=_("Case office"),
        ),
    ]
    search_fields = [index.SearchField("intro")]
    api_fields = FORM_FIELDS

    class Meta:
        abstract = True

    def get_schema(self) -> FormSchema:
        """The form as it is asked now; compiled once for the same content."""
        source = self._schema_source()
        if source not in _schemas:
            if len(_schemas) >= REMEMBERED_SCHEMAS:
                _schemas.clear()
            _schemas[source] = self._compile()
        return _schemas[source]

    def _schema_source(self) -> str:
        streams = [list(self.steps.raw_data), list(self.criteria.raw_data)]
        options = [self._contact_options(), self.one_step_at_a_time]
        return json.dumps([streams, self.privacy, self._texts(), *options])

    def _texts(self) -> dict:
        return {name: getattr(self, name) for name in self.TEXT_FIELDS}

    def _contact_options(self) -> dict:
        return {option: getattr(self, name) for option, name in self.CONTACT_FIELDS.items()}

    def _compile(self) -> FormSchema:
        return compile_form(
            self.steps,
            self.criteria,
            privacy=self.privacy,
            texts=self._texts(),
            contact=ContactOptions(**self._contact_options()),
            one_step_at_a_time=self.one_step_at_a_time,
        )

    def get_findings(self) -> list[Finding]:
        """What the form lacks, as it is in memory."""
        return check_form(self)

    def get_intakes(self) -> list[Intake]:
        """The intakes that this form takes submissions for."""
        return get_served_intakes(self)

    def get_statuses(self) -> list[IntakeStatus]:
        """The state of the intakes that this form takes submissions for."""
        return get_statuses(self.get_intakes())

    def render_form(self, request, **kwargs) -> SafeString:
        """The form, or why there is none now, ready to be placed in any page."""
        return render_sign_up(self, request, **kwargs)

    def serve(self, request, *args, **kwargs):
        """The page, which other sites may show in a frame; the form is sent out of it."""
        response = super().serve(request, *args, **kwargs)
        response.xframe_options_exempt = True
        return response

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """The form in its states, and what is answered to it."""
        return previews.form_preview_modes(self)

    def serve_preview(self, request, mode_name):
        """A draft of the form, or what somebody who sends it would get."""
        if mode_name == previews.RECEIPT:
            return self._in_own_language(previews.preview_receipt, self, request)
        if mode_name.startswith(previews.MAIL):
            return previews.preview_mail(self, mode_name.removeprefix(previews.MAIL))
        if mode_name.startswith(previews.ENDING):
            ended = self._in_own_language(previews.preview_ending, self, request, mode_name)
            if ended is not None:
                return ended
        return super().serve_preview(request, mode_name)

    def get_preview_context(self, request, mode_name) -> dict:
        """The page around the form that ``mode_name`` asks for."""
        sign_up = previews.preview_form(self, request, mode_name)
        context = self.get_context(request, sign_up=sign_up)
        return {**context, "has_errors": mode_name == previews.ERRORS}

    def delete(self, *args, **kwargs):
        """Delete the page; RefusedByField, before the tree is touched, when people signed up with
        it."""
        publishing.refuse_to_delete(self)
        return super().delete(*args, **kwargs)

    def get_context(self, request, *args, **kwargs) -> dict:
        """Adds ``sign_up``, the rendered form, unless the caller brings one; and ``summary``."""
        context = super().get_context(request, *args, **kwargs)
        sign_up = kwargs.get("sign_up")
        return {
            **context,
            "sign_up": self.render_form(request) if sign_up is None else sign_up,
            "contacts": list(self.contacts.all()),
            "summary": self._summary(context["breadcrumbs"]),
        }

    def _summary(self, trail: list[models.Model]) -> str:
        """The summary of the offer right above, as a form has none of its own.

        Nothing when search engines are told something else; a site's own base page may not have
        that field.
        """
        if getattr(self, "search_description", "") or not trail:
            return ""
        model = trail[-1].specific_class
        if model is None or not issubclass(model, OfferMixin):
            return ""
        return model.objects.values_list("summary", flat=True).get(pk=trail[-1].pk)
