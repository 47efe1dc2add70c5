"""Begins case files for tests, as a professional would, and fills their assignment in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests.people import NOW, Cast

from sleutelwerk.cases.actions.assignment import Changes, save_assignment, settle_assignment
from sleutelwerk.cases.actions.beginning import Beginning, begin_case
from sleutelwerk.cases.actions.candidate import Told, note_told, note_yes
from sleutelwerk.cases.actions.team import add_member
from sleutelwerk.cases.models import Case
from sleutelwerk.cases.queries.cases import OpenCase, case_for
from sleutelwerk.route_map.engine.receipt import Receipt
from sleutelwerk.route_map.queries.published import current_chart

TODAY = date(2026, 11, 27)
GOAL = "Meer kinderen gaan elke dag naar school."
COMPLETE = Changes(
    columns={
        "theme": "school", "profile": "verbinder", "starts_on": date(2027, 1, 1), "ends_on": date(2027, 12, 31),
    },
    texts={
        "objective": "School, leerplicht en wijkteam werken samen aan vaste schoolgang.",
        "area": "Gemeente Hier",
        "commissioner": "de wethouder jeugd",
        "mandate": "collegebesluit van 3 november",
        "contact": "de programmamanager",
        "deputy": "de adviseur jeugd",
        "legal_basis": "public_task",
        "legal_task": "Leerplichtwet, artikel 16",
        "dpia": "DPIA 2026-14",
    },
)  # fmt: skip


def begun(cast: Cast, who: str = "professional", **given: Any) -> Case:
    """Begin a case with a title and a goal."""
    return begin_case(cast.actor(who), Beginning(**{"title": "Samen naar school", "goal": GOAL} | given), now=NOW)


def complete(cast: Cast, who: str = "professional") -> Case:
    """Begin one and fill in all that an assignment must say."""
    return save_assignment(cast.actor(who), begun(cast, who).pk, COMPLETE, now=NOW)


def a_receipt(**other: Any) -> Receipt:
    """Give the receipt of a walk on the map that ships, which came to the connector."""
    route_map = current_chart().route_map
    outcome = next(one for one in route_map.outcomes if one.profile == "verbinder")
    told = Receipt(route_map.slug, route_map.version, route_map.content_hash, "0", (), outcome.id, ())
    return replace(told, **other)


def settled(cast: Cast, who: str = "professional") -> Case:
    """Begin one of which the assignment stands."""
    return settle_assignment(cast.actor(who), complete(cast, who).pk, now=NOW)


def seen_by(cast: Cast, who: str, case: Case) -> OpenCase | None:
    """Give a case as somebody sees it."""
    return case_for(cast.actor(who), case.pk, today=TODAY)


def at_agreement(cast: Cast, who: str = "professional") -> Case:
    """Begin one whose candidate was chosen and told so; how that came about is another stage."""
    row = settled(cast, who)
    papers = {"reach": "text", "place": "with_us", "note": ""}
    told = Told(TODAY - timedelta(days=3), "face_to_face", knows=True, papers=papers)
    note_told(cast.actor(who), row.pk, told, now=NOW)
    note_yes(cast.actor(who), row.pk, TODAY - timedelta(days=1), now=NOW)
    Case.objects.filter(pk=row.pk).update(stage="agreement")
    row.refresh_from_db()
    return row


def at_work(cast: Cast, who: str = "professional", *, stage: str = "carrying_out", team: Sequence[str] = ()) -> Case:
    """Begin one in which he works with us, or what he gets is talked through, with these colleagues in the team."""
    row = at_agreement(cast, who)
    for name in team:
        add_member(cast.actor(who), row.pk, cast[name].pk, now=NOW)
    Case.objects.filter(pk=row.pk).update(stage=stage)
    row.refresh_from_db()
    return row


def at_assessment(cast: Cast, who: str = "professional") -> Case:
    """Begin one whose candidate said yes."""
    row = settled(cast, who)
    papers = {"reach": "text", "place": "with_us", "note": ""}
    told = Told(TODAY - timedelta(days=3), "face_to_face", knows=True, papers=papers)
    note_told(cast.actor(who), row.pk, told, now=NOW)
    note_yes(cast.actor(who), row.pk, TODAY - timedelta(days=1), now=NOW)
    row.refresh_from_db()
    return row
