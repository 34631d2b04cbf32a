"""What a citizen reaches by URL; a site includes this once, anywhere."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from .public import views
from .public.answer_more import AnswerMoreView
from .public.calendars import CalendarView, IntakeCalendarView
from .public.subscribe import SubscribeView


class KeyConverter(IntConverter):
    """A primary key that any database can look for: one too large for its column is an error."""

    regex = "[1-9][0-9]{0,8}"


register_converter(KeyConverter, "inddragelse_key")

app_name = "wagtail_inddragelse"

SECRET_LINK = "receipt/<slug:reference>/<slug:token>/"

urlpatterns = [
    path("sign-up/<inddragelse_key:page_id>/", views.SignUpView.as_view(), name="sign_up"),
    path("tell-me/<inddragelse_key:intake_id>/", SubscribeView.as_view(), name="subscribe"),
    path("calendar/<inddragelse_key:page_id>.ics", CalendarView.as_view(), name="calendar"),
    path(
        "calendar/intake/<inddragelse_key:intake_id>.ics",
        IntakeCalendarView.as_view(),
        name="intake_calendar",
    ),
    path(SECRET_LINK, views.ReceiptView.as_view(), name="receipt"),
    path(
        f"{SECRET_LINK}calendar.ics",
        views.ReceiptCalendarView.as_view(),
        name="receipt_calendar",
    ),
    path(f"{SECRET_LINK}change/", views.ChangeView.as_view(), name="receipt_change"),
    path(f"{SECRET_LINK}more/", AnswerMoreView.as_view(), name="receipt_more"),
]
