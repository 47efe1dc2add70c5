"""Every setting of the site: safe by default, read from the environment, and refused when production would be weak."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import environ

from sleutelwerk.config.environment import Environment
from sleutelwerk.config.static import ask_for_scripts
from sleutelwerk.core.master_keys import Source

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
#: After so many minutes without a request a session ends; a live deliberation counts as activity.
SESSION_IDLE_MINUTES = env.number("SESSION_IDLE_MINUTES", 15, least=1)
#: A session ends after so many hours, however busy.
SESSION_HOURS = env.number("SESSION_HOURS", 8, least=1)
_DATABASE_URL = env.text("DATABASE_URL")
#: Keys that are kept outside the database: for the seals of the audit trail, pseudonyms and single sign-on.
KEYS_FOLDER = AUDIT_KEYS_FOLDER = env.folder("KEYS", str(DATA_FOLDER / "keys"))
#: Who keeps the master keys, under which the keys in the database lie (docs/reference/keys.md).
KEY_SOURCE = Source(
    provider=env.text("KEY_PROVIDER", "file"),
    keys=env.text("MASTER_KEYS"),
    module=env.text("PKCS11_MODULE"),
    token=env.text("PKCS11_TOKEN"),
    pin=env.text("PKCS11_PIN"),
    address=env.text("VAULT_URL"),
    secret=env.text("VAULT_TOKEN"),
    mount=env.text("VAULT_MOUNT", "transit"),
)
for _name, _problem in KEY_SOURCE.problems():
    env.refuse(_name, _problem)
#: Where mail goes: `smtp://name:secret@host:587` (STARTTLS), `smtps://…:465`, or nothing.
SMTP_URL = env.text("SMTP_URL")
if SMTP_URL and not SMTP_URL.startswith(("smtp://", "smtps://")):
    env.refuse("SMTP_URL", "moet beginnen met smtp:// of smtps://")
#: The sender of letters.
MAIL_FROM = env.text("MAIL_FROM") or CONTACT_EMAIL or "sleutelwerk@localhost"
#: A local list of passwords that leaked somewhere, as SHA-1 in capitals, sorted; empty when there is none.
BREACHED_PASSWORDS = env.text("BREACHED_PASSWORDS")
if BREACHED_PASSWORDS and not Path(BREACHED_PASSWORDS).is_file():
    env.refuse("BREACHED_PASSWORDS", "noemt een bestand dat er niet is")

#: Where ClamAV listens, for documents that come in: `unix:/run/clamav/clamd.ctl` or `tcp://127.0.0.1:3310`, or nothing.
CLAMD = env.text("CLAMD")
if CLAMD and not CLAMD.startswith(("unix:/", "tcp://127.", "tcp://localhost:", "tcp://[::1]:")):
    env.refuse("CLAMD", "moet unix:/pad/naar/clamd.ctl zijn, of tcp:// met een poort op deze computer zelf")

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


_BEHIND_POOLER = env.flag("DATABASE_POOLER")


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
    # The pool keeps the connections; Django then must not keep them as well. What is asked the same way for the sixth
    # time is asked of a plan that the database kept (`sql.queries.ask_often`); behind a pooler that lends connections
    # for each transaction it would look for a plan that another connection has.
    options = {"pool": {"min_size": 1, "max_size": 8}, "prepare_threshold": None if _BEHIND_POOLER else 5}
    database |= {"CONN_MAX_AGE": 0, "OPTIONS": {**options, **database.get("OPTIONS", {})}}
    return database


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
env.raise_problems()

# --- Rooms -----------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "sleutelwerk.home",
    "sleutelwerk.handbook",
    "sleutelwerk.knowledge",
    "sleutelwerk.function_profiles",
    "sleutelwerk.route_map",
    "sleutelwerk.deliberation",
    "sleutelwerk.cases",
    "sleutelwerk.privacy",
    "sleutelwerk.publishing",
    "sleutelwerk.vault",
    "sleutelwerk.accounts",
    "sleutelwerk.audit",
    "sleutelwerk.mailroom",
    "sleutelwerk.upkeep",
    "sleutelwerk.ui",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
]
AUTH_USER_MODEL = "accounts.User"
FORM_RENDERER = "sleutelwerk.ui.forms.SiteFormRenderer"
ROOT_URLCONF = "sleutelwerk.config.urls"
WSGI_APPLICATION = "sleutelwerk.config.wsgi.application"
# A public page asks nothing of the database: sessions and people are looked up only when a page asks for them.
MIDDLEWARE = [
    "sleutelwerk.config.frames.with_room",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sleutelwerk.config.language.speak",
    "sleutelwerk.config.headers.PolicyHeadersMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "sleutelwerk.config.visitors.VisitorMiddleware",
    "sleutelwerk.config.too_large.TooLargeMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sleutelwerk.config.private_area.PrivateAreaMiddleware",
    "sleutelwerk.config.reading_rooms.ReadingRoomsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sleutelwerk.config.only_posted.show_way_back",
    "sleutelwerk.config.refusals.RefusalMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
# Counts of attempts have to be shared by all processes; everything else is quicker to keep at hand.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "upkeep_cache"},
}

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
WHITENOISE_ADD_HEADERS_FUNCTION = ask_for_scripts

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
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True  # type: ignore[assignment]  # others are lists
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
# A file that comes in stays in memory: on disk it would lie there unsealed. The bridge bounds how large and how many.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 54_525_952
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
DATA_UPLOAD_MAX_NUMBER_FILES = 2

# --- Signing in (docs/decisions/0009-signing-in.md) ------------------------------------------------------------------

# One account per address is guarded by a constraint that overlooks capitals, which this check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "sleutelwerk.accounts.forms.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {
        "NAME": "sleutelwerk.accounts.forms.passwords.NotLikeYourself",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "sleutelwerk.accounts.forms.passwords.NotCommon"},
    {
        "NAME": "sleutelwerk.accounts.forms.passwords.BreachedPasswordValidator",
        "OPTIONS": {"path": BREACHED_PASSWORDS},
    },
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:dashboard"
LOGOUT_REDIRECT_URL = "home:start"
ACCOUNT_ADAPTER = "sleutelwerk.accounts.actions.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# Addresses are confirmed by the link of an invitation before there is an account.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_METHODS = ("mfa", "sso")
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
ACCOUNT_FORMS = {
    "login": "sleutelwerk.accounts.forms.signing_in.OurLoginForm",
    "change_password": "sleutelwerk.accounts.forms.signing_in.OurChangePasswordForm",
    "reset_password": "sleutelwerk.accounts.forms.signing_in.OurResetPasswordForm",
    "reset_password_from_key": "sleutelwerk.accounts.forms.signing_in.OurResetPasswordKeyForm",
}
MFA_FORMS = {
    "authenticate": "sleutelwerk.accounts.forms.signing_in.OurCodeForm",
    "reauthenticate": "sleutelwerk.accounts.forms.signing_in.OurReauthenticateForm",
    "activate_totp": "sleutelwerk.accounts.forms.signing_in.OurActivateTotpForm",
    "login_webauthn": "sleutelwerk.accounts.forms.passkeys.OurLoginPasskeyForm",
    "authenticate_webauthn": "sleutelwerk.accounts.forms.passkeys.OurPasskeyForm",
    "reauthenticate_webauthn": "sleutelwerk.accounts.forms.passkeys.OurReauthenticatePasskeyForm",
    "add_webauthn": "sleutelwerk.accounts.forms.signing_in.OurAddPasskeyForm",
    "edit_webauthn": "sleutelwerk.accounts.forms.signing_in.OurEditPasskeyForm",
}
MFA_ADAPTER = "sleutelwerk.accounts.actions.adapters.MfaAdapter"
# A whole town hall may share an address and sign in at nine. What is wrong is still counted, by address and account.
MFA_RATE_LIMITS, ACCOUNT_RATE_LIMITS = {"webauthn_login": "300/m/ip"}, {"login": "300/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # each time: anybody can touch a key that was left in
MFA_RECOVERY_CODES_SHOW_ONCE = True
# A founder makes his factor before he confirms his address: he holds the set-up link, and nobody signs himself up.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Sleutelwerk"
# A code may come half a minute late: clocks of phones differ.
MFA_TOTP_TOLERANCE = 1
# Browsers allow passkeys without https on localhost only, which is where a first installation runs.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

SESSION_COOKIE_NAME = "sleutelwerk_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PRODUCTION
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = SESSION_HOURS * 3600

# --- Mail: without a mail server, letters wait in the outbox ---------------------------------------------------------

DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
EMAIL_BACKEND = "sleutelwerk.mailroom.mail.OutboxBackend"
EMAIL_TIMEOUT = 20

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
