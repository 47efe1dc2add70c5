"""The pages of contact: the list, noting one, taking a slip back, and what to do when something is wrong."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sleutelwerk.accounts.rules.roles import OPENS_CASES
from sleutelwerk.accounts.views.gates import actor_of, in_role, refuse
from sleutelwerk.cases.actions import contact as do
from sleutelwerk.cases.forms.contact import ContactForm
from sleutelwerk.cases.queries.carrying_out import carrying_of
from sleutelwerk.cases.queries.contact import contacts_of, paused_of
from sleutelwerk.cases.rules.contact import IN_CONTACT, PROMISES, Safety
from sleutelwerk.cases.rules.stages import Stage, may_at
from sleutelwerk.cases.rules.team import may_work_with_cases
from sleutelwerk.cases.views.at_work import found_at, since_work
from sleutelwerk.cases.views.once import once
from sleutelwerk.cases.views.opened import done, show
from sleutelwerk.core.verdict import NotAllowedError

#: Nobody turns more pages than this by hand, and a larger number would only make the database count.
_LAST_PAGE = 2_000


@require_safe
@in_role(*OPENS_CASES)
def contacts(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show the contacts with him, the newest first."""
    actor, now = actor_of(request), timezone.now()
    found, shown = found_at(request, actor, case, now, since_work)
    asked = request.GET.get("pagina", "1")
    number = min(int(asked), _LAST_PAGE) if asked.isascii() and asked.isdigit() and asked.strip("0") else 1
    work, goes_on = carrying_of(found), _going_on(found.row.stage)
    context = {
        "found": found,
        "candidate": shown,
        "page": contacts_of(actor, found, number, now=now),
        "work": work,
        "overdue": work is not None and goes_on and work.overdue(timezone.localdate(now)),
        "writes": goes_on and not found.on_lock,
        "settles": bool(may_at(Stage(found.row.stage), *PROMISES)) and not found.over and not found.on_lock,
        "today": timezone.localdate(now),
    }
    return show(request, "cases/contact_list.html", context)


def _going_on(stage: str) -> bool:
    return bool(may_at(Stage(stage), *IN_CONTACT))


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
@once
def note_contact(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask how it went; a worry leads to what to do now, and is not kept."""
    actor, now = actor_of(request), timezone.now()
    found, shown = found_at(request, actor, case, now, _going_on)
    paused = paused_of(found) is not None
    form = ContactForm(request.POST or None, found=found, paused=paused, today=timezone.localdate(now))
    if form.is_valid() and done(form, lambda: do.note_contact(actor, case, form.spoken(), now=now)):
        messages.success(request, _("Het contact staat erbij."))
        worry = form.cleaned_data["safety"] == Safety.WORRY
        return HttpResponseRedirect(reverse("cases:safety") if worry else _list(case))
    context = {"found": found, "candidate": shown, "form": form, "paused": paused}
    return show(request, "cases/contact_note.html", context, writes=True, status=422 if form.errors else 200)


@require_POST
@in_role(*OPENS_CASES)
def remove_contact(request: HttpRequest, case: UUID, contact: UUID) -> HttpResponse:
    """Take a contact away that was noted by mistake."""
    actor, now = actor_of(request), timezone.now()
    found_at(request, actor, case, now, _going_on)
    try:
        do.remove_contact(actor, case, contact, now=now)
    except NotAllowedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Het contact is weg."))
    return HttpResponseRedirect(_list(case))


@require_POST
@in_role(*OPENS_CASES)
def settle_promise(request: HttpRequest, case: UUID, contact: UUID) -> HttpResponse:
    """Note that what was promised is done, or that it is not yet."""
    actor, now = actor_of(request), timezone.now()
    found_at(request, actor, case, now, since_work)
    is_done = "done" in request.POST
    try:
        do.settle_promise(actor, case, contact, done=is_done, now=now)
    except NotAllowedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Gedaan. Dat staat erbij.") if is_done else _("Het staat weer open."))
    return HttpResponseRedirect(_list(case))


@require_safe
@in_role(*OPENS_CASES)
def crime(request: HttpRequest) -> HttpResponse:
    """Show where a report of an offence goes. It belongs to no case, keeps nothing and leaves no trace (N13)."""
    return _without_a_case(request, "cases/contact_crime.html")


@require_safe
@in_role(*OPENS_CASES)
def safety(request: HttpRequest) -> HttpResponse:
    """Show what to do at once when he does not feel safe. It belongs to no case and keeps nothing."""
    return _without_a_case(request, "cases/contact_safety.html")


@require_safe
@in_role(*OPENS_CASES)
def threat_form(request: HttpRequest) -> HttpResponse:
    """Show the closed form for a threat: paper, filled in by hand. It belongs to no case and keeps nothing (N28)."""
    return _without_a_case(request, "cases/threat_form.html")


def _without_a_case(request: HttpRequest, template: str) -> HttpResponse:
    if not may_work_with_cases(actor_of(request)):
        refuse(request)
    return render(request, template)


def _list(case: UUID) -> str:
    return reverse("cases:contacts", args=[case])
