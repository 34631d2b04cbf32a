"""Where caseworkers find the texts of the mails: by offer or branch, occasion and language."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, IntegerField, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView, TemplateView
from wagtail.admin.widgets import Button
from wagtail.coreutils import get_content_languages

from ...domain.casework.mail_texts import texts_at
from ...domain.offers.offers import get_offer_models
from ...models import MailText, Role, RoleGrant, granted_pages, has_role
from ...models.base import get_page_model
from .. import links
from ..views import CaseworkView


class MailTextsView(CaseworkView):
    """A page about mail texts, for those who may change any."""

    role = Role.MESSAGES
    page_title = _("Mail texts")
    header_icon = "mail"

    def get_parents(self) -> list[links.Crumb]:
        index = {"url": links.mail_texts_url(), "label": self.page_title}
        return [*super().get_parents(), index]


class PagesView(MailTextsView, ListView):
    """The offers and branches whose mail texts the user may change."""

    template_name = "wagtail_inddragelse/casework/mails/mail_texts/pages.html"
    context_object_name = "pages"
    paginate_by = 50
    page_kwarg = "p"

    def get_own_crumb(self) -> str:
        return ""

    def get_queryset(self) -> QuerySet:
        own = MailText.objects.filter(page=OuterRef("pk")).order_by().values("page")
        counted = own.annotate(count=Count("pk")).values("count")
        count = Coalesce(Subquery(counted, output_field=IntegerField()), 0)
        return managed_pages(self.request.user).annotate(own_texts=count).order_by("path")

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        shown = context["page_obj"]
        numbers = context["paginator"].get_elided_page_range(shown.number)
        return {**context, "elided_page_range": numbers}


class PageTextsView(MailTextsView, TemplateView):
    """All mails of an offer or branch, in all languages, with the text that holds for each."""

    template_name = "wagtail_inddragelse/casework/mails/mail_texts/page.html"

    @cached_property
    def page(self) -> Model:
        """The offer or branch, if the user may change its texts."""
        return get_page(self.request.user, self.kwargs["page_id"])

    def get_page_subtitle(self) -> str:
        return self.page.title

    def get_own_crumb(self) -> str:
        return self.page.title

    def get_context_data(self, **kwargs) -> dict:
        languages = get_content_languages()
        return super().get_context_data(
            page=self.page,
            languages=languages.values(),
            rows=list(texts_at(self.page, list(languages))),
            **kwargs,
        )


def get_page(user: AbstractBaseUser, page_id: int) -> Model:
    """The page, when ``user`` manages the mails of it. Else 404."""
    page = get_object_or_404(get_page_model(), pk=page_id)
    if not has_role(user, Role.MESSAGES, page):
        raise Http404
    return page


def managed_pages(user: AbstractBaseUser) -> QuerySet:
    """The offers on which ``user`` manages mails, and the branches on which that was granted.

    For a superuser the sites' front pages are the branches.
    """
    pages, is_branch = get_page_model().objects.all(), Q(depth=2)
    if not user.is_superuser:
        grants = RoleGrant.objects.filter(group__user=user, role=Role.MESSAGES)
        pages = pages.filter(pk__in=granted_pages(user, Role.MESSAGES).values("pk"))
        is_branch = Q(pk__in=grants.values("page"))
    types = ContentType.objects.get_for_models(*get_offer_models()).values()
    return pages.filter(is_branch | Q(content_type__in=types), alias_of=None)


def mail_texts_buttons(page: Model, user: AbstractBaseUser) -> list[Button]:
    """The button at the top of an offer that leads to its mail texts, for those who change them."""
    if not getattr(page.specific_class, "is_offer", False):
        return []
    if not has_role(user, Role.MESSAGES, page):
        return []
    return [Button(_("Mail texts"), links.mail_texts_url(page), icon_name="mail", priority=60)]
