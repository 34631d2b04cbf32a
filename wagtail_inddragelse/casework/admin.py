"""The register: all submissions a caseworker may see, over all offers.

wagtail-modeladmin limits only the list by ``get_queryset``; the permission helper guards the rest
with the same ``visible_to``, and the history view, which it would not guard, is off.
"""

from __future__ import annotations

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import pgettext_lazy
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin

from ..models import Role, Submission, has_role_anywhere
from .case.view import CaseView
from .register.listing import ListedView, RegisterView


class CaseworkPermissionHelper(PermissionHelper):
    """Sees what ``visible_to`` gives; nothing is made, edited or deleted from here."""

    def user_can_list(self, user: AbstractBaseUser) -> bool:
        return has_role_anywhere(user, Role.SEE)

    def user_can_inspect_obj(self, user: AbstractBaseUser, obj: Submission) -> bool:
        return Submission.objects.visible_to(user).filter(pk=obj.pk).exists()

    def user_can_create(self, user: AbstractBaseUser) -> bool:
        return False

    def user_can_edit_obj(self, user: AbstractBaseUser, obj: Submission) -> bool:
        return False

    def user_can_delete_obj(self, user: AbstractBaseUser, obj: Submission) -> bool:
        return False


class SelectionView(ListedView):
    """Gives the rows of the register instead of a page of them."""

    def get(self, request: HttpRequest, *args, **kwargs) -> QuerySet:
        if not self.filters.is_valid():
            raise IncorrectLookupParameters
        return self.get_queryset()


class SubmissionAdmin(ModelAdmin):
    """The register of submissions."""

    model = Submission
    base_url_path = "inddragelse/submissions"
    menu_label = pgettext_lazy("menu", "Submissions")
    menu_icon = "form"
    menu_order = 250
    list_per_page = 20
    index_view_class = RegisterView
    index_template_name = "wagtail_inddragelse/casework/register/register.html"
    inspect_view_enabled = True
    history_view_enabled = False
    inspect_view_class = CaseView
    permission_helper_class = CaseworkPermissionHelper

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)


def selected(user: AbstractBaseUser, query: str) -> QuerySet:
    """The submissions that the register lists for ``user`` under this query string, in its order.

    Raises PermissionDenied, or IncorrectLookupParameters for a query that means nothing.
    """
    request = HttpRequest()
    request.method, request.user, request.GET = "GET", user, QueryDict(query)
    view = SelectionView(SubmissionAdmin())
    view.setup(request)
    return view.dispatch(request)
