"""What somebody sees and changes of his own account."""

from __future__ import annotations

from allauth.account.views import password_change
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sleutelwerk.accounts.actions import sessions
from sleutelwerk.accounts.queries.organisations import greeting
from sleutelwerk.accounts.queries.own_account import devices, factors, is_address_confirmed
from sleutelwerk.accounts.queries.providers import identity_of, working_provider_of
from sleutelwerk.accounts.rules.roles import roles_in_order
from sleutelwerk.accounts.views.gates import account_of, actor_of, signed_in


@require_safe
@signed_in
def my_account(request: HttpRequest) -> HttpResponse:
    """Show how somebody signs in, and where he is signed in."""
    user, has = account_of(request), factors(account_of(request))
    return render(request, "accounts/my_account.html", {
        "who": greeting(user),
        "roles": roles_in_order(actor_of(request).roles),
        "sessions": devices(user, request.session.session_key),
        "has_password": has.has_password,
        "has_app": has.has_app,
        "passkeys": has.passkeys,
        "unconfirmed": not is_address_confirmed(user),
        "linked": (linked := identity_of(user) is not None),
        "can_link": not linked and working_provider_of(user) is not None,
        "codes_left": has.codes_left,
        "codes_text": ngettext("Nog %(left)s", "Nog %(left)s", has.codes_left) % {"left": has.codes_left},
    })  # fmt: skip


@require_POST
@signed_in
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End the sessions on all other devices."""
    sessions.sign_out_everywhere(actor_of(request), keep=request.session.session_key, now=timezone.now())
    messages.success(request, _("U bent op alle andere apparaten uitgelogd."))
    return HttpResponseRedirect(reverse("accounts:my-account"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change_password(request: HttpRequest) -> HttpResponseBase:
    """Let somebody change his password; who has none is told so where he sees how he signs in."""
    if not account_of(request).has_usable_password():
        return HttpResponseRedirect(reverse("accounts:my-account"))
    page: HttpResponseBase = password_change(request)
    return page


@require_safe
def no_account(request: HttpRequest) -> HttpResponse:
    """Say how somebody gets an account."""
    return render(request, "accounts/no_account.html")
