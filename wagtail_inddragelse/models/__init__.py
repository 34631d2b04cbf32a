"""Rows, constraints and querysets; one file per concept."""

from ..denmark.organisations import AppliesFor
from .access import (
    Role,
    RoleGrant,
    granted_pages,
    grants_on,
    has_role,
    has_role_anywhere,
    roles_on,
    users_with,
)
from .assessment import Assessment, Recommendation, Score
from .attachment import Attachment
from .change import IntakeChange, Subscription
from .conflict import ConflictOfInterest
from .contacts import ContactPerson, Organisation
from .errand import Errand
from .export import Export
from .form_version import FormVersion
from .intake import Intake, Session
from .mail_text import MailText
from .message import CHANGEABLE, Delivery, Message, Trouble
from .more_wanted import EarlierAnswers, MoreWanted
from .note import Mention, Note
from .occasion import MAIL_KINDS, CalendarFile, MailKind, Occasion, Recipient, occasions_where
from .redaction import Redaction
from .saved_view import SavedView
from .states import State
from .submission import (
    OverBecause,
    Participant,
    PendingState,
    SpokenTo,
    Submission,
    identity_is_known_to,
)
from .summary import IntakeSummary
from .topics import Audience, Theme
from .used_form import UsedForm

__all__ = [
    "CHANGEABLE",
    "MAIL_KINDS",
    "AppliesFor",
    "Assessment",
    "Attachment",
    "Audience",
    "CalendarFile",
    "ConflictOfInterest",
    "ContactPerson",
    "Delivery",
    "EarlierAnswers",
    "Errand",
    "Export",
    "FormVersion",
    "Intake",
    "IntakeChange",
    "IntakeSummary",
    "MailKind",
    "MailText",
    "Mention",
    "Message",
    "MoreWanted",
    "Note",
    "Occasion",
    "Organisation",
    "OverBecause",
    "Participant",
    "PendingState",
    "Recipient",
    "Recommendation",
    "Redaction",
    "Role",
    "RoleGrant",
    "SavedView",
    "Score",
    "Session",
    "SpokenTo",
    "State",
    "Submission",
    "Subscription",
    "Theme",
    "Trouble",
    "UsedForm",
    "granted_pages",
    "grants_on",
    "has_role",
    "has_role_anywhere",
    "identity_is_known_to",
    "occasions_where",
    "roles_on",
    "users_with",
]
