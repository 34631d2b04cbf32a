from django import forms

from ..questions import QUESTIONS
from .models import SignUp


class SignUpForm(forms.ModelForm):
    """The hand-written form."""

    class Meta:
        model = SignUp
        fields = [question.name for question in QUESTIONS]
        widgets = {"heard_from": forms.RadioSelect}
