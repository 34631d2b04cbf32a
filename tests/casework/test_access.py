"""Every URL of the package, opened by the wrong people, with data that could leak.

A new URL fails here until ``GUARDS`` says how it is built and who it is for.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.urls import get_resolver, reverse
from django.utils import timezone

from wagtail_inddragelse.casework import urls as casework_urls
from wagtail_inddragelse.casework.admin import SubmissionAdmin
from wagtail_inddragelse.casework.views import CaseView
from wagtail_inddragelse.domain.assessment import conflicts
from wagtail_inddragelse.mail.links import receipt_token
from wagtail_inddragelse.models import (
    Errand,
    Export,
    Intake,
    Role,
    RoleGrant,
    SavedView,
    Submission,
)
from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    AssessmentFactory,
    AudienceFactory,
    ContactPersonFactory,
    OrganisationFactory,
    ThemeFactory,
)

from .cases import FACTS, SECRETS, WHO, WORDS, body, clear, give, leaks, make_case
from .conftest import make_user

pytestmark = pytest.mark.django_db

NAMES = ("Leckage", "signe@", "Deltagersen", "opbakning-fra", "borgmesteren", "J-4711")
"""Those of the secrets that stand on no page by chance, as a list of municipalities would."""

REGISTER = "inddragelse_submissions_modeladmin"
SNIPPETS = {
    "organisation": OrganisationFactory,
    "contactperson": ContactPersonFactory,
    "audience": AudienceFactory,
    "theme": ThemeFactory,
}
SNIPPET = re.compile(rf"wagtailsnippet(?:s|choosers)_wagtail_inddragelse_({'|'.join(SNIPPETS)}):")


@dataclass(frozen=True)
class Guard:
    """How a URL is built, the least role it is for, and what it opens.

    ``about``: one "case"; an "intake", which stays open to one with a conflict in one of its cases;
    a "list", open to whoever has the role somewhere; "own" things of the user's; "nobody", not even
    a superuser; "content" that editors work with, "settings" for administrators; "public".
    ``shows`` is what proves that the right people do see something.
    """

    about: str
    args: Callable = lambda world: []
    role: Role = Role.SEE
    shows: tuple[str, ...] = ()
    query: Callable = lambda world: ""


def case(world):
    return [world.case.pk]


def intake(world):
    return [world.case.intake_id]


def message(world):
    return [world.case.messages.first().pk]


def secret(world):
    return [world.case.reference, "wrong-token"]


def grant(world):
    """A role that was given; anew when the last URL has taken it away."""
    group, _created = Group.objects.get_or_create(name="granted")
    values = {"group": group, "page_id": world.offer.pk, "role": Role.SEE}
    return [RoleGrant.objects.get_or_create(**values)[0].pk]


GUARDS = {
    f"{REGISTER}_index": Guard("list", shows=("Hjørring",), query=lambda w: "?q=Kommune"),
    "inddragelse_register_results": Guard(
        "list", shows=("Hjørring",), query=lambda w: "?q=Kommune"
    ),
    f"{REGISTER}_inspect": Guard("case", case, shows=("Leckage", "borgmesteren", "opbakning-fra")),
    f"{REGISTER}_create": Guard("nobody"),
    f"{REGISTER}_edit": Guard("nobody", case),
    f"{REGISTER}_delete": Guard("nobody", case),
    "inddragelse_figures": Guard("list"),
    "inddragelse_offer_figures": Guard("intake", lambda w: [w.offer.pk], shows=("Hjørring",)),
    "inddragelse_export": Guard("list", role=Role.EXPORT),
    "inddragelse_export_status": Guard("own", lambda w: [w.export.pk], Role.EXPORT),
    "inddragelse_export_file": Guard(
        "case", lambda w: [w.export.pk], Role.EXPORT, shows=("Leckage",)
    ),
    "inddragelse_attachment": Guard("case", lambda w: [w.attachment.pk], shows=("opbakning-fra",)),
    "inddragelse_declare": Guard("case", case),
    "inddragelse_undo_conflict": Guard("case", lambda w: [w.case.pk, w.conflict.pk], Role.DECIDE),
    "inddragelse_declare_round": Guard("intake", intake),
    "inddragelse_assess": Guard("case", case, Role.ASSESS),
    "inddragelse_redact": Guard("case", lambda w: [w.blind.pk], Role.DECIDE, ("Hjørring",)),
    "inddragelse_assign": Guard("case", case, Role.DECIDE),
    "inddragelse_unassign": Guard("case", lambda w: [w.case.pk, w.assessment.pk], Role.DECIDE),
    "inddragelse_selection": Guard("intake", intake, Role.DECIDE, ("Hjørring",)),
    "inddragelse_assigning": Guard("intake", intake, Role.DECIDE),
    "inddragelse_release": Guard("intake", intake, Role.DECIDE),
    "inddragelse_errand": Guard("own", lambda w: [w.errand.pk], Role.DECIDE),
    "inddragelse_bulk_assign": Guard("list", role=Role.DECIDE),
    "inddragelse_bulk_outcome": Guard("list", role=Role.DECIDE),
    "inddragelse_save_view": Guard("list"),
    "inddragelse_delete_view": Guard("own", lambda w: [w.view.pk]),
    "inddragelse_case_pdf": Guard("case", case),
    "inddragelse_by_hand": Guard("case", lambda w: [w.case.pk, "withdraw"], Role.DECIDE),
    "inddragelse_ask_for_more": Guard("case", case, Role.DECIDE),
    "inddragelse_stop_asking": Guard("case", case, Role.DECIDE),
    "inddragelse_mail_texts": Guard("list", role=Role.MESSAGES),
    "inddragelse_page_mail_texts": Guard("intake", lambda w: [w.offer.pk], Role.MESSAGES),
    "inddragelse_mail_text": Guard(
        "intake", lambda w: [w.offer.pk, "received", "da"], Role.MESSAGES
    ),
    "inddragelse_outbox": Guard("list", role=Role.MESSAGES),
    "inddragelse_outbox_results": Guard("list", role=Role.MESSAGES),
    "inddragelse_outbox_send": Guard("list", role=Role.MESSAGES),
    "inddragelse_write": Guard(
        "case", role=Role.MESSAGES, query=lambda w: f"?submission={w.case.pk}"
    ),
    "inddragelse_message": Guard("case", message, Role.MESSAGES, ("signe@",)),
    "inddragelse_message_edit": Guard("case", message, Role.MESSAGES),
    "inddragelse_message_resend": Guard("case", message, Role.MESSAGES),
    "inddragelse_change_notes": Guard("content", lambda w: [w.offer.pk]),
    "inddragelse_new_offer": Guard("content", lambda w: [w.offer.get_parent().pk]),
    "inddragelse_new_offer_where": Guard("content"),
    "inddragelse_offers:index": Guard("content"),
    "inddragelse_offers:index_results": Guard("content"),
    "inddragelse_offers:choose_parent": Guard("content"),
    **{
        f"inddragelse_role_grants:{name}": Guard("settings")
        for name in ("index", "index_results", "add")
    },
    **{
        f"inddragelse_role_grants:{name}": Guard("settings", grant)
        for name in ("edit", "delete", "history", "history_results", "usage", "copy")
    },
    "wagtail_inddragelse:sign_up": Guard("public", lambda w: [w.form.pk]),
    "wagtail_inddragelse:subscribe": Guard("public", intake),
    "wagtail_inddragelse:receipt": Guard("public", secret),
    "wagtail_inddragelse:receipt_calendar": Guard("public", secret),
    "wagtail_inddragelse:receipt_change": Guard("public", secret),
    "wagtail_inddragelse:receipt_more": Guard("public", secret),
    "wagtail_inddragelse:calendar": Guard("public", lambda w: [w.offer.pk]),
    "wagtail_inddragelse:intake_calendar": Guard("public", intake),
}
"""Every URL but those of the snippets, which are content all of them."""


def registered(resolver=None, prefix: str = "", spaces: tuple[str, ...] = ()):
    """The names of all URLs of the package, each with whether it takes arguments."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = f"{prefix}{entry.pattern}"
        if hasattr(entry, "url_patterns"):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from registered(entry, path, inner)
        elif is_ours(path, entry.callback):
            yield ":".join((*spaces, entry.name or path)), "<" in path


def is_ours(path: str, callback) -> bool:
    module = getattr(callback, "view_class", callback).__module__
    return "inddragelse" in path or module.startswith("wagtail_inddragelse")


ALL = dict(registered())
OURS = sorted(name for name in ALL if not SNIPPET.match(name))


def about(*kinds: str) -> list[str]:
    """The names of the URLs of these kinds."""
    return [name for name in OURS if name in GUARDS and GUARDS[name].about in kinds]


CASEWORK = about("case", "intake", "list", "own")


def test_every_url_says_who_it_is_for():
    assert [name for name in OURS if name not in GUARDS] == []


def test_no_entry_is_left_of_a_url_that_is_gone():
    assert [name for name in GUARDS if name not in ALL] == []


@pytest.fixture
def world(own_offer, other_offer):
    """A case full of secrets, a blind one beside it, and what hangs on them."""
    plain, blind = make_case(own_offer), make_case(own_offer, blind=True)
    somebody = make_user("somebody")
    return SimpleNamespace(
        offer=own_offer,
        other=other_offer,
        case=plain,
        blind=blind,
        attachment=plain.attachments.get(),
        assessment=AssessmentFactory(submission=plain, assessor=somebody),
        conflict=conflicts.declare(make_user("conflicting"), plain, has_conflict=True),
        view=view_of(somebody),
        form=ApplicationFormPageFactory(parent=own_offer),
    )


def export_of(user, submissions, **values) -> Export:
    """A file of these submissions that ``user`` ordered while they still might."""
    export = Export(
        user=user,
        order={"format": "csv", "columns": [], "participants": False, "assessments": False},
        submission_ids=[row.pk for row in submissions],
        total=len(submissions),
        state=Export.State.READY,
        expires_at=timezone.now() + dt.timedelta(hours=1),
        **values,
    )
    export.file.save("x", ContentFile(" ".join(SECRETS).encode()), save=True)
    return export


def view_of(user) -> SavedView:
    """A view that ``user`` has saved; anew when the last URL has deleted it."""
    return SavedView.objects.get_or_create(user=user, name="mine", query="state=received")[0]


def answers(client, world, name: str, user=None) -> list:
    """What comes of getting and of posting to the URL."""
    world.export = export_of(user, [world.case])
    world.errand = Errand.objects.create(
        kind="release", intake=world.case.intake, user=user, left=[], total=1
    )
    world.view = view_of(user) if user else world.view
    guard = GUARDS[name]
    url = reverse(name, args=guard.args(world)) + guard.query(world)
    return [client.get(url), client.post(url, {"has_conflict": "no"})]


def open_to(client, world, names, user=None) -> list[str]:
    """Those of the URLs that let ``user`` in, by getting or posting."""
    if user is not None:
        client.force_login(user)
    found = {name: answers(client, world, name, user) for name in names}
    return [name for name in names if not all(map(is_closed, found[name]))]


def leaking(client, world, names, user=None, secrets=SECRETS) -> dict[str, list[str]]:
    """By URL what it tells ``user`` of ``secrets``; those that tell nothing are left out."""
    if user is not None:
        client.force_login(user)
    told = {}
    for name in names:
        told[name] = leaks(" ".join(map(body, answers(client, world, name, user))), secrets)
    return {name: words for name, words in told.items() if words}


def is_closed(response) -> bool:
    """Whether it leads nowhere: not found, refused, to the log-in or back to the front page."""
    if response.status_code == 302:
        return urlsplit(response.url).path in ("/admin/login/", "/admin/")
    return response.status_code in (403, 404, 405)


def told_of(submission) -> tuple:
    """What can be changed of a case by those who work on it."""
    row = Submission.objects.get(pk=submission.pk)
    related = (row.assessments, row.notes, row.more_wanted, row.conflicts)
    return row.state, row.pending_state, [sorted(each.values_list("pk")) for each in related]


def insider(world, name: str = "insider"):
    """Somebody with every role on the offer and no conflict."""
    user = give(make_user(name), world.offer, *Role)
    for row in (world.case, world.blind):
        conflicts.declare(user, row, has_conflict=False)
    return user


def test_the_right_people_see_what_there_is_to_see(client, world):
    user = insider(world)
    client.force_login(user)
    shown = {name: GUARDS[name].shows for name in CASEWORK if GUARDS[name].shows}
    found = {
        name: tuple(leaks(body(answers(client, world, name, user)[0]), words))
        for name, words in shown.items()
    }
    assert found == shown


def test_the_right_people_are_let_in(client, world):
    assert open_to(client, world, CASEWORK, insider(world)) == CASEWORK


def test_a_stranger_is_sent_to_the_log_in(client, world):
    names = [name for name in OURS if name not in about("public")]
    found = {name: {urlsplit(r.url).path for r in answers(client, world, name)} for name in names}
    assert found == {name: {"/admin/login/"} for name in names}


def test_who_edits_pages_gets_in_nowhere(client, world, editor):
    assert leaking(client, world, CASEWORK, editor) == {}
    assert open_to(client, world, about("case", "intake", "list"), editor) == []


def test_the_caseworker_of_another_offer_sees_nothing_of_this_one(client, world):
    user = give(make_user("other"), world.other, *Role)
    assert leaking(client, world, CASEWORK, user) == {}
    assert open_to(client, world, about("case", "intake"), user) == []


def test_a_conflict_closes_the_case_everywhere(client, world):
    user = insider(world)
    for row in (world.case, world.blind):
        conflicts.declare(user, row, has_conflict=True)
    assert leaking(client, world, CASEWORK, user) == {}
    assert open_to(client, world, about("case"), user) == []


def test_who_only_assesses_finds_no_way_to_what_others_assess(client, world):
    """Unless the round says that its assessors see all; ``make_case`` makes such."""
    Intake.objects.update(assessors_see_all=False)
    user = give(make_user("apart"), world.offer, Role.ASSESS)
    for row in (world.case, world.blind):
        conflicts.declare(user, row, has_conflict=False)
    assert leaking(client, world, CASEWORK, user) == {}
    assert open_to(client, world, about("case"), user) == []


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SEE])
def test_every_other_role_together_is_not_enough(client, world, role):
    user = give(make_user("lacking"), world.offer, *(each for each in Role if each != role))
    for row in (world.case, world.blind):
        conflicts.declare(user, row, has_conflict=False)
    names = [name for name in about("case", "intake", "list") if GUARDS[name].role == role]
    assert open_to(client, world, names, user) == []


HOLD_MANY = {
    "inddragelse_export_file": "holds many cases; each is asked about again when it is fetched",
    "inddragelse_write": "goes to many; no answer of a case that is not declared for is shown",
}
"""URLs about cases whose views are no ``CaseView``."""

ASKING = {f"{REGISTER}_inspect", "inddragelse_declare"}
"""Where one is asked to declare, and where one does."""


def test_whatever_is_about_one_case_is_guarded_as_one():
    views = {p.name: p.callback.view_class for p in casework_urls.urlpatterns}
    views[f"{REGISTER}_inspect"] = SubmissionAdmin.inspect_view_class
    unguarded = {name for name in about("case") if not issubclass(views[name], CaseView)}
    assert unguarded == set(HOLD_MANY)


def test_who_has_not_declared_is_led_to_declare(client, world):
    user = give(make_user("undeclared"), world.offer, *Role)
    client.force_login(user)
    cases = [reverse(f"{REGISTER}_inspect", args=[row.pk]) for row in (world.case, world.blind)]
    names = [name for name in about("case") if name not in {*HOLD_MANY, *ASKING}]
    found = {name: answers(client, world, name, user) for name in names}
    assert [
        name
        for name in names
        if not all(is_closed(answer) or answer.url in cases for answer in found[name])
    ] == []


def test_nothing_is_written_of_a_case_before_one_has_declared(client, world):
    user = give(make_user("undeclared"), world.offer, *Role)
    client.force_login(user)
    before = told_of(world.case)
    for name in about("case"):
        if name != "inddragelse_declare":
            answers(client, world, name, user)
    assert told_of(world.case) == before


def test_no_answer_opens_before_one_has_declared(client, world):
    user = give(make_user("undeclared"), world.offer, *Role)
    client.force_login(user)
    names = [f"{REGISTER}_inspect", "inddragelse_attachment", "inddragelse_assess"]
    urls = [reverse(name, args=GUARDS[name].args(world)) for name in names]
    told = [leaks(body(client.get(url)), (*WORDS, *FACTS, "opbakning-fra")) for url in urls]
    assert told == [[], [], []]


@pytest.fixture
def blind_world(world):
    """The same with the blind case alone, in the place of the plain one, and its assessor.

    A conflict closes the plain case, so that what is told can only come from the blind one.
    """
    roles = (Role.SEE, Role.ASSESS, Role.EXPORT, Role.MESSAGES)
    world.assessor = give(make_user("blind"), world.offer, *roles)
    conflicts.declare(world.assessor, world.case, has_conflict=True)
    conflicts.declare(world.assessor, world.blind, has_conflict=False)
    world.case, world.attachment = world.blind, world.blind.attachments.get()
    world.assessment = AssessmentFactory(submission=world.blind, assessor=world.assessor)
    return world


def test_a_blind_assessment_tells_nobody_who_it_is(client, blind_world):
    user = blind_world.assessor
    assert leaking(client, blind_world, CASEWORK, user, WHO + WORDS) == {}


def test_nor_does_it_when_the_case_is_cleared(client, blind_world):
    clear(blind_world.blind, insider(blind_world, "decider"))
    assert leaking(client, blind_world, CASEWORK, blind_world.assessor, WHO) == {}


def test_nor_before_one_has_declared(client, blind_world):
    blind_world.blind.conflicts.all().delete()
    blind_world.assessor.email = "kollega@hjoerring.dk"
    blind_world.assessor.save()
    client.force_login(blind_world.assessor)
    url = reverse(f"{REGISTER}_inspect", args=[blind_world.blind.pk])
    found = body(client.get(url)).replace(blind_world.assessor.email, "")
    assert leaks(found, (*WHO, "samme domæne", "ansøgerens kommune")) == []


@pytest.mark.parametrize("word", ["Leckage", "Kommune", "signe@hjoerring.dk", "4711"])
def test_nor_can_it_be_searched_for(client, blind_world, word):
    client.force_login(blind_world.assessor)
    found = client.get(reverse(f"{REGISTER}_index"), {"q": word})
    assert leaks(body(found), (blind_world.blind.reference,)) == []


def test_a_blind_case_is_found_by_its_reference(client, blind_world):
    client.force_login(blind_world.assessor)
    reference = blind_world.blind.reference
    found = client.get(reverse(f"{REGISTER}_index"), {"q": reference})
    assert f"/{blind_world.blind.pk}/" in body(found)


def test_a_blind_assessor_reads_the_facts(client, blind_world):
    client.force_login(blind_world.assessor)
    url = reverse(f"{REGISTER}_inspect", args=[blind_world.blind.pk])
    assert leaks(body(client.get(url)), (*FACTS, *WORDS)) == list(FACTS)


def test_a_blind_assessor_reads_the_copy_when_it_is_cleared(client, blind_world):
    clear(blind_world.blind, insider(blind_world, "decider"))
    client.force_login(blind_world.assessor)
    url = reverse(f"{REGISTER}_inspect", args=[blind_world.blind.pk])
    copy = ["borgmesteren i […]", "Bilag 1.pdf"]
    assert leaks(body(client.get(url)), copy) == copy


def test_nobody_makes_edits_or_deletes_submissions_in_the_register(client, world, admin_user):
    assert open_to(client, world, about("nobody"), admin_user) == []


def test_roles_are_given_by_administrators_alone(client, world, editor):
    for user in (editor, insider(world)):
        assert open_to(client, world, about("settings"), user) == []


def test_what_editors_work_with_tells_nothing_of_applicants(client, world, admin_user):
    assert leaking(client, world, about("content", "settings"), admin_user, NAMES) == {}


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_snippets_tell_nothing_of_applicants(client, world, admin_user, snippet):
    client.force_login(admin_user)
    args = [SNIPPETS[snippet]().pk]
    names = [name for name in ALL if (m := SNIPPET.match(name)) and m[1] == snippet]
    urls = [reverse(name, args=args if ALL[name] else []) for name in names]
    assert [url for url in urls if leaks(body(client.get(url)), NAMES)] == []


def test_the_public_is_told_nothing_of_applicants(client, world):
    assert leaking(client, world, about("public"), secrets=NAMES) == {}


def test_the_secret_link_is_the_applicants_own(client, world):
    url = reverse(
        "wagtail_inddragelse:receipt", args=[world.case.reference, receipt_token(world.case)]
    )
    assert leaks(body(client.get(url)), ("Leckage",)) == ["Leckage"]
