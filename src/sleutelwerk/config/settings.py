"""Every setting of the site: safe by default, read from the environment, and refused when production would be weak."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import environ

from sleutelwerk.config.environment import Environment

env = Environment()
PACKAGE = Path(__file__).resolve().parent.parent

# --- What an operator decides (docs/reference/settings.md lists each) ------------------------------------------------

PRODUCTION = env.flag("PRODUCTION")
DATA_FOLDER = env.folder("DATA", "data")
#: A content folder of the organisation itself, used before the shipped one; empty when there is none.
CONTENT_FOLDER = env.text("CONTENT")
ORGANISATION_NAME = env.text("ORGANISATION")
CONTACT_NAME = env.text("CONTACT_NAME")
CONTACT_EMAIL = env.text("CONTACT_EMAIL")
CONTACT_PHONE = env.text("CONTACT_PHONE")
#: Lines of the address, with a | between them.
CONTACT_ADDRESS = env.text("CONTACT_ADDRESS")
#: Gives the route map its content; the rooms themselves do not know each other.
ROUTE_MAP_SOURCE = "sleutelwerk.config.published.route_map"
#: Where the quick exit takes a visitor: a site that says nothing about him.
QUICK_EXIT_URL = env.text("QUICK_EXIT_URL", "https://www.buienradar.nl/")
#: A folder with a theme.css (and the fonts and images it uses) that gives the site the organisation's own look.
THEME_FOLDER = env.text("THEME")
SECURITY_CONTACT = env.text("SECURITY_CONTACT")
ALLOWED_HOSTS = env.names("HOSTS") or ([] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])
BEHIND_PROXY = env.flag("BEHIND_PROXY")
HSTS_SECONDS = env.number("HSTS_SECONDS", 31_536_000)
THREADS = env.number("THREADS", 4, least=1)
_DATABASE_URL = env.text("DATABASE_URL")

# --- Keys ------------------------------------------------------------------------------------------------------------

LEAST_KEY_LENGTH = 50
LEAST_KEY_VARIETY = 10
#: Older keys still open what they sealed, for as long as they are listed here.
SECRET_KEY_FALLBACKS = env.names("OLD_SECRET_KEYS")


def _secret_key() -> str:
    """Take the key from the environment, else from the data folder; without either a key for this process only."""
    key = env.text("SECRET_KEY")
    key_file = DATA_FOLDER / "secret_key"
    if not key and key_file.is_file():
        try:
            key = key_file.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            env.refuse("DATA", "bevat een bestand secret_key dat niet kan worden gelezen")
    if key and (len(key) < LEAST_KEY_LENGTH or len(set(key)) < LEAST_KEY_VARIETY):
        env.refuse("SECRET_KEY", f"is te zwak: neem minstens {LEAST_KEY_LENGTH} willekeurige tekens")
    if not key and PRODUCTION:
        env.refuse("SECRET_KEY", "ontbreekt")
    return key or secrets.token_urlsafe(64)


SECRET_KEY = _secret_key()
if any(len(_old) < LEAST_KEY_LENGTH or len(set(_old)) < LEAST_KEY_VARIETY for _old in SECRET_KEY_FALLBACKS):
    env.refuse("OLD_SECRET_KEYS", f"bevat een te zwakke sleutel: neem minstens {LEAST_KEY_LENGTH} willekeurige tekens")
if not QUICK_EXIT_URL.startswith("https://"):
    env.refuse("QUICK_EXIT_URL", "moet beginnen met https://")

# --- Production refuses to start on anything weak, and names all of it at once ---------------------------------------

DEBUG = False
if PRODUCTION:
    if not ALLOWED_HOSTS:
        env.refuse(
            "HOSTS", "ontbreekt: noem de adressen waarop de site te bereiken is, bijvoorbeeld sleutelwerk.uwgemeente.nl"
        )
    if any(host.startswith((".", "*")) for host in ALLOWED_HOSTS):
        env.refuse("HOSTS", "mag geen * of begin met een punt bevatten: noem elk adres voluit")
    for _name, _value in (
        ("ORGANISATION", ORGANISATION_NAME),
        ("CONTACT_EMAIL", CONTACT_EMAIL),
        ("SECURITY_CONTACT", SECURITY_CONTACT),
    ):
        if not _value:
            env.refuse(_name, "ontbreekt")

# --- Database --------------------------------------------------------------------------------------------------------


def _database() -> dict[str, Any]:
    if not _DATABASE_URL:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(DATA_FOLDER / "sleutelwerk.sqlite3"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 20,
                # A transaction that first reads and then writes would otherwise fail as soon as two meet.
                "transaction_mode": "IMMEDIATE",
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                    "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
                ),
            },
        }
    database: dict[str, Any] = environ.Env.db_url_config(_DATABASE_URL)
    if database.get("ENGINE") != "django.db.backends.postgresql":
        env.refuse("DATABASE_URL", "moet beginnen met postgresql://")
        return database
    # The pool keeps the connections; Django then must not keep them as well.
    database |= {"CONN_MAX_AGE": 0, "OPTIONS": {"pool": {"min_size": 1, "max_size": 8}, **database.get("OPTIONS", {})}}
    return database


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
env.raise_problems()

# --- Rooms -----------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "sleutelwerk.home",
    "sleutelwerk.function_profiles",
    "sleutelwerk.route_map",
    "sleutelwerk.accounts",
    "sleutelwerk.ui",
    "django.contrib.staticfiles",
    "django_htmx",
]
AUTH_USER_MODEL = "accounts.User"
ROOT_URLCONF = "sleutelwerk.config.urls"
WSGI_APPLICATION = "sleutelwerk.config.wsgi.application"
# No sessions, sign-in or messages here: a public page asks nothing of the database.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sleutelwerk.config.headers.PolicyHeadersMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- Language --------------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands")]
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True

# --- Static files: straight from the package, no collecting step and no other host -----------------------------------

STATIC_URL = "static/"
STATICFILES_DIRS = [("organisatie", THEME_FOLDER)] if THEME_FOLDER else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "sleutelwerk.config.static.FingerprintedStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
#: Addresses carry a fingerprint of the file, so a browser may keep them long.
WHITENOISE_MAX_AGE = 2_592_000

# --- Security --------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
if PRODUCTION:
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True  # type: ignore[assignment]
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer",
        "microphone", "midi", "payment", "usb",
    )
}  # fmt: skip
# Not 'no-referrer': a browser then sends 'Origin: null' with our own forms, which the check on forged requests refuses.
# 'same-origin' tells other sites just as little.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_NAME = "sleutelwerk_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
#: The cookie ends with the browser, as nothing of a visit should outlive it.
CSRF_COOKIE_AGE = None
CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = HSTS_SECONDS if PRODUCTION else 0
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 262_144
FILE_UPLOAD_MAX_MEMORY_SIZE = 262_144
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
DATA_UPLOAD_MAX_NUMBER_FILES = 2
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

# --- Log: what went wrong, never who asked for what ------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"impersonal": {"()": "sleutelwerk.config.logs.ImpersonalFilter"}},
    "formatters": {
        "plain": {
            "class": "sleutelwerk.config.logs.ImpersonalFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {
        "screen": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["impersonal"]},
    },
    "root": {"handlers": ["screen"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["screen"], "level": "WARNING", "propagate": False}},
}
