"""One-time links: the page that a mail scanner may open without harm, and the browser that goes on with one in hand."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from sleutelwerk.accounts.models import OneTimeLink, User
from sleutelwerk.accounts.queries.links import link_in_hand, usable_link
from sleutelwerk.accounts.rules.roles import roles_in_order

_IN_HAND = "link_in_hand"
PURPOSE = OneTimeLink.Purpose


@require_http_methods(["GET", "HEAD", "POST"])
def open_set_up_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Welcome whoever sets an organisation up; only the button takes the link in hand."""
    link = usable_link(secret, now=timezone.now())
    if link is None or link.purpose != PURPOSE.SET_UP:
        return lost(request)
    if request.method == "POST":
        return _take_in_hand(request, link, reverse("accounts:set-up", kwargs={"number": 1}))
    return render(request, "accounts/set_up_landing.html")


@require_http_methods(["GET", "HEAD", "POST"])
def open_invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what the link invites to; only the button takes it in hand."""
    link = usable_link(secret, now=timezone.now())
    if link is None or link.purpose not in {PURPOSE.INVITATION, PURPOSE.NEW_FACTOR}:
        return lost(request)
    if request.method == "POST":
        page = "start-new-factor" if link.purpose == PURPOSE.NEW_FACTOR else "accept-invitation"
        return _take_in_hand(request, link, reverse(f"accounts:{page}"))
    return render(request, "accounts/invitation.html", {"link": link, "roles": roles_in_order(link.roles)})


def _take_in_hand(request: HttpRequest, link: OneTimeLink, page: str) -> HttpResponse:
    if request.user.is_authenticated:
        logout(request)  # who comes in by a link is not who was signed in here
    request.session.cycle_key()
    request.session[_IN_HAND] = str(link.pk)
    return HttpResponseRedirect(page)


def in_hand(request: HttpRequest, purpose: OneTimeLink.Purpose) -> OneTimeLink | None:
    """Give the link that this browser has in hand, if it is for this purpose and still works."""
    link = link_in_hand(request.session.get(_IN_HAND), now=timezone.now())
    return link if link and link.purpose == purpose else None


def lost(request: HttpRequest) -> HttpResponse:
    """Say that a link does not work; wrong, used and expired look the same."""
    return render(request, "accounts/link_lost.html", status=404)


def come_in(request: HttpRequest, user: User, *, with_password: bool) -> HttpResponse:
    """Sign somebody in who has just come by a link; until he has made a second factor he gets no further."""
    request.session.pop(_IN_HAND, None)
    request.session.cycle_key()
    record_authentication(request, user, method="password" if with_password else "link")
    onward: HttpResponse = perform_login(request, Login(user=user, redirect_url=reverse("accounts:choose-factor")))
    return onward
