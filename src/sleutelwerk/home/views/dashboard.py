"""Where somebody who is signed in begins: what waits for him, and where he may go."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sleutelwerk.accounts.queries.organisations import greeting, house
from sleutelwerk.accounts.queries.own_account import factors
from sleutelwerk.accounts.queries.people import administrator_names
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.oversight import may_oversee
from sleutelwerk.accounts.rules.roles import roles_in_order
from sleutelwerk.accounts.views.gates import account_of, actor_of, signed_in
from sleutelwerk.cases.rules.team import may_work_with_cases
from sleutelwerk.deliberation.rules.preparing import may_begin
from sleutelwerk.home.queries.attention import tasks_for
from sleutelwerk.home.queries.reading import own_reading
from sleutelwerk.knowledge.rules.documents import may_keep_documents, may_trace_copies
from sleutelwerk.publishing.rules import may_give_access


@require_safe
@signed_in
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show what asks for attention."""
    actor, account, now = actor_of(request), account_of(request), timezone.now()
    held = roles_in_order(actor.roles)
    context = {
        "who": greeting(account),
        "tasks": tasks_for(actor, factors(account), now=now),
        "cases": bool(may_work_with_cases(actor)),
        "oversees": bool(may_oversee(actor, actor.organisation)),
        "leads": bool(may_begin(actor)),
        "judges": _judges(actor),
        "writes": _writes(actor),
        "traces": _traces(actor),
        "reading": own_reading(actor, now=now),
        "roles": held,
        "administrators": [] if held else administrator_names(actor),
    }
    return render(request, "home/dashboard.html", context)


def _judges(actor: Actor) -> bool:
    """Tell whether somebody judges requests for access; asks the database for reviewers only."""
    own = house() if may_give_access(actor, actor.organisation) else None
    return own is not None and bool(may_give_access(actor, own.pk))


def _traces(actor: Actor) -> bool:
    """Tell whether somebody who judges no requests may look up whose copy a page is."""
    own = house() if may_trace_copies(actor, actor.organisation) else None
    return own is not None and bool(may_trace_copies(actor, own.pk))


def _writes(actor: Actor) -> bool:
    """Tell whether somebody writes for the kennisbank; asks the database for content owners only."""
    own = house() if may_keep_documents(actor, actor.organisation) else None
    return own is not None and bool(may_keep_documents(actor, own.pk))
