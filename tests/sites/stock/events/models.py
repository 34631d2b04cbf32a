"""Rows with the names of ours, hung on pages the way ours are."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable, Page


class Intake(Orderable):
    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="intakes")
    title = models.CharField(max_length=255)

    def __str__(self) -> str:
        return self.title


class Session(models.Model):
    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="sessions")
    starts_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.intake}, {self.starts_at}"
