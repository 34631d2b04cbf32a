"""The two forms that ours is measured beside, each made the ordinary way."""

from __future__ import annotations

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.contrib.forms.models import AbstractForm, AbstractFormField
from wagtail.fields import RichTextField
from wagtail.models import Page

from ..questions import HEARD_FROM, QUESTIONS

MUNICIPALITIES = next(question.choices for question in QUESTIONS if question.type == "list")


def as_choices(names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Names as Django's choices."""
    return [(name, name) for name in names]


class TextPage(Page):
    """A page that stands in the menu."""

    intro = RichTextField(blank=True)
    template = "site/text_page.html"


class FormPage(AbstractForm):
    """What wagtail.contrib.forms' documentation tells a site to write."""

    intro = RichTextField(blank=True)
    thank_you_text = RichTextField(blank=True)
    template = "site/form_page.html"
    landing_page_template = "site/form_page_landing.html"


class FormField(AbstractFormField):
    page = ParentalKey(FormPage, on_delete=models.CASCADE, related_name="form_fields")


class Course(models.Model):
    """What the careful hand-written view signs people up to."""

    title = models.CharField(max_length=255)
    capacity = models.PositiveIntegerField()
    closes_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class SignUp(models.Model):
    """What the hand-written view stores."""

    name = models.CharField("Dit navn", max_length=255)
    email = models.EmailField("Din e-mail")
    phone = models.CharField("Dit telefonnummer", max_length=32, blank=True)
    organisation = models.CharField("Organisation", max_length=255, blank=True)
    municipality = models.CharField(
        "Kommune", max_length=64, blank=True, choices=as_choices(MUNICIPALITIES)
    )
    role = models.CharField("Stilling", max_length=255)
    motivation = models.TextField("Hvorfor vil I være med?", max_length=2000)
    employees = models.PositiveIntegerField("Antal medarbejdere", null=True, blank=True)
    heard_from = models.CharField(
        "Hvor har du hørt om os?", max_length=64, blank=True, choices=as_choices(HEARD_FROM)
    )
    consent = models.BooleanField("Lederen bakker op om deltagelsen")
    course = models.ForeignKey(Course, null=True, on_delete=models.PROTECT)
    state = models.CharField(max_length=16, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Attendee(models.Model):
    """A person who comes; places are counted in these."""

    sign_up = models.ForeignKey(SignUp, on_delete=models.CASCADE)
    name = models.CharField(max_length=255)
    email = models.EmailField()

    def __str__(self) -> str:
        return self.name


class Letter(models.Model):
    """A mail that waits to be sent."""

    sign_up = models.ForeignKey(SignUp, on_delete=models.CASCADE)
    to = models.EmailField()
    subject = models.CharField(max_length=255)

    def __str__(self) -> str:
        return self.subject
