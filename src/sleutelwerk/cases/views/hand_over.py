"""The page on which a case is offered to another organisation, and the answers to such an offer."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from sleutelwerk.accounts.rules.roles import OPENS_CASES
from sleutelwerk.accounts.views.gates import actor_of, freshly_proved, in_role, refuse
from sleutelwerk.cases.actions import hand_over as do
from sleutelwerk.cases.actions.taking_over import accept_offer
from sleutelwerk.cases.forms.hand_over import OfferForm
from sleutelwerk.cases.queries.cases import case_for
from sleutelwerk.cases.queries.hand_over import leaving_of, offer_to, waiting_offer
from sleutelwerk.cases.rules.hand_over import WAITS, may_offer
from sleutelwerk.cases.rules.team import Readers, may_lead
from sleutelwerk.cases.views.opened import done, show
from sleutelwerk.core.verdict import NotAllowedError


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
@freshly_proved
def offer_case(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask to whom a case is offered, and offer it; what that person's answer is, shows later.

    Nothing leaves the house more completely than a whole case: it asks for a fresh factor, as a part of one does (N34).
    """
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    found = case_for(actor, case, today=today)
    if found is None or not may_lead(actor, found.team, today):
        refuse(request)
    form = OfferForm(request.POST or None, with_him=found.candidate is not None)
    site = request.build_absolute_uri("/")
    if form.is_valid() and done(
        form,
        lambda: do.offer_case(actor, case, form.cleaned_data["address"], form.his_yes(), site=site, now=now),
    ):
        messages.success(
            request, _("Is dit adres hier bekend, dan ligt uw vraag klaar. Tot er ja is gezegd, verandert er niets.")
        )
        return HttpResponseRedirect(reverse("cases:team", args=[case]))
    leaving, waits = leaving_of(found.row, found.candidate, today), waiting_offer(found.row.pk, today=today) is not None
    shown = {
        "found": found, "form": form, "days": WAITS.days,
        "verdict": may_offer(actor, found.team, today, leaving, waits=waits),
    }  # fmt: skip
    return show(request, "cases/offer_case.html", shown, status=422 if form.errors else 200, only=Readers.LEAD)


@require_POST
@in_role(*OPENS_CASES)
def revoke_offer(request: HttpRequest, case: UUID) -> HttpResponse:
    """Keep the case after all."""
    actor, now = actor_of(request), timezone.now()
    if case_for(actor, case, today=timezone.localdate(now)) is None:
        refuse(request)
    try:
        do.revoke_offer(actor, case, now=now)
    except NotAllowedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("U houdt het dossier. Uw vraag is weg."))
    return HttpResponseRedirect(reverse("cases:team", args=[case]))


@require_POST
@in_role(*OPENS_CASES)
def answer_offer(request: HttpRequest, offer: UUID) -> HttpResponse:
    """Take a case over, or decline it."""
    actor, now = actor_of(request), timezone.now()
    if offer_to(actor, offer, today=timezone.localdate(now)) is None:
        refuse(request)
    site = request.build_absolute_uri("/")
    try:
        if "yes" in request.POST:
            row = accept_offer(actor, offer, site=site, now=now)
            messages.success(request, _("Dit dossier is nu van uw organisatie, en u bent de trekker."))
            return HttpResponseRedirect(reverse("cases:open-case", args=[row.pk]))
        do.refuse_offer(actor, offer, site=site, now=now)
    except NotAllowedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("U neemt het niet over. Wie het vroeg, krijgt bericht."))
    return HttpResponseRedirect(reverse("cases:my-cases"))
