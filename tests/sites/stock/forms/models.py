"""A form and its answers, under the names of ours."""

from django.db import models


class FormVersion(models.Model):
    questions = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"Form {self.pk}"


class Submission(models.Model):
    form_version = models.ForeignKey(FormVersion, on_delete=models.CASCADE)
    answers = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"Answers {self.pk}"
