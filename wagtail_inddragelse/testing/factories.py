"""factory-boy factories of our rows and, where the site has them, of our page types.

Pages stand on the front page unless they are given a ``parent``: ``EventPageFactory(parent=home)``.
Intakes and submissions make what they need when it is not given.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from importlib import import_module
from itertools import count

import factory
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory
from wagtail.models import Locale, Site
from wagtail_factories import PageFactory

from .. import models
from ..domain.offers.offers import get_offer_models
from ..domain.record.form_versions import get_form_version
from ..domain.signup.references import new_reference
from ..mail.links import new_salt
from ..questions.schema import FormSchema

PAGE_FACTORIES = (
    "OfferIndexPageFactory",
    "EventPageFactory",
    "ProgrammePageFactory",
    "ApplicationFormPageFactory",
)

_numbers = count()  # of slugs: each factory counts its sequences for itself


def __getattr__(name: str):
    """The factories of our page types, which not every site has."""
    if name in PAGE_FACTORIES and has_our_pages():
        return page_factory(name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def has_our_pages() -> bool:
    """Whether the site has our page types."""
    return apps.is_installed("wagtail_inddragelse.pages")


def page_factory(name: str) -> type[DjangoModelFactory]:
    """One of ``PAGE_FACTORIES``, whose module can't be imported without our page types."""
    return getattr(import_module(".page_factories", __package__), name)


def default_locale() -> Locale:
    """The locale of the site's language, made if there is none."""
    return Locale.objects.first() or Locale.objects.create(language_code="da")


def front_page():
    """The front page of the default site."""
    return Site.objects.get(is_default_site=True).root_page


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = models.Organisation

    name = factory.Sequence(lambda n: f"Organisation {n}")
    locale = factory.LazyFunction(default_locale)


class ContactPersonFactory(DjangoModelFactory):
    class Meta:
        model = models.ContactPerson

    name = factory.Sequence(lambda n: f"Contact {n}")
    email = factory.Sequence(lambda n: f"contact{n}@example.dk")
    locale = factory.LazyFunction(default_locale)


class AudienceFactory(DjangoModelFactory):
    class Meta:
        model = models.Audience

    name = factory.Sequence(lambda n: f"Audience {n}")
    locale = factory.LazyFunction(default_locale)


class ThemeFactory(AudienceFactory):
    class Meta:
        model = models.Theme

    name = factory.Sequence(lambda n: f"Theme {n}")


class OfferFactory(PageFactory):
    """An offer below the front page; a site's own is made of it by naming its ``Meta.model``."""

    class Meta:
        abstract = True

    title = factory.Sequence(lambda n: f"Course {n}")
    slug = factory.LazyFunction(lambda: f"course-{next(_numbers)}")
    parent = factory.LazyFunction(front_page)


def make_offer():
    """An event page; where the site leaves out our page types, a page of its first offer type."""
    if has_our_pages():
        return page_factory("EventPageFactory")()
    return _own_offer_factory()()


@cache
def _own_offer_factory() -> type[OfferFactory]:
    return factory.make_factory(get_offer_models()[0], FACTORY_CLASS=OfferFactory)


class IntakeFactory(DjangoModelFactory):
    """An intake that is open and first come, first served; on an offer of its own if none given."""

    class Meta:
        model = models.Intake

    page = factory.LazyFunction(make_offer)
    title = factory.Sequence(lambda n: f"Start {n}")
    locale = factory.LazyAttribute(lambda intake: intake.page.locale)


class SessionFactory(DjangoModelFactory):
    """A session of six hours, in 30 days."""

    class Meta:
        model = models.Session

    intake = factory.SubFactory(IntakeFactory)
    starts_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=30))
    ends_at = factory.LazyAttribute(lambda session: session.starts_at + dt.timedelta(hours=6))


class FormVersionFactory(DjangoModelFactory):
    """The version of an empty form."""

    class Meta:
        model = models.FormVersion

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return get_form_version(kwargs.get("form_schema") or FormSchema())


class SubmissionFactory(DjangoModelFactory):
    """A confirmed submission of one person, with its participant."""

    class Meta:
        model = models.Submission
        skip_postgeneration_save = True

    intake = factory.SubFactory(IntakeFactory)
    intake_key = factory.LazyAttribute(lambda submission: submission.intake.translation_key)
    form_version = factory.SubFactory(FormVersionFactory)
    reference = factory.LazyFunction(new_reference)
    contact_name = factory.Sequence(lambda n: f"Applicant {n}")
    contact_email = factory.Sequence(lambda n: f"applicant{n}@example.dk")
    organisation_key = factory.LazyAttribute(lambda s: f"submission:{s.reference}")
    language = "da"
    state = models.State.CONFIRMED
    fingerprint = factory.Sequence(lambda n: f"{n:064x}")
    token_salt = factory.LazyFunction(new_salt)
    received_at = factory.LazyFunction(timezone.now)
    state_changed_at = factory.SelfAttribute("received_at")

    @factory.post_generation
    def people(self, create, count, **kwargs):
        """``people=3`` gives three participants, the contact person first; one when nothing is
        said."""
        if create:
            for position in range(1 if count is None else count):
                own = {} if position else {"email": self.contact_email}
                ParticipantFactory(submission=self, position=position, **own)


class ParticipantFactory(DjangoModelFactory):
    class Meta:
        model = models.Participant

    submission = factory.SubFactory(SubmissionFactory, people=0)
    position = 0
    name = factory.Sequence(lambda n: f"Participant {n}")
    email = factory.Sequence(lambda n: f"participant{n}@example.dk")


class UserFactory(DjangoModelFactory):
    """A user without any rights."""

    class Meta:
        model = get_user_model()

    username = factory.Sequence(lambda n: f"user{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@agency.example")


class AssessmentFactory(DjangoModelFactory):
    """An assessment that is assigned; ``total=80`` hands it in with that score."""

    class Meta:
        model = models.Assessment

    submission = factory.SubFactory(SubmissionFactory, state=models.State.UNDER_ASSESSMENT)
    assessor = factory.SubFactory(UserFactory)
    submitted_at = factory.LazyAttribute(
        lambda assessment: None if assessment.total is None else timezone.now()
    )
    total = None


class MoreWantedFactory(DjangoModelFactory):
    """A request for more that is open for a week, about no question in particular."""

    class Meta:
        model = models.MoreWanted

    submission = factory.SubFactory(SubmissionFactory, state=models.State.MORE_WANTED)
    question_ids = factory.LazyFunction(list)
    asked_at = factory.LazyFunction(timezone.now)
    due_at = factory.LazyAttribute(lambda wanted: wanted.asked_at + dt.timedelta(days=7))


class AttachmentFactory(DjangoModelFactory):
    """A small file that an applicant attached."""

    class Meta:
        model = models.Attachment

    submission = factory.SubFactory(SubmissionFactory)
    question_id = "attachment"
    name = factory.Sequence(lambda n: f"letter {n}.pdf")
    content_type = "application/pdf"
    size = 4
    file = factory.LazyFunction(lambda: ContentFile(b"%PDF", name="x"))


class MessageFactory(DjangoModelFactory):
    class Meta:
        model = models.Message

    submission = factory.SubFactory(SubmissionFactory)
    occasion = models.Occasion.CONFIRMED
    to = factory.SelfAttribute("submission.contact_email")
    language = "da"
    next_attempt_at = factory.LazyFunction(timezone.now)


class MailTextFactory(DjangoModelFactory):
    """A mail text of an agency's own for the confirmation, on a new event if none is given."""

    class Meta:
        model = models.MailText

    page = factory.LazyFunction(make_offer)
    occasion = models.Occasion.CONFIRMED
    language = "da"
    headline = "Own headline"
    text = "Own text"


class NoteFactory(DjangoModelFactory):
    class Meta:
        model = models.Note

    submission = factory.SubFactory(SubmissionFactory)
    author = factory.SubFactory(UserFactory)
    text = "Call them back."


class MentionFactory(DjangoModelFactory):
    """A note that asks ``user`` to look; not seen yet."""

    class Meta:
        model = models.Mention

    note = factory.SubFactory(NoteFactory)
    user = factory.SubFactory(UserFactory)
