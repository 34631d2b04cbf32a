"""The door to the register: menu, permissions and addresses, as wagtail-modeladmin registers them.

Its permission helper guards the case with the ``visible_to`` of the list; the history view, which
it would not guard, is off.
"""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import pgettext_lazy
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin

from ..models import Submission
from .access import may_see_any
from .case.view import ShowCaseView
from .register.listing import RegisterView


class CaseworkPermissionHelper(PermissionHelper):
    """The rights: see what ``visible_to`` gives; nothing is added, edited or deleted from here."""

    def user_can_list(self, user: AbstractBaseUser) -> bool:
        return may_see_any(user)

    def user_can_inspect_obj(self, user: AbstractBaseUser, obj: Submission) -> bool:
        return Submission.objects.visible_to(user).filter(pk=obj.pk).exists()

    def user_can_create(self, user: AbstractBaseUser) -> bool:
        return False

    def user_can_edit_obj(self, user: AbstractBaseUser, obj: Submission) -> bool:
        return False

    def user_can_delete_obj(self, user: AbstractBaseUser, obj: Submission) -> bool:
        return False


class SubmissionAdmin(ModelAdmin):
    """The register of submissions, and the page of one."""

    model = Submission
    base_url_path = "inddragelse/submissions"
    menu_label = pgettext_lazy("menu", "Submissions")
    menu_icon = "form"
    menu_order = 250
    inspect_view_enabled = True
    history_view_enabled = False
    inspect_view_class = ShowCaseView
    permission_helper_class = CaseworkPermissionHelper
    index_view = staticmethod(RegisterView.as_view())
