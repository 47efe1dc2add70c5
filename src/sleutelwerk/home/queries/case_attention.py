"""Looks up what waits for somebody in the case files of his teams; texts name none but by its code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.queries.advice import without_advice
from sleutelwerk.cases.queries.allowance import hands_wanted
from sleutelwerk.cases.queries.asks import ASKS
from sleutelwerk.cases.queries.cases import OpenCase, cases_of, invitations_for
from sleutelwerk.cases.queries.conditions import follows_for
from sleutelwerk.cases.queries.decision import decisions_for, looked_anew_for
from sleutelwerk.cases.queries.envelope import asks_to_open
from sleutelwerk.cases.queries.hand_over import offers_for
from sleutelwerk.cases.rules.decision import is_behind
from sleutelwerk.home.queries.attention_task import Task


def of_case_worker(viewer: Actor, now: datetime) -> Iterator[Task]:
    """Give what waits in somebody's case files, and what he was asked from outside a team."""
    today = timezone.localdate(now)
    yield from _from_outside(viewer, today)
    # an example is there to look around in: it asks for nothing
    cases = [one for one in cases_of(viewer, today=today) if not one.example]
    if opening := asks_to_open(viewer, cases, now):
        waits = [one for one in cases if one.row.pk in opening]
        yield _task("lock", _("Een collega wil een envelop openen"), _("Lees waarom. Zeg ja of nee."), waits)
    if unadvised := without_advice(viewer, cases, today):
        text = _("Wat u afsprak, gaat door. Nieuwe afspraken wachten. Bel uw FG en vraag om een nieuw advies.")
        yield _task("shield", _("Er is geen geldig advies van de FG"), text, unadvised)
    if hands := hands_wanted(viewer, cases, today):
        yield _task("people", _("Er wacht een vergoeding op u"), _("Kijk of het klopt, en geef haar door."), hands)
    for one in ASKS:
        if waiting := [found for found in cases if one.asks(viewer, found, today)]:
            text = one.words(waiting) if one.words else str(one.text)
            yield _task(one.icon, str(one.title), text, waiting)


def _from_outside(viewer: Actor, today: date) -> Iterator[Task]:
    if invited := len(invitations_for(viewer, today=today)):
        text = ngettext(
            "Een andere organisatie vraagt u mee te doen.",
            "Andere organisaties vragen u %(n)s keer om mee te doen.",
            invited,
        )
        to = reverse("cases:my-cases")
        yield Task("mail", _("U bent uitgenodigd"), text % {"n": invited}, to, _("Lees de uitnodiging"))
    if offered := len(offers_for(viewer, today=today)):
        text = ngettext(
            "Een andere organisatie wil u een dossier overdragen.",
            "Andere organisaties willen u %(n)s dossiers overdragen.",
            offered,
        )
        to = reverse("cases:my-cases")
        yield Task("people", _("U krijgt een dossier aangeboden"), text % {"n": offered}, to, _("Lees wie het vraagt"))
    for row in decisions_for(viewer, today):
        text = _("U had er geen deel aan, en kijkt daarom met frisse ogen. U ziet alleen wat u nodig hebt.")
        to = reverse("cases:decide", args=[row.pk])
        yield Task("flag", _("U bent gevraagd te beslissen"), text, to, _("Lees waarover het gaat"))
    for anew in looked_anew_for(viewer):
        text = _("Iemand vroeg erom, en twee mensen van het team kijken opnieuw. U hoeft niets te doen.")
        to = reverse("cases:decide", args=[anew.pk])
        yield Task("info", _("Over een besluit van u wordt opnieuw nagedacht"), text, to, _("Lees wat er gebeurt"))
    for row, until in follows_for(viewer):
        late = _("De dag is voorbij, en er is nog niet alles geregeld.")
        text = late if is_behind(until, today) else _("Er is nog niet alles geregeld.")
        to = reverse("cases:decide", args=[row.pk])
        yield Task("clock", _("U zei ja, als eerst iets is geregeld"), text, to, _("Kijk hoe het staat"))


def _task(icon: str, title: str, text: str, cases: Sequence[OpenCase]) -> Task:
    """Lead to the one case that asks, or to the list when there are more."""
    if len(cases) == 1:
        return Task(icon, title, text, _case(cases[0])[1], _("Ga naar het dossier"))
    many = ngettext("In %(n)s dossier.", "In %(n)s dossiers.", len(cases)) % {"n": len(cases)}
    return Task(
        icon, title, f"{text} {many}", reverse("cases:my-cases"), _("Ga naar uw dossiers"), tuple(map(_case, cases))
    )


def _case(found: OpenCase) -> tuple[str, str]:
    """Name a case by its code, which says nothing to who looks along, with where it stands."""
    return found.row.code, reverse("cases:open-case", args=[found.row.pk])
