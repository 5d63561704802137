"""The one settings file, read from top to bottom: environment, Django, libraries, project.

Everything that may differ between two installations is an environment variable. Without any, the
application runs on a laptop: SQLite, a folder as message broker, files under `var/`. `PRODUCTION=true`
asks for a secret key, hosts, a database and Redis by name and turns on what HTTPS needs.
"""

from pathlib import Path
from typing import cast
from zoneinfo import available_timezones

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env, EnvValidationError, validate

from upr_tracker.secret_key import kept_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Environment ----------------------------------------------------------------------------------
# Read without stopping at the first mistake; `env.seal()` reports all of them together.

env = Env(eager=False)

PRODUCTION = env.bool("PRODUCTION", False)
DEBUG = env.bool("DEBUG", False)
VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var")
# Elsewhere static files are served from where they are (WHITENOISE_USE_FINDERS).
STATIC_ROOT = env.path("STATIC_ROOT", VAR_DIR / "static") if PRODUCTION else None
SECRET_KEY = (
    env.str("SECRET_KEY", validate=validate.Length(min=50)) if PRODUCTION else env.str("SECRET_KEY", "")
)
ALLOWED_HOSTS = (
    env.list("ALLOWED_HOSTS", validate=validate.Length(min=1))
    if PRODUCTION
    else env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
)
DATABASE = (
    env.dj_db_url("DATABASE_URL")
    if PRODUCTION
    else env.dj_db_url("DATABASE_URL", f"sqlite:///{VAR_DIR}/upr.sqlite3")
)
_IS_REDIS_URL = validate.Regexp(r"rediss?://.|unix://.|$", error="Not a valid Redis URL.")
REDIS_URL = (
    env.str("REDIS_URL", validate=[validate.Length(min=1), _IS_REDIS_URL])
    if PRODUCTION
    else env.str("REDIS_URL", "", validate=_IS_REDIS_URL)
)
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", "") or REDIS_URL or "filesystem://localhost//"
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
BEHIND_TLS_PROXY = env.bool("BEHIND_TLS_PROXY", False)
EMAIL = env.dj_email_url("EMAIL_URL", "consolemail:")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "upr-tracker@localhost")
TIME_ZONE = env.str(
    "TIME_ZONE", "UTC", validate=validate.OneOf(available_timezones(), error="No such time zone.")
)
LOG_LEVEL = env.str(
    "LOG_LEVEL", "INFO", validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"])
)
HOME_STATE = env.str("HOME_STATE", "KHM", validate=validate.Length(equal=3))
MAX_UPLOAD_MB = env.int("MAX_UPLOAD_MB", 50, validate=validate.Range(min=1))
# UHRI's export of all recommendations has 400 MB.
MAX_IMPORT_MB = env.int("MAX_IMPORT_MB", 600, validate=validate.Range(min=1))
# What one task of a worker may use: see upr_tracker/limits.py. Before a task begins a worker has 90 MB. The
# minutes go with the task: web server, scheduler and worker need the same.
WORKER_MEMORY_MB = env.int("WORKER_MEMORY_MB", 1000, validate=validate.Range(min=100))
WORKER_MINUTES = env.float("WORKER_MINUTES", 30, validate=validate.Range(min=0.1))

_FIXES = {
    "SECRET_KEY": "set it to at least 50 random characters, kept out of the repository",
    "ALLOWED_HOSTS": "set it to the host names of the site, separated by commas",
    "DATABASE_URL": "set it to a URL such as postgres://user:password@host:5432/name",
    "REDIS_URL": "set it to a URL such as redis://host:6379/0",
    "TIME_ZONE": "set it to a name such as Asia/Phnom_Penh",
    "HOME_STATE": "set it to the ISO 3166-1 alpha-3 code of the State on the front page",
    "MAX_UPLOAD_MB": "set it to the largest file of evidence that may be uploaded, in megabytes",
    "MAX_IMPORT_MB": "set it to the largest document or export that may be imported, in megabytes",
    "WORKER_MEMORY_MB": "set it to the megabytes that one worker process may use, at least 100",
    "WORKER_MINUTES": "set it to the minutes that one step of an import may take",
    **dict.fromkeys(["PRODUCTION", "DEBUG", "BEHIND_TLS_PROXY"], "set it to true or false"),
}
try:
    env.seal()
except EnvValidationError as error:
    mistakes = [
        f"  {name}: {' '.join(map(str, found))}" + (f" Fix: {_FIXES[name]}." if name in _FIXES else "")
        for name, found in cast(dict[str, list[str]], error.error_messages).items()
    ]
    raise ImproperlyConfigured(
        "\n".join(["These environment variables need attention:", *mistakes])
    ) from None

VAR_DIR.mkdir(parents=True, exist_ok=True)
SECRET_KEY = SECRET_KEY or kept_secret_key(VAR_DIR)

# --- Django ---------------------------------------------------------------------------------------
# https://docs.djangoproject.com/en/5.2/ref/settings/

INSTALLED_APPS = [
    "upr_tracker",
    "upr_tracker.accounts",
    "states",
    "reviews",
    "recommendations",
    "recommendations.implementation",
    "recommendations.importing",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "knox",
    "rest_framework",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    # A page that is as the reader has it is not sent again. Below compression, which changes every answer.
    "django.middleware.http.ConditionalGetMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "upr_tracker.urls"
WSGI_APPLICATION = "upr_tracker.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["upr_tracker.templatetags.components"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": DATABASE}
if DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    # A web process and a worker write at the same time: readers never wait (WAL), writers queue
    # up at the start of their transaction instead of failing in the middle of it (IMMEDIATE).
    DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;"
            "PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=27103364; PRAGMA cache_size=-20000"
        ),
    }
else:
    DATABASE["CONN_HEALTH_CHECKS"] = True
# A connection is not made anew for each page: with SQLite, it takes as long as reading the page's rows.
DATABASE["CONN_MAX_AGE"] = 60

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace"

LANGUAGE_CODE = "en"
# Everything people read is marked for translation. Khmer is offered once it is written: a page half in
# Khmer, because Django's own sentences are translated and ours are not, helps nobody.
LANGUAGES = [("en", _("English"))]
FORMAT_MODULE_PATH = "upr_tracker.formats"
LOCALE_PATHS = [BASE_DIR / "upr_tracker" / "locale"]
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "files"  # has no URL: every file is handed out by a view that asks who wants it
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
FIXTURES_DIR = BASE_DIR / "fixtures"
FILE_UPLOAD_PERMISSIONS = 0o600
# Beside the files that are kept: an upload gets there by a new name alone, and is not written twice.
FILE_UPLOAD_TEMP_DIR = VAR_DIR / "incoming"
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True)
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "upr_tracker.lib.uploads.CarefulUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

vars().update(EMAIL)  # EMAIL_BACKEND, EMAIL_HOST ...

SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if BEHIND_TLS_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # asked by the container's own health check, over HTTP
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}

# --- Libraries ------------------------------------------------------------------------------------

# https://docs.celeryq.dev/en/stable/userguide/configuration.html
# There is no result backend: the Import row is the result, and people can see it.
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
# A task that is told to end has a sixth of its time left to say why; then its process is killed.
CELERY_TASK_TIME_LIMIT = round(WORKER_MINUTES * 60)
CELERY_TASK_SOFT_TIME_LIMIT = round(WORKER_MINUTES * 50)
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A process that once took half of what it may have is replaced after its task, in kilobytes.
CELERY_WORKER_MAX_MEMORY_PER_CHILD = WORKER_MEMORY_MB * 1024 // 2
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    # The broker may lose a message; the Import row does not.
    "resume-imports": {"task": "recommendations.importing.tasks.resume_imports", "schedule": 60},
}
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {"socket_connect_timeout": 5}
if CELERY_BROKER_URL.startswith("filesystem"):
    _broker_folder = VAR_DIR / "broker"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker_folder / "messages"),
        "data_folder_out": str(_broker_folder / "messages"),
        "control_folder": str(_broker_folder / "control"),
    }
    for _folder in ("messages", "control"):
        (_broker_folder / _folder).mkdir(parents=True, exist_ok=True)

# https://docs.allauth.org/en/latest/account/configuration.html
ACCOUNT_ADAPTER = "upr_tracker.accounts.adapter.InvitedOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

# https://django-csp.readthedocs.io/
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# https://www.django-rest-framework.org/api-guide/settings/
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["knox.auth.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "upr_tracker.lib.pagination.BoundedPagination",
    "DEFAULT_FILTER_BACKENDS": ["upr_tracker.lib.filters.StrictFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_standardized_errors.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
}

# https://drf-spectacular.readthedocs.io/en/latest/settings.html
SPECTACULAR_SETTINGS = {
    "TITLE": "UPR Tracker",
    "DESCRIPTION": (
        "Recommendations of the Universal Periodic Review, the positions of the States reviewed, and "
        "published assessments of their implementation. Reading needs no token."
    ),
    "VERSION": "1",
    "LICENSE": {"name": "Dataset: CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # A link inside a button is neither for a keyboard nor for a screen reader.
    "SWAGGER_UI_SETTINGS": {"deepLinking": False},
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "PositionEnum": "recommendations.models.Position.choices",
        "ImplementationStatusEnum": "recommendations.models.ImplementationStatus.choices",
        "DocumentKindEnum": "reviews.models.DocumentKind.choices",
        "ResponseKindEnum": "recommendations.models.ResponseKind.choices",
        "RecurrenceKindEnum": "recommendations.models.RecurrenceKind.choices",
        "ChoiceKindEnum": "recommendations.importing.models.ChoiceKind.choices",
        "OrganisationKindEnum": "recommendations.implementation.models.OrganisationKind.choices",
    },
}

# https://drf-standardized-errors.readthedocs.io/en/latest/settings.html
DRF_STANDARDIZED_ERRORS = {
    "ALLOWED_ERROR_STATUS_CODES": ["400", "401", "403", "404"],
    "ERROR_SCHEMAS": dict.fromkeys(["400", "401", "403", "404"], "upr_tracker.lib.errors.ErrorsSerializer"),
}

# https://whitenoise.readthedocs.io/
WHITENOISE_USE_FINDERS = not PRODUCTION
