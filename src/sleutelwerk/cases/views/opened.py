"""Gives a page the case that it is about, records that it was shown, and does what was asked or shows why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.views.gates import actor_of, refuse
from sleutelwerk.cases.actions.beginning import read_case
from sleutelwerk.cases.actions.replacing import replace_text
from sleutelwerk.cases.forms.replacing import ReplacingForm
from sleutelwerk.cases.queries.candidate import CandidateShown, candidate_of
from sleutelwerk.cases.queries.cases import OpenCase, case_for
from sleutelwerk.cases.rules.ending import may_read_about_him
from sleutelwerk.cases.rules.team import Part, Readers
from sleutelwerk.core.verdict import NotAllowedError


def found_for_recording(request: HttpRequest, actor: Actor, case: UUID, now: datetime) -> OpenCase:
    """Give a case to somebody who may write about its candidate; for others the page is not there.

    Once it is over it is there for its lead only.
    """
    today = timezone.localdate(now)
    found = case_for(actor, case, today=today)
    if found is None or not may_read_about_him(actor, found.team, today, over=found.over):
        refuse(request)
    about_him = replace(found, readers=Readers.HOUSE)
    return _of_lead(about_him) if found.over else about_him


def _of_lead(found: OpenCase) -> OpenCase:
    """Say below the page who still gets in here: of a team only its lead, once it is over."""
    people = [replace(one, counts=one.counts and one.part is Part.LEAD) for one in found.people]
    return replace(found, people=people)


def found_with_candidate(
    request: HttpRequest, actor: Actor, case: UUID, now: datetime
) -> tuple[OpenCase, CandidateShown]:
    """Give a case and its candidate; without one the page is not there."""
    found = found_for_recording(request, actor, case, now)
    shown = candidate_of(found)
    if shown is None:
        refuse(request)
    return found, shown


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, writes: bool = False, status: int = 200,
    only: Readers | None = None,
) -> HttpResponse:  # fmt: skip
    """Show a page about the case that is `found` in its context, and record that somebody looked.

    A page that is only there to write about him says so, before anything is typed, while his file is locked. What was
    typed when the lock came stays on the screen, with the reason.

    That is so by whatever method he came: a form that comes back with an error shows as much as a page that was asked
    for. Where nothing is shown, as what was asked is done, there is nothing to record.

    `only` says for whom it is there, where that is not the whole team or who may write about him.
    """
    actor, found, now = actor_of(request), context["found"], timezone.now()
    read_case(actor, found, now=now)
    stopped = writes and found.on_lock and status == HTTPStatus.OK
    said = {"may_answer": may_answer(actor, found, now), **context}
    if only is not None:
        said["found"] = replace(found, readers=only)
    return render(request, "cases/on_lock.html" if stopped else template, said, status=status)


def may_answer(actor: Actor, found: OpenCase, now: datetime) -> bool:
    """Tell whether somebody can answer him when his file is locked: the banner on each page then says where."""
    return found.on_lock and bool(may_read_about_him(actor, found.team, timezone.localdate(now), over=found.over))


def done(form: Form, what: Callable[[], object]) -> bool:
    """Do what was asked, or show with the form why not: at the answer that it is about, where it is about one."""
    try:
        what()
    except NotAllowedError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    return True


def replaced(case: UUID, form: ReplacingForm, afresh: Callable[[], ReplacingForm], what: Callable[[], object]) -> bool:
    """Replace what is kept with what was typed, or show with the form why not, and what a colleague wrote meanwhile.

    `afresh` gives the form once more as it is while nobody else can write.
    """
    return form.is_valid() and replace_text(case, lambda: form.is_newest(afresh()), lambda: done(form, what))


def back(case: UUID) -> HttpResponseRedirect:
    """Go back to the case."""
    return HttpResponseRedirect(reverse("cases:open-case", args=[case]))
