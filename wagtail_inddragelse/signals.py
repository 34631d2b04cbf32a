"""Signals a site can listen to. Receivers get the arguments named here, as keywords.

None of them carries personal data beyond the row itself; a receiver that logs should name a
submission by its reference.
"""

from django.dispatch import Signal

submission_received = Signal()
"""A new submission is stored and committed. ``submission``: the ``Submission``."""

submission_state_changed = Signal()
"""A submission has moved, inside the transaction that moves it; an error in a receiver undoes it.

``submission``: the ``Submission`` in its new state; ``action``: the ``Action`` that moved it.
"""

message_sent = Signal()
"""The mail server or mail service has taken a mail. ``message``: the ``Message``.

Sent outside any transaction of ours. An error in a receiver is logged and harms nothing.
"""

message_failed = Signal()
"""A mail was given up after the last attempt. ``message``: the ``Message``, which says why.

Sent outside any transaction of ours. An error in a receiver is logged and harms nothing.
"""
