"""The site's addresses: Danish pages at the root, English ones below ``/en/``."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.http import Http404
from django.urls import include, path
from django.views.defaults import page_not_found, server_error
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

error_pages = [
    path("404/", page_not_found, {"exception": Http404()}),
    path("500/", server_error),
]
"""What visitors see when something is not there or fails; while developing, they are asked for."""

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("anymail/", include("anymail.urls")),
    path("inddragelse/", include("wagtail_inddragelse.urls")),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    *i18n_patterns(
        *(error_pages if settings.DEBUG else ()),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
