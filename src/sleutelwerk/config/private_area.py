"""Guards every page that is not public: sessions end in time, a password alone opens nothing, browsers keep nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sleutelwerk.accounts.queries.sessions import sign_in_records
from sleutelwerk.accounts.rules.sessions import Limits, SessionState, proved_at, session_state
from sleutelwerk.config.reading_rooms import closed_room
from sleutelwerk.core.later import later

timed_out = later("sleutelwerk.accounts.actions.sessions.timed_out")
leads_now = later("sleutelwerk.deliberation.queries.logins.leads_now")

GetResponse = Callable[[HttpRequest], HttpResponseBase]

#: The rooms and pages that everybody may see, unless the house closed the room; what is not named here is private.
PUBLIC_ROOMS = frozenset({"route_map", "function_profiles", "deliberation", "privacy"})
PUBLIC_PAGES = frozenset(
    f"home:{name}"
    for name in (
        "start", "contact", "accessibility", "privacy", "quick-exit", "robots-txt", "favicon", "security-txt",
        "promises",
    )
) | frozenset(f"knowledge:{name}" for name in ("library", "terms", "article", "document", "search"))  # fmt: skip
#: Where somebody who signed in with a password alone may go: to make a second factor, or away.
ENROLMENT = frozenset(
    {
        "accounts:choose-factor", "accounts:totp-picture", "mfa_add_webauthn", "mfa_activate_totp",
        "mfa_view_recovery_codes", "account_logout",
        "accounts:sso-link", "accounts:sso-callback", "accounts:sso-failed", "accounts:saml-answer",
        "accounts:saml-callback",
    }
)  # fmt: skip
#: What an open page asks by itself: that is no sign that anybody sits there.
ASKED_BY_ITSELF = frozenset({"knowledge:still-allowed"})
#: The time of the last request is written down at most this often, so that reading a page costs no write.
SEEN_EVERY = timedelta(seconds=30)


class PrivateAreaMiddleware:
    """Looks at every page before it is made: public pages pass without a question to the database."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; what is private is not kept by browsers or proxies."""
        response = self._get_response(request)
        if request.resolver_match is not None and not is_public(request):
            response.headers["Cache-Control"] = "no-store"
        return response

    def process_view(self, request: HttpRequest, _view: object, _args: object, _kwargs: object) -> HttpResponse | None:
        """Send away whose session has ended, and to enrolment who has shown a password alone."""
        if is_public(request) or not request.COOKIES.get(settings.SESSION_COOKIE_NAME):
            return None
        if not request.user.is_authenticated:
            return None
        state = _state(request, timezone.now())
        if state is not SessionState.LIVE:
            return _ended(request, state)
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name not in ENROLMENT and proved_at(sign_in_records(request)) is None:
            return HttpResponseRedirect(reverse("accounts:choose-factor"))
        return None


def is_public(request: HttpRequest) -> bool:
    """Tell whether the page of this request is for everybody: it is one of those, and its room is not closed."""
    match = request.resolver_match
    if match is None or not (match.namespace in PUBLIC_ROOMS or match.view_name in PUBLIC_PAGES):
        return False
    return closed_room(request) is None


def _state(request: HttpRequest, now: datetime) -> SessionState:
    """Tell what the session is worth, and write down that it was used."""
    stamp = now.timestamp()
    began, seen = (float(request.session.setdefault(name, stamp)) for name in ("began_at", "seen_at"))
    limits = Limits(timedelta(minutes=settings.SESSION_IDLE_MINUTES), timedelta(hours=settings.SESSION_HOURS))
    state = session_state(datetime.fromtimestamp(began, UTC), datetime.fromtimestamp(seen, UTC), now, limits)
    if state is SessionState.IDLE_TOO_LONG and leads_now(request.session.session_key or ""):
        # a live talk counts as activity; the absolute limit stands
        state = SessionState.LIVE
    if state is SessionState.LIVE and not _asks_by_itself(request) and stamp - seen >= SEEN_EVERY.total_seconds():
        request.session["seen_at"] = stamp
    return state


def _asks_by_itself(request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.view_name in ASKED_BY_ITSELF


def _ended(request: HttpRequest, state: SessionState) -> HttpResponse:
    timed_out(request, now=timezone.now())
    # not Django's logout: that would record a second time, as if he had signed out himself
    request.session.flush()
    request.user = AnonymousUser()
    why = {
        SessionState.IDLE_TOO_LONG: _(
            "U was een tijdje weg. Daarom hebben we u uitgelogd. Log opnieuw in om verder te gaan."
        ),
        SessionState.LASTED_TOO_LONG: _("U was al lang ingelogd. Log voor de veiligheid opnieuw in."),
    }[state]
    messages.info(request, why)
    if _asks_by_itself(request):
        # the open page leaves the screen by itself; a redirect would only be followed unseen
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("account_login")})
    return redirect_to_login(request.get_full_path() if request.method == "GET" else reverse("home:dashboard"))
