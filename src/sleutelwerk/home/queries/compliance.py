"""Looks up what the draft documents are made from: the organisation, what is kept, terms, versions and hashes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.apps import apps
from django.conf import settings
from django.utils import timezone

import sleutelwerk
from sleutelwerk.accounts.queries.organisations import OwnOrganisation, latest_advice, own_organisation
from sleutelwerk.accounts.queries.people import colleagues
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role, review_days
from sleutelwerk.accounts.rules.sessions import FRESH_FOR
from sleutelwerk.function_profiles import content as profiles_content
from sleutelwerk.home.content import current_promises
from sleutelwerk.home.engine.promises import Promise, Promises
from sleutelwerk.home.queries.personal_data import OF_LIBRARIES, Group, OfLibrary, groups, term, trail_terms
from sleutelwerk.home.rules import may_read_drafts
from sleutelwerk.route_map.engine.model import OutcomeKind
from sleutelwerk.route_map.queries.published import current_chart

#: Rooms that a draft has to describe as soon as they keep something; until then they are outside its scope.
LATER_ROOMS = {
    "cases": "dossiers over samenwerkingen met een sleutelfiguur",
    "deliberation": "zittingen van een moreel beraad",
}


@dataclass(frozen=True, slots=True)
class Advice:
    """What the FG himself advised, in words."""

    dpia_date: date
    residual_risk: str
    prior_consultation: str
    valid_until: date


@dataclass(frozen=True, slots=True)
class Content:
    """A published version of content: what it is called, its number, its SHA-256 and when it was checked."""

    title: str
    slug: str
    version: int
    content_hash: str
    checked: date


@dataclass(frozen=True, slots=True)
class MapFigures:
    """How large the route map is; `person` counts the questions about a person."""

    questions: int
    person: int
    answers: int
    outcomes: int
    stops: int


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the drafts state, as it is on this day in this installation."""

    organisation: OwnOrganisation
    kind: str
    advice: Advice | None
    accounts: int
    today: date
    version: str
    released: date
    idle_minutes: int
    session_hours: int
    fresh_minutes: int
    production: bool
    personal: tuple[Group, ...]
    libraries: tuple[OfLibrary, ...]
    trail: tuple[tuple[str, str], ...]
    roles: tuple[tuple[str, str, str], ...]
    route_map: Content
    figures: MapFigures
    profiles: Content
    promises: Promises
    not_described: tuple[str, ...]
    not_installed: tuple[str, ...]

    def promise(self, name: str) -> Promise | None:
        """Give a promise by its id, with the tests behind it; None when an organisation's own list leaves it out."""
        return next((one for one in self.promises.all if one.id == name), None)


def facts_for(viewer: Actor, *, now: datetime) -> Facts | None:
    """Give the facts about the viewer's organisation; None when he may not read the drafts."""
    organisation = own_organisation(viewer)
    if organisation is None or not may_read_drafts(viewer, organisation.pk):
        return None
    installed = {name: _keeps_something(name) for name in LATER_ROOMS}
    route_map, figures = _route_map()
    return Facts(
        organisation=organisation,
        kind=organisation.get_kind_display() if organisation.kind else "",
        advice=_advice(organisation),
        accounts=sum(one.active and not one.fictional for one in colleagues(viewer, now=now)),
        today=timezone.localdate(now),
        version=sleutelwerk.__version__,
        released=date.fromisoformat(sleutelwerk.__released__),
        idle_minutes=settings.SESSION_IDLE_MINUTES,
        session_hours=settings.SESSION_HOURS,
        fresh_minutes=int(FRESH_FOR.total_seconds() // 60),
        production=settings.PRODUCTION,
        personal=groups(),
        libraries=OF_LIBRARIES,
        trail=trail_terms(),
        roles=tuple((role.label, role.does, term(review_days(role))) for role in Role),
        route_map=route_map,
        figures=figures,
        profiles=_profiles(),
        promises=current_promises(),
        not_described=tuple(words for name, words in LATER_ROOMS.items() if installed[name]),
        not_installed=tuple(words for name, words in LATER_ROOMS.items() if not installed[name]),
    )


def _keeps_something(room: str) -> bool:
    """Tell whether a room is there and has tables: without any it has nothing to be described."""
    return apps.is_installed(f"sleutelwerk.{room}") and any(apps.get_app_config(room).get_models())


def _advice(organisation: OwnOrganisation) -> Advice | None:
    found = latest_advice(organisation.pk)
    if found is None:
        return None
    return Advice(
        found.dpia_date,
        found.get_residual_risk_display(),
        found.get_prior_consultation_display(),
        found.valid_until,
    )


def _route_map() -> tuple[Content, MapFigures]:
    found = current_chart().route_map
    figures = MapFigures(
        questions=len(found.questions),
        person=sum(question.about_person for question in found.questions),
        answers=sum(len(question.options) for question in found.questions),
        outcomes=len(found.outcomes),
        stops=sum(outcome.kind is OutcomeKind.STOP for outcome in found.outcomes),
    )
    checked = date.fromisoformat(found.checked)
    return Content(found.title, found.slug, found.version, found.content_hash, checked), figures


def _profiles() -> Content:
    found = profiles_content.current().profiles
    return Content(found.title, found.slug, found.version, found.content_hash, date.fromisoformat(found.checked))
