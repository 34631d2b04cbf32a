"""Who sees which figures, and in how many queries."""

import datetime as dt
import re
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from wagtail_inddragelse.domain.record.figures import Figures
from wagtail_inddragelse.domain.record.retention import delete_due
from wagtail_inddragelse.models import IntakeSummary, Role
from wagtail_inddragelse.questions.schema import Criterion, FormSchema
from wagtail_inddragelse.testing.factories import (
    AssessmentFactory,
    FormVersionFactory,
    IntakeFactory,
    SubmissionFactory,
)

from ..cases import body, give, leaks, make_case

pytestmark = pytest.mark.django_db

INDEX = "inddragelse_figures"


def url_of(page):
    return reverse("inddragelse_offer_figures", args=[page.pk])


def test_editing_pages_shows_no_figures(editor_client, own_offer, own_submission):
    statuses = [editor_client.get(url).status_code for url in (reverse(INDEX), url_of(own_offer))]
    assert statuses == [404, 404]


def test_a_stranger_is_asked_to_log_in(client, own_offer):
    assert client.get(url_of(own_offer)).url.split("?")[0] == "/admin/login/"


def test_figures_of_another_offer_are_closed(caseworker_client, other_offer, other_submission):
    assert caseworker_client.get(url_of(other_offer)).status_code == 404


def test_the_list_has_the_offers_that_may_be_seen(
    caseworker_client, own_offer, own_submission, other_submission
):
    response = caseworker_client.get(reverse(INDEX))
    assert list(response.context["offers"]) == [(own_offer.pk, "Own offer", 1)]


def test_an_offer_nobody_signed_up_for_has_a_page(caseworker_client, own_offer):
    IntakeFactory(page=own_offer)
    response = caseworker_client.get(url_of(own_offer))
    assert (response.status_code, response.context["total"]) == (200, 0)


def test_the_figures_are_of_one_intake_when_asked(caseworker_client, own_offer, own_submission):
    other = IntakeFactory(page=own_offer)
    SubmissionFactory.create_batch(2, intake=other)
    totals = [
        caseworker_client.get(f"{url_of(own_offer)}{query}").context["total"]
        for query in ("", f"?intake={other.pk}")
    ]
    assert totals == [3, 2]


@pytest.mark.parametrize("intake", ["x", "0"])
def test_an_intake_of_another_offer_is_not_found(caseworker_client, own_offer, intake):
    assert caseworker_client.get(f"{url_of(own_offer)}?intake={intake}").status_code == 404


def test_the_deadline_is_marked(caseworker_client, own_offer, own_submission):
    intake = own_submission.intake
    intake.closes_at = timezone.now() + dt.timedelta(days=3)
    intake.save()
    response = caseworker_client.get(url_of(own_offer))
    labels = [mark.label for mark in response.context["timeline"].marks]
    assert labels == [f"Frist: {intake.title}"]


def test_nothing_on_the_page_needs_inline_style(caseworker_client, own_offer, own_submission):
    html = caseworker_client.get(url_of(own_offer)).content.decode()
    main = html[html.index("inddragelse-total") : html.index("</main>")]
    assert re.findall(r"style=|<style|<script", main) == []


def test_more_submissions_take_no_more_queries(
    caseworker_client, own_offer, own_submission, django_assert_num_queries
):
    caseworker_client.get(url_of(own_offer))
    with CaptureQueriesContext(connection) as few:
        caseworker_client.get(url_of(own_offer))
    for _ in range(3):
        intake = IntakeFactory(page=own_offer, capacity=5)
        SubmissionFactory.create_batch(5, intake=intake, municipality_code="0461")
    with django_assert_num_queries(len(few)):
        caseworker_client.get(url_of(own_offer))


def test_the_register_leads_to_the_figures(caseworker_client, own_submission):
    html = caseworker_client.get(reverse("inddragelse_submissions_modeladmin_index")).content
    assert f'href="{reverse(INDEX)}"' in html.decode()


def delete(intake, count: int, **values) -> None:
    SubmissionFactory.create_batch(count, intake=intake, delete_after=dt.date(2020, 1, 1), **values)
    delete_due(timezone.now())


def test_what_has_been_deleted_still_counts(caseworker_client, own_offer, own_submission):
    delete(own_submission.intake, 5, people=2)
    context = caseworker_client.get(url_of(own_offer)).context
    [(places, _bar)] = context["places"]
    assert (context["total"], context["deleted"], places.taken, places.sent) == (6, 5, 11, 6)
    assert context["timeline"].period == "Måneden fra"


def test_fewer_than_five_are_told_as_that(caseworker_client, own_offer, own_submission):
    delete(own_submission.intake, 4, municipality_code="0825")
    response = caseworker_client.get(url_of(own_offer))
    context = response.context
    [(places, _bar)] = context["places"]
    assert (context["total"], context["deleted"], places.taken, places.sent) == (1, 0, 1, 1)
    html = response.content.decode()
    assert html.count("færre end 5 ad gangen") == 2
    assert "Læsø" not in html


def test_small_figures_are_put_together(caseworker_client, own_offer, own_submission):
    intake = own_submission.intake
    SubmissionFactory.create_batch(
        6, intake=intake, municipality_code="0461", delete_after=dt.date(2020, 1, 1)
    )
    delete(intake, 3, municipality_code="0825")
    charts = {
        heading: [(bar.label, bar.value) for bar in bars]
        for heading, _, bars in caseworker_client.get(url_of(own_offer)).context["charts"]
    }
    assert charts["Kommuner"] == [
        ("Ikke oplyst", 1),
        ("Færre end 5 hver, lagt sammen (slettede)", 9),
    ]


def test_scores_are_told_scale_by_scale(caseworker_client, own_submission, own_offer):
    """What was kept before scales were told apart is left out."""
    kept = Figures(states=Counter(confirmed=9), scores=Counter({"3": 9, "3/4": 9, "<5": 9}))
    IntakeSummary.objects.create(
        intake_key=own_submission.intake.translation_key, figures=kept.to_json()
    )
    for step, scale in ((10, tuple(map(str, range(10)))), (4, ()), (2, ())):
        criteria = (Criterion("c", "Need", scale=scale),)
        version = FormVersionFactory(form_schema=FormSchema(criteria=criteria))
        row = SubmissionFactory(intake=own_submission.intake, form_version=version)
        assessment = AssessmentFactory(submission=row, total=0)
        assessment.scores.create(criterion_id="c", value=step)
    charts = {
        heading: [(bar.label, bar.value) for bar in bars]
        for heading, _, bars in caseworker_client.get(url_of(own_offer)).context["charts"]
    }
    assert charts["Givne point"] == [
        ("3 af 4", 9),
        ("2 af 5", 1),
        ("4 af 5", 1),
        ("10 af 10", 1),
        ("Færre end 5 hver, lagt sammen (slettede)", 9),
    ]


def test_places_leave_out_what_is_assessed_blind(caseworker_client, own_offer):
    make_case(own_offer, blind=True)
    make_case(own_offer, municipality_code="0461")
    response = caseworker_client.get(url_of(own_offer))
    charts = {
        heading: [bar.label for bar in bars] for heading, _, bars in response.context["charts"]
    }
    assert (charts["Kommuner"], charts["Regioner"], response.context["total"]) == (
        ["Odense"],
        ["Region Syddanmark"],
        2,
    )


def test_places_are_whole_to_those_who_decide(caseworker_client, caseworker, own_offer):
    give(caseworker, own_offer, Role.DECIDE)
    make_case(own_offer, blind=True)
    response = caseworker_client.get(url_of(own_offer))
    assert leaks(body(response), ("Hjørring",)) == ["Hjørring"]
