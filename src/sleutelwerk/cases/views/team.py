"""The page of a team: who is in it, letting people in and out, and answering an invitation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import OPENS_CASES
from sleutelwerk.accounts.views.gates import actor_of, in_role, refuse
from sleutelwerk.cases.actions import team as do
from sleutelwerk.cases.actions.beginning import open_case
from sleutelwerk.cases.forms.team import ColleagueForm, PartnerForm
from sleutelwerk.cases.queries.cases import OpenCase, case_for
from sleutelwerk.cases.queries.hand_over import offer_shown
from sleutelwerk.cases.queries.invitations import invitations_of
from sleutelwerk.cases.rules.team import may_lead, may_record
from sleutelwerk.core.verdict import NotAllowedError


@require_safe
@in_role(*OPENS_CASES)
def team(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show who is in the team, and what its lead can do."""
    actor, now = actor_of(request), timezone.now()
    found = open_case(actor, case, now=now)
    if found is None:
        refuse(request)
    return _team(request, found, actor, timezone.localdate(now))


def _team(
    request: HttpRequest,
    found: OpenCase,
    actor: Actor,
    today: date,
    *,
    colleague: ColleagueForm | None = None,
    partner: PartnerForm | None = None,
) -> HttpResponse:
    bad = [form for form in (colleague, partner) if form is not None]
    shown = {
        "found": found,
        "me": actor.id,
        "leads": bool(may_lead(actor, found.team, today)),
        "records": bool(may_record(actor, found.team, today)),
        "colleague": colleague or ColleagueForm(viewer=actor, found=found),
        "partner": partner or PartnerForm(found=found, today=today),
        "form": bad[0] if bad else None,
        "offer": offer_shown(actor, found, today),
        "invitations": invitations_of(actor, found, today),
    }
    return render(request, "cases/team.html", shown, status=422 if bad else 200)


@sensitive_post_parameters()
@require_POST
@in_role(*OPENS_CASES)
def add_member(request: HttpRequest, case: UUID) -> HttpResponse:
    """Let a colleague in."""
    actor, now = actor_of(request), timezone.now()
    found = _found(request, actor, case, now)
    form = ColleagueForm(request.POST, viewer=actor, found=found)
    if form.is_valid() and _done(form, lambda: do.add_member(actor, case, UUID(form.cleaned_data["person"]), now=now)):
        messages.success(request, _("Uw collega ziet dit dossier nu in zijn of haar lijst."))
        return HttpResponseRedirect(reverse("cases:team", args=[case]))
    return _team(request, found, actor, timezone.localdate(now), colleague=form)


@sensitive_post_parameters()
@require_POST
@in_role(*OPENS_CASES)
def invite_partner(request: HttpRequest, case: UUID) -> HttpResponse:
    """Offer somebody of a partner a place."""
    actor, now = actor_of(request), timezone.now()
    found = _found(request, actor, case, now)
    form = PartnerForm(request.POST, found=found, today=timezone.localdate(now))
    site = request.build_absolute_uri("/")

    def invite() -> None:
        said = form.cleaned_data
        do.invite_partner(actor, case, said["address"], said["until"], site=site, now=now)

    if form.is_valid() and _done(form, invite):
        messages.success(
            request,
            _("Kan iemand met dit adres meedoen, dan ligt de uitnodiging klaar. Na een ja ziet u hier wie het is."),
        )
        return HttpResponseRedirect(reverse("cases:team", args=[case]))
    return _team(request, found, actor, timezone.localdate(now), partner=form)


@require_POST
@in_role(*OPENS_CASES)
def withdraw_invitation(request: HttpRequest, case: UUID, invitation: UUID) -> HttpResponse:
    """Take back an invitation that waits."""
    said = _("De uitnodiging is teruggenomen.")
    return _lead(request, case, said, lambda actor, now: do.withdraw_invitation(actor, case, invitation, now=now))


def _done(form: Form, what: Callable[[], None]) -> bool:
    """Do what was asked, or show with the form why not."""
    try:
        what()
    except NotAllowedError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    return True


@require_POST
@in_role(*OPENS_CASES)
def remove_member(request: HttpRequest, case: UUID, person: UUID) -> HttpResponse:
    """End somebody's place, or one's own."""
    actor, now = actor_of(request), timezone.now()
    _found(request, actor, case, now)
    try:
        do.remove_member(actor, case, person, now=now)
    except NotAllowedError as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("cases:team", args=[case]))
    if person == actor.id:
        messages.success(request, _("U hoort niet meer bij dat dossier."))
        return HttpResponseRedirect(reverse("cases:my-cases"))
    messages.success(request, _("Deze persoon ziet het dossier niet meer."))
    return HttpResponseRedirect(reverse("cases:team", args=[case]))


@require_POST
@in_role(*OPENS_CASES)
def hand_over(request: HttpRequest, case: UUID, person: UUID) -> HttpResponse:
    """Ask a colleague of the team to take over as lead."""
    said = _(
        "Uw collega ziet uw vraag bij dit dossier. Tot hij of zij ja zegt, blijft u de trekker. Daarna blijft u "
        "in het team, tot de nieuwe trekker anders beslist."
    )
    return _lead(request, case, said, lambda actor, now: do.offer_lead(actor, case, person, now=now))


@require_POST
@in_role(*OPENS_CASES)
def take_back_lead(request: HttpRequest, case: UUID) -> HttpResponse:
    """Take back that a colleague was asked to take over."""
    said = _("U blijft de trekker. De vraag aan uw collega is weg.")
    return _lead(request, case, said, lambda actor, now: do.take_back_lead(actor, case, now=now))


@require_POST
@in_role(*OPENS_CASES)
def answer_lead(request: HttpRequest, case: UUID) -> HttpResponse:
    """Take over as lead, or decline."""
    takes = "yes" in request.POST
    said = _("U bent nu de trekker van dit dossier.") if takes else _("U neemt het niet over. De trekker blijft.")
    return _lead(request, case, said, lambda actor, now: do.answer_lead(actor, case, takes=takes, now=now))


def _lead(request: HttpRequest, case: UUID, said: str, what: Callable[[Actor, datetime], None]) -> HttpResponseRedirect:
    """Do what concerns the place of the lead and go back to the team, or say there why not."""
    actor, now = actor_of(request), timezone.now()
    _found(request, actor, case, now)
    try:
        what(actor, now)
    except NotAllowedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(reverse("cases:team", args=[case]))


@require_POST
@in_role(*OPENS_CASES)
def answer_invitation(request: HttpRequest, place: UUID) -> HttpResponse:
    """Take a place that was offered, or decline it."""
    actor = actor_of(request)
    try:
        row = do.answer_invitation(actor, place, takes_part="yes" in request.POST, now=timezone.now())
    except NotAllowedError:
        refuse(request)
    if row is not None:
        return HttpResponseRedirect(reverse("cases:open-case", args=[row.pk]))
    messages.success(request, _("U doet niet mee. De trekker ziet dat."))
    return HttpResponseRedirect(reverse("cases:my-cases"))


def _found(request: HttpRequest, actor: Actor, case: UUID, now: datetime) -> OpenCase:
    found = case_for(actor, case, today=timezone.localdate(now))
    if found is None:
        refuse(request)
    return found
