from __future__ import annotations

import pytest
from django.http import QueryDict
from django.utils.translation import override

from wagtail_inddragelse.questions.forms import get_form_class
from wagtail_inddragelse.questions.sent import ParticipantData, PeopleLimits, UploadedAnswer

from .builders import CONTACT, errors, form, only_if, question, schema, upload

BO = ParticipantData("Bo Ås", "bo@example.dk")
FOUR = PeopleLimits(max_participants=4, guests_allowed=1)
SELF = {"takes_part": "yes"}
DIET = question(
    "participants",
    "People",
    questions=[
        question("yes_no", "Diet", required=True),
        question("short_text", "Which", required=True, **only_if("Diet", "yes")),
    ],
)


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def rows(*people: tuple[str, str], kind: str = "participant") -> dict[str, str]:
    data = {f"{kind}s-total": str(len(people))}
    for position, (name, email) in enumerate(people):
        data |= {f"{kind}-{position}-name": name, f"{kind}-{position}-email": email}
    return data


IDA, UMA = ("Ida", "ida@example.dk"), ("Uma", "uma@example.dk")


def party(*questions, limits=FOUR, **data):
    return form(*questions, data=data, limits=limits)


def people(bound):
    assert errors(bound) == {}
    return bound.submission_data().participants


class TestWhoTakesPart:
    def test_the_contact_person_when_nobody_else_can(self):
        assert people(party(limits=PeopleLimits())) == (BO,)

    def test_the_contact_person_and_colleagues(self):
        data = {**SELF, **rows(IDA, UMA), "self-role": "Head", "participant-1-role": "Aide"}

        assert people(party(**data)) == (
            ParticipantData("Bo Ås", "bo@example.dk", "Head"),
            ParticipantData("Ida", "ida@example.dk"),
            ParticipantData("Uma", "uma@example.dk", "Aide"),
        )

    def test_colleagues_alone(self):
        data = {**rows(IDA), "self-role": "Secretary"}

        assert people(party(**data)) == (ParticipantData("Ida", "ida@example.dk"),)

    def test_one_other_than_the_contact_person(self):
        bound = party(DIET, limits=PeopleLimits(), **rows(IDA), **{"participant-0-q-Diet": "no"})

        assert people(bound) == (ParticipantData("Ida", "ida@example.dk", answers={"Diet": False}),)

    def test_a_guest_has_only_a_name(self):
        data = {**SELF, "guests-total": "1", "guest-0-name": "Åse"}

        assert people(party(**data)) == (BO, ParticipantData("Åse", is_guest=True))

    def test_a_guest_may_answer_the_questions_but_need_not(self):
        data = {**SELF, "self-q-Diet": "no", "guests-total": "1", "guest-0-name": "Åse"}

        assert people(party(DIET, **data))[1] == ParticipantData("Åse", is_guest=True)
        assert people(party(DIET, **data, **{"guest-0-q-Diet": "no"}))[1].answers == {"Diet": False}

    def test_people_not_asked_for_are_not_taken(self):
        assert people(party(limits=PeopleLimits(), **SELF, **rows(IDA))) == (BO,)


class TestQuestionsToEach:
    def test_are_asked_of_everybody(self):
        bound = party(DIET, **SELF, **rows(IDA))

        assert errors(bound) == {
            "self-q-Diet": ["Choose yes or no to “Diet”"],
            "participant-0-q-Diet": ["Choose yes or no to “Diet”"],
        }

    def test_are_not_asked_of_a_contact_person_who_stays_away(self):
        bound = party(DIET, **rows(IDA), **{"participant-0-q-Diet": "no", "self-q-Diet": "x"})

        assert people(bound)[0].name == "Ida"

    def test_conditions_are_each_persons_own(self):
        data = {
            **SELF,
            **rows(IDA),
            "self-q-Diet": "no",
            "self-q-Which": "hidden",
            "participant-0-q-Diet": "yes",
            "participant-0-q-Which": "Vegan",
        }

        assert [person.answers for person in people(party(DIET, **data))] == [
            {"Diet": False},
            {"Diet": True, "Which": "Vegan"},
        ]

    def test_are_kept_out_of_the_answers_of_the_form(self):
        bound = party(DIET, **SELF, **{"self-q-Diet": "no"})

        assert bound.is_valid()
        assert bound.submission_data().answers == {}


class TestRefusals:
    def test_nobody(self):
        assert errors(party()) == {
            "takes_part": ["Add a participant, or tick that you take part yourself"]
        }

    def test_a_row_without_name_and_e_mail(self):
        assert errors(party(**SELF, **rows(("", "")))) == {
            "participant-0-name": ["Enter the person's name"],
            "participant-0-email": ["Enter the person's e-mail"],
        }

    def test_too_many(self):
        data = rows(*((f"P{n}", f"p{n}@example.dk") for n in range(4)))

        assert errors(party(**SELF, **data)) == {
            "participants-total": ["You can sign up at most 4 participants. You have entered 5."]
        }

    def test_as_many_as_allowed(self):
        data = rows(*((f"P{n}", f"p{n}@example.dk") for n in range(4)))

        assert len(people(party(**data))) == 4

    def test_too_many_guests(self):
        data = rows(("Åse", ""), ("Per", ""), kind="guest")

        assert errors(party(**SELF, **data)) == {
            "guests-total": ["You can bring only 1 guest. You have entered 2."]
        }

    def test_a_thousand_participants_are_refused_once_and_few_are_built(self):
        data = rows(*((f"P{n}", f"p{n}@example.dk") for n in range(1000)))
        bound = party(**SELF, **data)

        assert errors(bound) == {
            "participants-total": ["You can sign up at most 4 participants. You have entered 1001."]
        }
        assert len(bound.people.participants) == 7

    @pytest.mark.parametrize("total", ["-1", "x", "1e3", "", "9" * 5000, "٣"])
    def test_a_count_that_is_none_counts_as_nobody(self, total):
        assert people(party(**SELF, **{"participants-total": total})) == (BO,)

    def test_the_same_colleague_twice(self):
        same = "Somebody else has this e-mail. Each person needs their own."

        assert errors(party(**SELF, **rows(IDA, ("I", "IDA@example.dk")))) == {
            "participant-1-email": [same]
        }

    def test_the_contact_person_twice(self):
        same = "Somebody else has this e-mail. Each person needs their own."

        assert errors(party(**SELF, **rows(("Bo", "Bo@example.dk")))) == {
            "participant-0-email": [same]
        }

    def test_a_contact_person_may_be_entered_as_the_one_participant(self):
        assert people(party(**rows(("Bo Ås", "bo@example.dk")))) == (BO,)


def pressed(button: str, value: str = "1", **data):
    bound = party(**SELF, **data, **{button: value})
    assert bound.people_action()
    return bound


def entered(bound) -> list[str]:
    return [bound[f"{row.prefix}name"].value() for row in bound.people.participants]


class TestButtons:
    def test_adding_a_participant(self):
        bound = pressed("add_participant", **rows(IDA))

        assert entered(bound) == ["Ida", None]

    def test_adding_a_guest(self):
        bound = pressed("add_guest", **rows(IDA))

        assert (len(bound.people.participants), len(bound.people.guests)) == (1, 1)

    def test_no_more_than_the_limit_are_added(self):
        bound = pressed("add_participant", **rows(IDA, UMA, ("Per", "")))

        assert entered(bound) == ["Ida", "Uma", "Per"]

    @pytest.mark.parametrize(
        ("position", "left"),
        [("0", ["Uma", "Per"]), ("1", ["Ida", "Per"]), ("2", ["Ida", "Uma"])],
    )
    def test_removing_one_moves_the_rest_up(self, position, left):
        bound = pressed("remove_participant", position, **rows(IDA, UMA, ("Per", "per@x.dk")))

        assert entered(bound) == left

    @pytest.mark.parametrize("position", ["3", "-1", "x", "", "٠"])
    def test_removing_nobody(self, position):
        bound = pressed("remove_participant", position, **rows(IDA, UMA))

        assert entered(bound) == ["Ida", "Uma"]

    def test_removing_a_participant_leaves_the_guests(self):
        bound = pressed("remove_participant", "0", **rows(IDA), **rows(("Åse", ""), kind="guest"))

        assert entered(bound) == []
        assert bound["guest-0-name"].value() == "Åse"

    def test_nothing_that_was_written_is_lost(self):
        asked = schema(question("several_of", "C", choices=["R", "S"]), question("date", "D"))
        posted = QueryDict(
            "contact_name=Bo&contact_email=wrong&q-C=r&q-C=s&q-D-day=3&q-D-month=x&takes_part=yes"
            "&participants-total=1&participant-0-name=Ida&remove_participant=0"
        )
        bound = get_form_class(asked)(posted, limits=FOUR)
        bound.people_action()

        assert bound["contact_email"].value() == "wrong"
        assert bound["q-C"].value() == ["r", "s"]
        assert bound["q-D"].value() == "3/x/"

    def test_shows_no_errors_and_is_not_valid(self):
        bound = pressed("add_participant", contact_name="")

        assert errors(bound) == {}
        assert not bound.is_valid()

    def test_uploads_are_not_lost(self):
        file = upload("plan.pdf")
        bound = form(
            question("attachment", "Plan"),
            data={"add_participant": "1", **SELF},
            files={"q-Plan": file},
            limits=FOUR,
        )

        assert bound.people_action()
        assert bound.valid_uploads() == (UploadedAnswer("Plan", file),)

    def test_the_button_that_sends_does_none_of_this(self):
        assert not party(**SELF).people_action()

    def test_the_posted_data_is_left_alone(self):
        posted = {**CONTACT, **SELF, **rows(IDA), "remove_participant": "0"}
        get_form_class(schema())(posted, limits=FOUR).people_action()

        assert posted["participant-0-name"] == "Ida"
