"""Who gets to see a page: signed in, in this role, with a fresh second factor; forbidden looks the same as absent."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, NoReturn, ParamSpec
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import suspend_request
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from sleutelwerk.accounts.actions.trace import trace_refusal
from sleutelwerk.accounts.models import User
from sleutelwerk.accounts.queries.actors import actor_for
from sleutelwerk.accounts.queries.sessions import sign_in_records
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.accounts.rules.sessions import is_fresh

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
_ACTOR = "_sleutelwerk_actor"


def account_of(request: HttpRequest) -> User:
    """Give the account that is signed in; only for pages behind a gate."""
    assert isinstance(request.user, User)
    return request.user


def actor_of(request: HttpRequest) -> Actor:
    """Give the one who asks; looked up once for a request. Only for pages behind a gate."""
    found = getattr(request, _ACTOR, None)
    if not isinstance(found, Actor):
        found = actor_for(account_of(request), sign_in_records(request))
        setattr(request, _ACTOR, found)
    return found


def signed_in(view: View[P]) -> View[P]:
    """Let only signed-in people through; others are asked to sign in and come back here."""

    @wraps(view)
    def gate(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path() if request.method == "GET" else "")
        return view(request, *args, **kwargs)

    return gate


def in_role(*roles: Role) -> Callable[[View[P]], View[P]]:
    """Let only people with one of these roles through; for all others the page does not exist."""

    def with_gate(view: View[P]) -> View[P]:
        @signed_in
        @wraps(view)
        def gate(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            actor = actor_of(request)
            if not actor.has(*roles):
                refuse(request)
            return view(request, *args, **kwargs)

        return gate

    return with_gate


def refuse(request: HttpRequest) -> NoReturn:
    """Record a refusal and answer as if there were nothing here. Always raises Http404."""
    record_refusal(request)
    raise Http404


def record_refusal(request: HttpRequest) -> None:
    """Record that something was refused, on which page and of which case file; of strangers as well.

    Of the case stands what the trail calls it, whether there is such a case or not: so asking tells nobody that there
    is one, and whoever watches finds the tries beside what others did with the same file.
    """
    match = request.resolver_match
    case = match.kwargs.get("case") if match else None
    # in the rooms for everybody nobody is looked up
    known = getattr(request, "user", None)
    with transaction.atomic():
        trace_refusal(
            actor_of(request) if known is not None and known.is_authenticated else None,
            match.view_name if match else "",
            case if isinstance(case, UUID) else None,
            now=timezone.now(),
        )


def freshly_proved(view: View[P]) -> View[P]:
    """Let only those through who showed a second factor in the last minutes; what was posted is kept (N34)."""

    @wraps(view)
    def gate(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if is_fresh(actor_of(request).proved_at, timezone.now()):
            return view(request, *args, **kwargs)
        return ask_factor(request)

    return gate


def ask_factor(request: HttpRequest) -> HttpResponseBase:
    """Ask for a second factor, whatever was shown before, and come back here; who has none finds nothing here."""
    methods = get_adapter(request).get_reauthentication_methods(account_of(request))
    if not methods:
        refuse(request)
    waits: HttpResponseBase = suspend_request(request, methods[0]["url"])
    return waits
