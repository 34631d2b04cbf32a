"""Where a caseworker takes submissions out of the site."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from ...domain.writing.retries import retried
from ...models import Export, Role
from .. import links
from ..case.attachments import file_is_missing, open_stored
from ..once import is_first, once
from ..register.chosen import BACK, WHICH, Chosen
from ..register.listed import listed
from ..views import CaseworkView
from .background import begin, begin_again, may_still_fetch, note_missing, takes_long
from .columns import columns_for
from .contents import Contents, contents_of, undeclared
from .forms import ExportForm
from .order import Job, Order
from .record import pages_of, put_on_record
from .zip_file import count_files


class ExportView(CaseworkView, FormView):
    """The submissions that the register shows under the same query string, as a file."""

    role = Role.EXPORT
    form_class = ExportForm
    template_name = "wagtail_inddragelse/casework/export/export.html"
    page_title = _("Export")
    header_icon = "download"

    def first(self) -> HttpResponse | None:
        is_unchosen = self.comes_from_list and self.chosen.is_nothing
        return self.chosen.ask_to_choose(self.request) if is_unchosen else None

    @cached_property
    def contents(self) -> Contents:
        """The rows of the register that the user may export."""
        return contents_of(self.request.user, self.listed)

    @cached_property
    def listed(self) -> QuerySet:
        """What was chosen in the register, or what it shows under the same query string."""
        if self.comes_from_list:
            return self.chosen.rows()
        found = listed(self.request.user, self.list_query)
        if found is None:
            raise Http404
        return found

    @cached_property
    def chosen(self) -> Chosen:
        """The choice made in the register, for those who come from its list."""
        return Chosen(self.request)

    @property
    def comes_from_list(self) -> bool:
        """Whether the address says what was chosen, and not what the register shows."""
        return bool({BACK, WHICH} & self.request.GET.keys())

    @property
    def list_query(self) -> str:
        return self.chosen.back if self.comes_from_list else self.request.GET.urlencode()

    def get_form_kwargs(self) -> dict:
        columns = columns_for(self.request.user, self.contents.versions, self.contents.offers)
        return {**super().get_form_kwargs(), "columns": columns}

    def get_context_data(self, **kwargs) -> dict:
        files, size = count_files(self.contents)
        return super().get_context_data(
            count=len(self.contents),
            hidden=len(self.contents.hidden),
            offers=len({page.translation_key for page in pages_of(self.contents).values()}),
            files=files,
            files_size=size,
            undeclared=undeclared(self.request.user, self.listed),
            list_query=f"?{self.list_query}" if self.list_query else "",
            own_exports=own_exports(self.request.user),
            register_url=links.register_url(self.list_query),
            **kwargs,
        )

    def form_valid(self, form: ExportForm) -> HttpResponse:
        job = Job(self.request.user, self.contents, form.order())
        if takes_long(job):
            return once(self.request, lambda: self._begun(job), self.request.get_full_path())
        self._put_on_record_once(job)
        return as_response(job)

    @retried
    def _put_on_record_once(self, job: Job) -> None:
        """A second click gets the same file, as the first may have been broken off by it."""
        with transaction.atomic():
            if is_first(self.request, job.contents.ids.tolist()):
                put_on_record(job.user, job.contents, job.order.format)

    @staticmethod
    @retried
    def _begun(job: Job) -> HttpResponse:
        with transaction.atomic():
            put_on_record(job.user, job.contents, job.order.format)
            export = begin(job)
        return redirect("inddragelse_export_status", export.pk)


def as_response(job: Job) -> StreamingHttpResponse:
    """The file as a download that no cache keeps."""
    response = StreamingHttpResponse(job.pieces(), content_type=job.order.format.content_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name(job.order)}"'
    return _kept_private(response)


def _kept_private(response: HttpResponseBase) -> HttpResponseBase:
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def own_exports(user: AbstractBaseUser) -> QuerySet:
    """The exports that ``user`` has ordered and that have not expired, without their keys."""
    kept = Export.objects.filter(user=user, expires_at__gt=timezone.now())
    return kept.defer("submission_ids")


class ExportStatusView(CaseworkView, TemplateView):
    """How far an export is. The page reloads until the file is ready."""

    template_name = "wagtail_inddragelse/casework/export/export_status.html"
    page_title = _("Export")
    header_icon = "download"
    REFRESH = 2
    """Seconds between one look and the next."""

    def first(self) -> None:
        own = own_exports(self.request.user)
        self.export = get_object_or_404(own, pk=self.kwargs["export_id"])

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        response = super().get(request, **kwargs)
        if self.export.is_unfinished and not self.export.is_left:
            response["Refresh"] = str(self.REFRESH)
        return response

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        """Make the file again, after it failed or was left."""
        self._begin_again(self.export)
        return redirect("inddragelse_export_status", self.export.pk)

    @staticmethod
    @retried
    def _begin_again(export: Export) -> None:
        with transaction.atomic():
            begin_again(export)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(export=self.export, **kwargs)

    def get_parents(self) -> list[links.Crumb]:
        export = {"url": reverse("inddragelse_export"), "label": self.page_title}
        return [*super().get_parents(), export]

    def get_own_crumb(self) -> str:
        return ""


class ExportFileView(CaseworkView):
    """The finished file, to whoever ordered it and may still export all that it holds; else 404."""

    def get(self, request: HttpRequest, **kwargs) -> HttpResponseBase:
        ready = own_exports(request.user).filter(state=Export.State.READY)
        export = get_object_or_404(ready, pk=kwargs["export_id"])
        if not may_still_fetch(export):
            raise Http404
        try:
            file = open_stored(export.file)
        except Exception as error:  # each storage has its own
            note_missing(export, error)
            return file_is_missing(request, error)
        order = Order.from_json(export.order)
        response = FileResponse(
            file,
            as_attachment=True,
            filename=file_name(order),
            content_type=order.format.content_type,
        )
        return _kept_private(response)


def file_name(order: Order) -> str:
    """For example “export-2026-11-30.xlsx”."""
    return f"export-{timezone.localdate():%Y-%m-%d}.{order.format.ending}"
