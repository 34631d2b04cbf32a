"""The export that ours is measured beside, written by hand for this one form."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import islice
from tempfile import TemporaryFile

from django.utils import timezone
from xlsxwriter import Workbook

from wagtail_inddragelse.denmark.municipalities import MUNICIPALITIES
from wagtail_inddragelse.models import Participant, State, Submission

HEADING = (
    "Reference",
    "Tilbud",
    "Hold",
    "Status",
    "Modtaget",
    "Kontaktperson",
    "E-mail",
    "Telefon",
    "Organisation",
    "Kommune",
    "Stilling",
    "Hvorfor vil I være med?",
    "Antal medarbejdere",
    "Hvor har du hørt om os?",
    "Lederen bakker op",
)
OF_A_PERSON = ("Reference", "Navn", "E-mail", "Stilling")
TEXTS = (0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 13, 14)


class Line:
    """What csv.writer writes to; it hands the line back."""

    def write(self, line: str) -> str:
        return line


def submissions():
    """All rows with what the file needs of others, a few at a time."""
    rows = Submission.objects.select_related("intake__page").prefetch_related("participants")
    return rows.order_by("-received_at", "-pk").iterator(chunk_size=500)


def cells(submission: Submission, ids: list[str], heard_from: dict[str, str]) -> list:
    """One row of the file; ``ids`` are those of the form's questions."""
    return [
        submission.reference,
        submission.intake.page.title,
        submission.intake.title,
        STATES[submission.state],
        _clock(submission.received_at),
        submission.contact_name,
        submission.contact_email,
        submission.contact_phone,
        submission.organisation,
        NAMES.get(submission.municipality_code, ""),
        *_answers(submission.answers, ids, heard_from),
    ]


def _clock(moment: dt.datetime) -> dt.datetime:
    return timezone.localtime(moment).replace(tzinfo=None, microsecond=0)


def _answers(answers: dict, ids: list[str], heard_from: dict[str, str]) -> list:
    return [
        answers.get(ids[0], ""),
        answers.get(ids[1], ""),
        answers.get(ids[2]),
        heard_from.get(answers.get(ids[3]), ""),
        "Ja" if answers.get(ids[4]) else "Nej",
    ]


def csv_stream(ids: list[str], heard_from: dict[str, str]) -> Iterator[bytes]:
    """The lines of a streaming view, as Django's documentation shows it."""
    writer = csv.writer(Line(), delimiter=";")
    yield ("\ufeff" + writer.writerow([*HEADING, "Navn 1", "E-mail 1", "Stilling 1"])).encode()
    for submission in submissions():
        row = cells(submission, ids, heard_from)
        for person in submission.participants.all():
            row += [person.name, person.email, person.role]
        yield writer.writerow([_as_csv(cell) for cell in row]).encode()


def careful_csv_stream(ids: list[str], heard_from: dict[str, str]) -> Iterator[bytes]:
    """The same by somebody who counts: tuples instead of objects, and many lines at a time."""
    yield ("\ufeff" + _lines([[*HEADING, "Navn 1", "E-mail 1", "Stilling 1"]])).encode()
    rows = Submission.objects.order_by("-received_at", "-pk").values_list(*FIELDS)
    rows = rows.iterator(chunk_size=500)
    while chunk := list(islice(rows, 500)):
        people = _people([row[0] for row in chunk])
        yield _lines(_careful(row, ids, heard_from) + people[row[0]] for row in chunk).encode()


def _careful(row: tuple, ids: list[str], heard_from: dict[str, str]) -> list:
    _pk, reference, offer, intake, state, received, *contact, code, answers = row
    first = [reference, offer, intake, STATES[state], _clock(received), *contact]
    return [*first, NAMES.get(code, ""), *_answers(answers, ids, heard_from)]


def _people(keys: list[int]) -> dict[int, list[str]]:
    people: dict[int, list[str]] = defaultdict(list)
    found = Participant.objects.filter(submission__in=keys).order_by("submission", "position")
    for pk, *person in found.values_list("submission", "name", "email", "role"):
        people[pk] += person
    return people


def _lines(rows: Iterable[list]) -> str:
    buffer = StringIO(newline="")
    csv.writer(buffer, delimiter=";").writerows([_as_csv(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def _as_csv(cell):
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
    return cell


def xlsx_stream(ids: list[str], heard_from: dict[str, str]) -> Iterator[bytes]:
    """A workbook with a sheet of participants, written in constant memory."""
    with TemporaryFile() as file:
        book = Workbook(file, {"constant_memory": True, "strings_to_formulas": False})
        sheet, people = book.add_worksheet("Tilmeldinger"), book.add_worksheet("Deltagere")
        moment = book.add_format({"num_format": 22})
        sheet.write_row(0, 0, HEADING)
        people.write_row(0, 0, OF_A_PERSON)
        number = 0
        for line, submission in enumerate(submissions(), start=1):
            row = cells(submission, ids, heard_from)
            for position in TEXTS:
                sheet.write_string(line, position, row[position])
            sheet.write_datetime(line, 4, row[4], moment)
            if row[12] is not None:
                sheet.write_number(line, 12, row[12])
            for person in submission.participants.all():
                number += 1
                said = (submission.reference, person.name, person.email, person.role)
                for position, cell in enumerate(said):
                    people.write_string(number, position, cell)
        book.close()
        file.seek(0)
        while piece := file.read(256 * 1024):
            yield piece


FIELDS = (
    "pk",
    "reference",
    "intake__page__title",
    "intake__title",
    "state",
    "received_at",
    "contact_name",
    "contact_email",
    "contact_phone",
    "organisation",
    "municipality_code",
    "answers",
)
STATES = {state.value: str(state.label) for state in State}
NAMES = {municipality.code: municipality.name for municipality in MUNICIPALITIES}
