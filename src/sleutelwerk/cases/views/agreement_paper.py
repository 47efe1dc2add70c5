"""The text of the agreements to read aloud from a screen, and on paper, marked with who printed it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sleutelwerk.accounts.rules.roles import OPENS_CASES
from sleutelwerk.accounts.views.gates import actor_of, freshly_proved, in_role, refuse
from sleutelwerk.cases.actions.agreement import print_agreement as print_it
from sleutelwerk.cases.documents.agreement import Printed, agreement_pdf
from sleutelwerk.cases.engine.stored_agreement import PaperText
from sleutelwerk.cases.queries.agreement import Agreements, Revision, agreements_of
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.views.agreement import agreeing
from sleutelwerk.cases.views.opened import show
from sleutelwerk.core.verdict import NotAllowedError


@require_safe
@in_role(*OPENS_CASES)
def read_agreement(request: HttpRequest, case: UUID, revision: int) -> HttpResponse:
    """Show a revision in large type, sentence by sentence; a draft with its gaps."""
    found, every, one, text = _text(request, case, revision)
    shown = {"found": found, "every": every, "one": one, "text": text}
    return show(request, "cases/read_agreement.html", shown)


@require_safe
@in_role(*OPENS_CASES)
@freshly_proved
def print_agreement(request: HttpRequest, case: UUID, revision: int) -> HttpResponse:
    """Give a page to print from the browser, with its mark."""
    found, every, one, text = _text(request, case, revision)
    printed = _printed(request, found, every, one)
    if isinstance(printed, HttpResponseRedirect):
        return printed
    shown = {"found": found, "one": one, "text": text, "printed": printed, "composed": True}
    return show(request, "cases/print_agreement.html", shown)


@require_safe
@in_role(*OPENS_CASES)
@freshly_proved
def agreement_paper(request: HttpRequest, case: UUID, revision: int) -> HttpResponse:
    """Give the paper as a PDF, with its mark."""
    found, every, one, text = _text(request, case, revision)
    printed = _printed(request, found, every, one)
    if isinstance(printed, HttpResponseRedirect):
        return printed
    raw = agreement_pdf(text, one.row.revision, one.paper.ready_on, printed)
    named = {"Content-Disposition": 'inline; filename="afspraken.pdf"'}
    return HttpResponse(raw, content_type="application/pdf", headers=named)


def _text(request: HttpRequest, case: UUID, revision: int) -> tuple[OpenCase, Agreements, Revision, PaperText]:
    found, _candidate = agreeing(request, actor_of(request), case)
    every = agreements_of(found)
    one = every.revision(revision)
    text = every.text(one) if one else None
    if one is None or text is None:
        refuse(request)
    return found, every, one, text


def _printed(request: HttpRequest, found: OpenCase, every: Agreements, one: Revision) -> Printed | HttpResponseRedirect:
    now = timezone.now()
    try:
        number = print_it(actor_of(request), found, one, every, now=now)
    except NotAllowedError as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("cases:agreement", args=[found.row.pk]))
    invented = _("VOORBEELD: verzonnen") if found.example else _("OEFENING: verzonnen") if found.row.practice else ""
    return Printed(now, number, invented)
