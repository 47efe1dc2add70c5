"""Where somebody confirms his own address and corrects his own name."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sleutelwerk.accounts.actions import own_details as keep
from sleutelwerk.accounts.actions.links import LinkUsedError
from sleutelwerk.accounts.forms.people import NameForm
from sleutelwerk.accounts.models import OneTimeLink
from sleutelwerk.accounts.queries.links import usable_link
from sleutelwerk.accounts.rules.links import Confirmation, may_confirm_address
from sleutelwerk.accounts.views.gates import account_of, freshly_proved, signed_in
from sleutelwerk.accounts.views.links import lost
from sleutelwerk.core.verdict import NotAllowedError

#: How often somebody may ask for a link: the mailbox may be a stranger's, and is not to be flooded from here.
LIMITS = {"confirm-address": "3/h/user"}


@require_POST
@signed_in
def send_confirmation(request: HttpRequest) -> HttpResponse:
    """Send somebody a link to confirm his own address."""
    user = account_of(request)
    if not ratelimit.consume(request, app="accounts", action="confirm-address", config=LIMITS):
        messages.error(request, _("U vroeg al een paar keer om deze mail. Wacht een uur en probeer het dan opnieuw."))
    elif keep.send_confirmation(user, site=request.build_absolute_uri("/"), now=timezone.now()):
        messages.success(request, _("De mail is onderweg. Open de link daarin binnen een dag."))
    else:
        messages.info(request, _("Uw werkadres is al bevestigd."))
    return HttpResponseRedirect(reverse("accounts:my-account"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def confirm_address(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what the link confirms; only the button does so. A link of somebody else looks like one that is used."""
    user, now = account_of(request), timezone.now()
    link = usable_link(secret, now=now)
    if link is None or link.purpose != OneTimeLink.Purpose.CONFIRM_ADDRESS:
        return lost(request)
    if not may_confirm_address(user.pk, user.email, Confirmation(link.made_by_id, link.email)):
        return lost(request)
    if request.method != "POST":
        return render(request, "accounts/confirm_address.html", {"email": link.email})
    try:
        keep.confirm_address(user, link, now=now)
    except (LinkUsedError, NotAllowedError):
        return lost(request)
    messages.success(request, _("Uw werkadres is bevestigd."))
    return HttpResponseRedirect(reverse("accounts:my-account"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@freshly_proved
def change_name(request: HttpRequest) -> HttpResponse:
    """Let somebody correct his own name. It stands wherever he decided something, so a fresh factor is asked."""
    user = account_of(request)
    form = NameForm(request.POST or None, initial={"name": user.name})
    if form.is_valid():
        keep.change_name(user, form.cleaned_data["name"], now=timezone.now())
        messages.success(request, _("Uw naam is bewaard."))
        return HttpResponseRedirect(reverse("accounts:my-account"))
    return render(request, "accounts/change_name.html", {"form": form}, status=422 if form.errors else 200)
