"""``loaddata`` writes rows as they are: no receiver of ours looks at them, whatever is missing."""

from __future__ import annotations

import json
import weakref

import pytest
from django.core.management import call_command
from django.db.models import signals
from wagtail.models import ModelLogEntry, PageLogEntry

from wagtail_inddragelse.models import (
    Attachment,
    Intake,
    IntakeChange,
    Message,
    Participant,
    Session,
    Submission,
)
from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    AssessmentFactory,
    EventPageFactory,
    IntakeFactory,
    MoreWantedFactory,
    NoteFactory,
    OfferIndexPageFactory,
    ProgrammePageFactory,
    SessionFactory,
    SubmissionFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

SAVING = {"pre_save": signals.pre_save, "post_save": signals.post_save}
PACKAGE = "wagtail_inddragelse"


class Untouched:
    """A row that has nothing, as one whose page comes later in the file."""

    def __getattr__(self, name):
        raise AssertionError(f"{name} was asked for")


def ours(signal):
    """The receivers of ours that are connected to it."""
    for _key, receiver, *_rest in signal.receivers:
        function = receiver() if isinstance(receiver, weakref.ref) else receiver
        if function is not None and function.__module__.startswith(PACKAGE):
            yield function


@pytest.mark.parametrize("name", SAVING)
def test_no_receiver_looks_at_a_raw_row(name):
    found = list(ours(SAVING[name]))
    assert len(found) >= 2
    for receiver in found:
        receiver(sender=None, instance=Untouched(), created=False, raw=True, update_fields=None)


def test_a_copy_of_a_site_can_be_loaded(home, tmp_path):
    index = OfferIndexPageFactory(parent=home)
    offer = EventPageFactory(parent=index)
    ProgrammePageFactory(parent=index)
    ApplicationFormPageFactory(parent=offer)
    intake = IntakeFactory(page=offer)
    SessionFactory(intake=intake)
    submission = SubmissionFactory(intake=intake)
    AssessmentFactory(submission=submission)
    MoreWantedFactory(submission=submission)
    NoteFactory(submission=submission)
    offer.save_revision().publish()
    copy, models = tmp_path / "copy.json", (Session, Participant, Submission, Intake)
    call_command("dumpdata", "wagtailcore", PACKAGE, f"{PACKAGE}_pages", output=str(copy))
    rows = json.loads(copy.read_text())
    copy.write_text(json.dumps(rows[::-1]))  # what is pointed at comes last
    kept = {model: model.objects.count() for model in models}
    noted = (IntakeChange, Message, ModelLogEntry, PageLogEntry, Attachment)
    before = [model.objects.count() for model in noted]
    Submission.objects.filter(pk=submission.pk).update(contact_name="Changed since")

    call_command("loaddata", str(copy), verbosity=0)

    assert {model: model.objects.count() for model in models} == kept
    assert [model.objects.count() for model in noted] == before
    assert Submission.objects.get().contact_name == submission.contact_name
