"""Looks up what is newer than the content with which a case began; it asks hardly anything of the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.content import allowances_of, newest_agreement, newest_evaluation
from sleutelwerk.cases.models import Case
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.terms import terms_of_case
from sleutelwerk.cases.rules.drift import Content, Drift, Stamp, drifts, may_look_at_content
from sleutelwerk.deliberation.content import current as current_methods
from sleutelwerk.function_profiles.content import current as current_profiles
from sleutelwerk.publishing.content import ContentError, NoSuchContent

#: What each kind is called, as something that changed.
NAMES: Mapping[Content, str | Promise] = {
    Content.PROFILES: _("Het profiel: wat het vraagt, en wat u regelt"),
    Content.AGREEMENTS: _("De tekst van de afspraken"),
    Content.ALLOWANCES: _("De soorten en bedragen van een vergoeding"),
    Content.RETENTION: _("Hoe lang iets bewaard blijft"),
    Content.EVALUATION: _("De vragen en signalen bij het terugkijken"),
    Content.METHODS: _("De manieren van samen beraadslagen"),
}


def newest_of(row: Case, today: date) -> dict[Content, Stamp]:
    """Give the newest version of everything that a case rests on; what is not there or not right is left out."""
    found: dict[Content, Stamp] = {}
    for content, look in _LOOKS.items():
        with suppress(NoSuchContent, ContentError):
            stamp = look(row, today)
            if stamp is not None:
                found[content] = stamp
    return found


def _profiles(row: Case, _today: date) -> Stamp | None:
    newest = current_profiles().profiles
    return _stamp(newest) if newest.slug == row.profile_set else None


def _agreements(row: Case, _today: date) -> Stamp | None:
    newest = newest_agreement(row.profile)
    return None if newest is None else _stamp(newest)


def _methods(_row: Case, _today: date) -> Stamp | None:
    """Give all of them as one: a case may be talked about by any, and each that changes makes the sum higher."""
    found = current_methods().methods.values()
    if not found:
        return None
    return Stamp(sum(one.version for one in found), since=_day(max(one.checked for one in found)))


_LOOKS: Mapping[Content, Callable[[Case, date], Stamp | None]] = {
    Content.PROFILES: _profiles,
    Content.AGREEMENTS: _agreements,
    Content.ALLOWANCES: lambda _row, today: _stamp(allowances_of(today.year)),
    Content.RETENTION: lambda row, _today: _stamp(terms_of_case(row)),
    Content.EVALUATION: lambda _row, _today: _stamp(newest_evaluation()),
    Content.METHODS: _methods,
}


def _stamp(one: Any) -> Stamp:
    return Stamp(one.version, one.content_hash, _day(one.checked))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def as_kept(stamps: Mapping[Content, Stamp]) -> dict[str, list[Any]]:
    """Give stamps as a case keeps them."""
    return {content.value: [stamp.version, stamp.fingerprint] for content, stamp in stamps.items()}


def seen_by_team(row: Case) -> dict[Content, Stamp]:
    """Give which versions the team of a case knows of.

    The profile is the one that was frozen, and the agreement at least the one that was made: whoever takes a newer one
    knows of it.
    """
    seen = {Content(name): Stamp(*stamp) for name, stamp in row.content_seen.items() if name in list(Content)}
    if row.profile_version is not None:
        frozen = Stamp(row.profile_version, row.profile_hash)
        known = seen.get(Content.PROFILES)
        seen[Content.PROFILES] = frozen if known is None or known.version < frozen.version else known
    made = getattr(row, "agreement_made_from", None)
    if made is not None:
        known = seen.get(Content.AGREEMENTS)
        seen[Content.AGREEMENTS] = Stamp(made) if known is None or known.version < made else known
    return seen


def drift_of(found: OpenCase, today: date) -> tuple[Drift, ...]:
    """Give what is newer than the team of a case knows of; nothing before its assignment stands, or once it is over."""
    if not found.settled or found.over or found.example:
        return ()
    return drifts(seen_by_team(found.row), newest_of(found.row, today))


def drift_panel(viewer: Actor, found: OpenCase, today: date) -> dict[str, Any] | None:
    """Give what the overview tells of it: what stays as it was, and what is new here as well; None without any."""
    changed = drift_of(found, today)
    if not changed:
        return None
    lines = [(NAMES[one.content], one) for one in changed]
    verdict = may_look_at_content(viewer, found.team, today, drifted=True, ended=found.over)
    return {
        "own": [line for line in lines if line[1].keeps_its_own],
        "everywhere": [line for line in lines if not line[1].keeps_its_own],
        "may_say": bool(verdict),
    }


def content_changed(viewer: Actor, found: OpenCase, today: date) -> bool:
    """Tell whether a case asks its team to talk about newer content."""
    drifted = bool(drift_of(found, today))
    return bool(may_look_at_content(viewer, found.team, today, drifted=drifted, ended=found.over))
