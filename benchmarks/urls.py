from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from .site import views

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("inddragelse/", include("wagtail_inddragelse.urls")),
    path("hand-written/", views.SignUpView.as_view(), name="hand_written"),
    path("hand-written/careful/", views.CarefulSignUpView.as_view(), name="careful"),
    path("hand-written/thanks/", views.ThanksView.as_view(), name="hand_written_thanks"),
    path("", include(wagtail_urls)),
]
