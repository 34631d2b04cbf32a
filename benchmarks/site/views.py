from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.generic import CreateView, TemplateView
from wagtail.log_actions import log

from .forms import SignUpForm
from .models import Attendee, Course, Letter, SignUp


class SignUpView(CreateView):
    """The hand-written view: shows the form, stores the row, redirects."""

    model = SignUp
    form_class = SignUpForm
    template_name = "site/hand_written.html"
    success_url = reverse_lazy("hand_written_thanks")


class CarefulSignUpView(SignUpView):
    """The same, written to do what a sign-up needs: never oversold, never lost, on record.

    Deadline and places are decided with the course locked, one sign-up for each e-mail; person,
    two mails and a log entry are stored with it.
    """

    def form_valid(self, form: SignUpForm) -> HttpResponse:
        with transaction.atomic():
            course = Course.objects.select_for_update().first()
            if course.closes_at <= timezone.now() or self._is_known(course, form):
                form.add_error(None, "Du kan ikke tilmelde dig.")
                return self.form_invalid(form)
            taken = Attendee.objects.filter(sign_up__course=course).count()
            form.instance.course = course
            form.instance.state = "confirmed" if taken < course.capacity else "waiting"
            response = super().form_valid(form)
            self._store_the_rest(self.object)
        return response

    @staticmethod
    def _is_known(course: Course, form: SignUpForm) -> bool:
        email = form.cleaned_data["email"]
        return SignUp.objects.filter(course=course, email__iexact=email).exists()

    @staticmethod
    def _store_the_rest(sign_up: SignUp) -> None:
        Attendee.objects.create(sign_up=sign_up, name=sign_up.name, email=sign_up.email)
        Letter.objects.bulk_create(
            Letter(sign_up=sign_up, to=to, subject="Tilmelding")
            for to in (sign_up.email, "sager@example.dk")
        )
        log(instance=sign_up, action="wagtail.create")


class ThanksView(TemplateView):
    """Where the hand-written views redirect to."""

    template_name = "site/thanks.html"
