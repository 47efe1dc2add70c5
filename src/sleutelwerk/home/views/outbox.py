"""The outbox of an installation without a mail server: its administrator passes links on himself."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sleutelwerk.accounts.actions.outbox import outbox_read
from sleutelwerk.accounts.queries.organisations import own_organisation
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.accounts.views.gates import actor_of, freshly_proved, in_role, refuse
from sleutelwerk.mailroom.queries import unsent


@require_safe
@in_role(Role.ADMINISTRATOR)
@freshly_proved
@transaction.atomic
def outbox(request: HttpRequest) -> HttpResponse:
    """Show what waits. Letters hold links that let people in, so every look is recorded, and shown to those written to.

    Only the house has an outbox.
    """
    own = own_organisation(actor_of(request))
    if own is None or not own.is_house:
        refuse(request)
    letters = unsent()
    outbox_read(actor_of(request), [letter.recipient for letter in letters], now=timezone.now())
    return render(request, "home/outbox.html", {"letters": letters})
