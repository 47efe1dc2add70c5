"""Joining by an invitation, and making the first second factor."""

from __future__ import annotations

from allauth.core import ratelimit
from allauth.mfa.adapter import get_adapter as mfa_adapter
from allauth.mfa.totp.internal.auth import get_totp_secret
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from sleutelwerk.accounts.actions.adapters import AccountAdapter
from sleutelwerk.accounts.actions.invitations import accept_invitation as accept
from sleutelwerk.accounts.actions.invitations import account_of_link
from sleutelwerk.accounts.actions.invitations import start_new_factor as start
from sleutelwerk.accounts.actions.links import LinkUsedError
from sleutelwerk.accounts.actions.trace import trace_account
from sleutelwerk.accounts.events import SIGN_IN_FAILED
from sleutelwerk.accounts.forms.people import AcceptForm, CurrentPasswordForm
from sleutelwerk.accounts.models import OneTimeLink, User
from sleutelwerk.accounts.queries.own_account import factors
from sleutelwerk.accounts.queries.providers import identity_of, working_provider_of
from sleutelwerk.accounts.views.gates import account_of, signed_in
from sleutelwerk.accounts.views.links import come_in, in_hand, lost
from sleutelwerk.core.verdict import NotAllowedError


@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest) -> HttpResponse:
    """Let somebody with an invitation in hand make his account."""
    link = in_hand(request, OneTimeLink.Purpose.INVITATION)
    if link is None:
        return lost(request)
    form = AcceptForm(request.POST or None, initial={"name": link.name}, email=link.email)
    if form.is_valid():
        try:
            user = accept(link, name=form.cleaned_data["name"], password=form.chosen_password, now=timezone.now())
        except LinkUsedError:
            return lost(request)
        except NotAllowedError as refusal:
            messages.error(request, str(refusal))
            return lost(request)
        return come_in(request, user, with_password=form.chosen_password is not None)
    return render(request, "accounts/accept_invitation.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def start_new_factor(request: HttpRequest) -> HttpResponse:
    """Let somebody who lost his second factor make a new one: with his password, if he has one."""
    link = in_hand(request, OneTimeLink.Purpose.NEW_FACTOR)
    user = account_of_link(link) if link else None
    if link is None or user is None:
        return lost(request)
    form = CurrentPasswordForm(request.POST or None) if user.has_usable_password() else None
    if form is not None and form.is_valid() and (wrong := _what_is_wrong(request, user, form.cleaned_data["password"])):
        form.add_error("password", wrong)
    if form is not None and not form.is_valid():
        return render(request, "accounts/start_new_factor.html", {"form": form}, status=422 if form.errors else 200)
    try:
        start(link, user, now=timezone.now())
    except LinkUsedError:
        return lost(request)
    return come_in(request, user, with_password=form is not None)


def _what_is_wrong(request: HttpRequest, user: User, password: str) -> str:
    """Say why this password opens nothing, counting tries as at the sign-in page: a link may lie in wrong hands."""
    errors = AccountAdapter.error_messages
    if not ratelimit.consume(request, action="login_failed", key=f"new-factor-{user.pk}"):
        return str(errors["too_many_login_attempts"])
    if user.check_password(password):
        return ""
    trace_account(SIGN_IN_FAILED, user, now=timezone.now())
    return str(errors["incorrect_password"])


@require_safe
@signed_in
def choose_factor(request: HttpRequest) -> HttpResponse:
    """Let somebody choose how he shows who he is."""
    user = account_of(request)
    has = factors(user)
    return render(request, "accounts/choose_factor.html", {
        "has_password": has.has_password,
        "prefers_app": has.has_password,
        "can_link": working_provider_of(user) is not None and identity_of(user) is None,
    })  # fmt: skip


@require_safe
@signed_in
def totp_picture(request: HttpRequest) -> HttpResponse:
    """Draw the secret of the app that is being coupled, for the phone to scan; it is in this session only."""
    user = account_of(request)
    if factors(user).has_app:
        raise Http404
    adapter = mfa_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(user, get_totp_secret(regenerate=False)))
    return HttpResponse(picture, content_type="image/svg+xml")
