"""Settings of the example site: an agency's ordinary Wagtail site with the app installed.

Everything that differs between machines is an environment variable:

======================  ==============================  ==========================================
Variable                Default                         Meaning
======================  ==============================  ==========================================
DEBUG                   on for manage.py, else off      Development mode; ``load_demo`` needs it
SECRET_KEY              a fixed one while DEBUG is on   Required when DEBUG is off
BASE_URL                http://localhost:8000           Where the site is reached; used in mails
ALLOWED_HOSTS           the host of BASE_URL            Host names, separated by commas
VAR_DIR                 var/ beside example_site/       Database, mails, attachments, media
DATABASE_URL            sqlite:///<VAR_DIR>/db.sqlite3  Any URL that dj-database-url reads
CACHE_URL               in memory                       redis://host:6379/0 or file:///folder
EMAIL_BACKEND           files in <VAR_DIR>/mail/        For example
                                                        anymail.backends.mailgun.EmailBackend;
                                                        SMTP when EMAIL_HOST is set
EMAIL_HOST, EMAIL_PORT  none, 25                        The SMTP server
EMAIL_HOST_USER,        empty                           Log-in at the SMTP server
EMAIL_HOST_PASSWORD
EMAIL_USE_TLS           off                             STARTTLS
DEFAULT_FROM_EMAIL      post@example.dk                 Sender of mails
ANYMAIL_…               none                            django-anymail's settings, for example
                                                        ANYMAIL_MAILGUN_API_KEY
CASE_OFFICE_EMAIL       sager@example.dk                Where new submissions are announced
TRUSTED_PROXIES         0                               Proxies that add to X-Forwarded-For
THEME                   our own stylesheet              dkfds: Det Fælles Designsystem
======================  ==============================  ==========================================
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from .environment import anymail_settings, cache_from_url, flag, words
from .themes import theme_static, theme_templates

SITE_DIR = Path(__file__).resolve().parent
VAR_DIR = Path(os.environ.get("VAR_DIR", SITE_DIR.parent / "var"))
VAR_DIR.mkdir(parents=True, exist_ok=True)  # SQLite makes its file, but no folder
THEME = os.environ.get("THEME", "")

DEBUG = flag("DEBUG")
SECRET_KEY = os.environ.get("SECRET_KEY", "for-the-demo-only" * 3 if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY, or DEBUG=1 on a machine of your own.")

BASE_URL = os.environ.get("BASE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "*" if DEBUG else urlsplit(BASE_URL).hostname or "")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
ROOT_URLCONF = "example_site.urls"
WSGI_APPLICATION = "example_site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "wagtail_inddragelse",
    "wagtail_inddragelse.pages",
    "wagtail_modeladmin",
    "example_site.home",
    "example_site.demo",
    "anymail",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "example_site.middleware.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [*theme_templates(THEME), SITE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Data
DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}", conn_max_age=60, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # The places of an intake are only counted safely when writers queue up from the start.
    DATABASES["default"]["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20}
CACHES = {"default": cache_from_url(os.environ.get("CACHE_URL", ""))}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [SITE_DIR / "static", *theme_static(THEME)]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STATIC_STORAGE = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if DEBUG
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": STATIC_STORAGE},
}

# Mail
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10  # a mail server that never answers holds up nobody
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_BACKEND = os.environ.get(
    "EMAIL_BACKEND",
    f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend",
)
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "post@example.dk")
ANYMAIL = anymail_settings(os.environ)

# Language and time
LANGUAGE_CODE = "da"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("da", "Dansk"), ("en", "English")]
LOCALE_PATHS = [SITE_DIR / "locale"]
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True
WAGTAIL_I18N_ENABLED = True
WAGTAIL_DATE_FORMAT = "%d.%m.%Y"
WAGTAIL_DATETIME_FORMAT = "%d.%m.%Y %H:%M"

# Wagtail
WAGTAIL_SITE_NAME = "Styrelsen for Børneinddragelse"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = "example_site/password_required.html"
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # who works here is nobody else's business
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # an offer with many intakes has many fields in the editor

WAGTAIL_INDDRAGELSE = {
    "PRIVATE_ROOT": str(VAR_DIR / "private"),
    "CASE_OFFICE_EMAIL": os.environ.get("CASE_OFFICE_EMAIL", "sager@example.dk"),
    "TRUSTED_PROXIES": int(os.environ.get("TRUSTED_PROXIES", "0")),
}
