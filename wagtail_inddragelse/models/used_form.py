"""What was done with a form that somebody opened in the admin, so that it is done once."""

from __future__ import annotations

from django.db import models


class UsedForm(models.Model):
    """An opened form that has been acted on. It holds no data from it, and not who sent it."""

    digest = models.CharField(
        max_length=64, unique=True, help_text="Of the opened form and of all that was sent with it."
    )
    led_to = models.CharField(
        max_length=500, blank=True, help_text="Address of what came of it; empty while it is done."
    )
    done_at = models.DateTimeField(auto_now_add=True, db_index=True)

    # It belongs to no page and leads to none.
    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"used form {self.pk}"
