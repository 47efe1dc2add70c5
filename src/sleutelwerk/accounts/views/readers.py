"""Where somebody who belongs to no organisation closes his own account: nobody else could do so for him."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sleutelwerk.accounts.actions import readers
from sleutelwerk.accounts.rules.readers import may_close_own_account
from sleutelwerk.accounts.views.gates import account_of, actor_of, freshly_proved, refuse, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def close_account(request: HttpRequest) -> HttpResponseBase:
    """Ask whether a reader really wants to close his account, and close it."""
    if not may_close_own_account(actor_of(request)):
        refuse(request)
    if request.method == "POST":
        return _close(request)
    return render(request, "accounts/close_account.html")


@freshly_proved
def _close(request: HttpRequest) -> HttpResponse:
    readers.close_own_account(actor_of(request), account_of(request), now=timezone.now())
    logout(request)
    messages.success(request, _("Uw account is gesloten."))
    return HttpResponseRedirect(reverse("account_login"))
