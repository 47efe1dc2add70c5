"""The draft documents for the FG, the security officer and the administrator; opening one is recorded."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sleutelwerk.accounts.actions.trace import trace
from sleutelwerk.accounts.views.gates import actor_of, freshly_proved, in_role, refuse
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.home.documents import drafts
from sleutelwerk.home.engine.draft import TO_FILL, DraftName
from sleutelwerk.home.events import DOCUMENT_READ
from sleutelwerk.home.queries.compliance import Facts, facts_for
from sleutelwerk.home.rules import READS_DRAFTS


@require_safe
@in_role(*READS_DRAFTS)
def documents(request: HttpRequest) -> HttpResponse:
    """List the drafts."""
    return render(request, "home/documents.html", {"drafts": drafts.all_drafts(_facts(request, timezone.now()))})


@require_safe
@in_role(*READS_DRAFTS)
def document(request: HttpRequest, document: str) -> HttpResponse:
    """Show one draft, ready to print."""
    name, now = _name(request, document), timezone.now()
    facts = _facts(request, now)
    one = drafts.draft(name, facts)
    _record(request, name, now)
    context = {"draft": one, "facts": facts, "to_fill": TO_FILL, "left": drafts.left_words(one)}
    return render(request, "home/document.html", context)


@require_safe
@in_role(*READS_DRAFTS)
@freshly_proved
def document_pdf(request: HttpRequest, document: str) -> HttpResponse:
    """Give one draft as a tagged PDF."""
    name, now = _name(request, document), timezone.now()
    raw = drafts.draft_pdf(name, _facts(request, now))
    _record(request, name, now)
    headers = {"Content-Disposition": f'inline; filename="concept-{name}.pdf"'}
    return HttpResponse(raw, content_type="application/pdf", headers=headers)


def _name(request: HttpRequest, document: str) -> DraftName:
    if document not in set(DraftName):
        refuse(request)
    return DraftName(document)


def _facts(request: HttpRequest, now: datetime) -> Facts:
    found = facts_for(actor_of(request), now=now)
    if found is None:
        refuse(request)
    return found


def _record(request: HttpRequest, name: DraftName, now: datetime) -> None:
    """Record who opened which draft; only once it was made, so that the trail is held for a moment."""
    with transaction.atomic():
        trace(DOCUMENT_READ, actor=actor_of(request), now=now, details=Details(codes={"document": name}))
