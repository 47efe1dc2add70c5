"""The pages of those who watch over the trail, and the page on which everybody sees who looked at him."""

from __future__ import annotations

import tempfile
from typing import IO
from uuid import UUID

from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from sleutelwerk.accounts.actions.trace import trace
from sleutelwerk.accounts.events import AUDIT_READ
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import OVERSEERS, Role
from sleutelwerk.accounts.views.gates import actor_of, freshly_proved, in_role, refuse, signed_in
from sleutelwerk.audit.actions import export_trail
from sleutelwerk.home.forms import TrailForm
from sleutelwerk.home.queries import oversight
from sleutelwerk.home.queries.who_looked import who_looked as looks_at_own
from sleutelwerk.privacy.actions import open_exceptions
from sleutelwerk.privacy.rules import may_see_exceptions

#: The digits that the number of a page may have.
LONGEST_PAGE = 6


@require_safe
@in_role(*OVERSEERS)
@transaction.atomic
def audit_trail(request: HttpRequest) -> HttpResponse:
    """Show what stands out, what is an exception, and what goes when."""
    actor, now = actor_of(request), timezone.now()
    found = oversight.overview(actor, now=now)
    if found is None:
        refuse(request)
    trace(AUDIT_READ, actor=actor, now=now)
    context = {"overview": found, "exceptions": may_see_exceptions(actor, actor.organisation)}
    return render(request, "home/audit_trail.html", context)


@require_safe
@in_role(*OVERSEERS)
@transaction.atomic
def audit_entries(request: HttpRequest) -> HttpResponse:
    """Show the trail itself, a page at a time. Looking at it is recorded too."""
    actor, now = actor_of(request), timezone.now()
    form = TrailForm(request.GET or None, viewer=actor, now=now)
    asked = form.asked() if form.is_valid() else oversight.Asked()
    found = oversight.trail(actor, asked)
    if found is None:
        refuse(request)
    trace(AUDIT_READ, actor=actor, now=now)
    context = {"form": form, "trail": found, "query": form.query(), "sought": asked.file, "site": asked.site}
    return render(request, "home/audit_entries.html", context, status=422 if form.errors else 200)


@require_safe
@in_role(Role.FG)
def guard_exceptions(request: HttpRequest) -> HttpResponse:
    """Show the FG what was left standing although the guard remarked on it, and why. Looking is recorded."""
    actor, now = actor_of(request), timezone.now()
    found = open_exceptions(actor, now=now)
    context = {"exceptions": oversight.named_exceptions(actor, found)}
    return render(request, "home/guard_exceptions.html", context)


@require_POST
@in_role(*OVERSEERS)
@freshly_proved
def export(request: HttpRequest) -> HttpResponseBase:
    """Hand out the whole trail of the organisation as a signed file that outsiders can verify."""
    organisation = _organisation(actor_of(request), request)
    target: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    export_trail(actor=actor_of(request).id, chain=organisation, target=target, now=timezone.now())
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename="logboek.zip", content_type="application/zip")


def _organisation(actor: Actor, request: HttpRequest) -> UUID:
    if actor.organisation is None:
        refuse(request)
    return actor.organisation


@require_safe
@signed_in
def who_looked(request: HttpRequest) -> HttpResponse:
    """Show somebody who looked at him and at his case files, a page at a time."""
    page = request.GET.get("page", "")
    number = int(page) if page.isdecimal() and len(page) < LONGEST_PAGE else 1
    found = looks_at_own(actor_of(request), today=timezone.localdate(), page=number)
    return render(request, "home/who_looked.html", {"found": found})
