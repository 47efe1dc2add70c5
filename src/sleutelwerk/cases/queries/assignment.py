"""Gives an assignment in the words of its pages, for whoever may read the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sleutelwerk.cases.queries.cases import BASES, PAGES, THEMES, OpenCase
from sleutelwerk.cases.rules.assignment import Basis, Page, Point, Theme
from sleutelwerk.function_profiles.content import current


@dataclass(frozen=True, slots=True)
class PageShown:
    """One page of an assignment: what was filled in, as pairs of label and text, and what is still open.

    Its `anchor` is by what its heading is found on a page that shows them all.
    """

    key: Page
    anchor: str
    label: str | Promise
    lines: Sequence[tuple[str, str]]
    points: Sequence[Point]


def assignment_lines(found: OpenCase) -> list[PageShown]:
    """Give the pages of an assignment, each with what stands on it."""
    said = _said(found)
    points = found.points
    return [
        PageShown(
            key,
            f"deel-{number}",
            label,
            [(name, text) for name, text in said[key] if text],
            [point for point in points if point.page is key],
        )
        for number, (key, label) in enumerate(PAGES.items(), start=1)
    ]


def _said(found: OpenCase) -> dict[Page, list[tuple[str, str]]]:
    text, row = found.facts.text, found.row
    basis = text("legal_basis")
    return {
        Page.GOAL: [(_("Doel"), text("goal")), (_("Integrale doelstelling"), text("objective"))],
        Page.PLACE: [
            (_("Thema"), str(THEMES[Theme(row.theme)]) if row.theme else ""),
            (_("Gebied"), text("area")),
        ],
        Page.MANDATE: [
            (_("Opdrachtgever"), text("commissioner")),
            (_("Besluit"), text("mandate")),
            (_("Aanspreekpunt"), text("contact")),
            (_("Vervanger"), text("deputy")),
        ],
        Page.BASIS: [
            (_("Grondslag"), str(BASES[Basis(basis)]) if basis else ""),
            (_("Wettelijke taak"), text("legal_task")),
            (_("DPIA"), text("dpia")),
        ],
        Page.PROFILE: [(_("Profiel"), profile_title(row.profile)), (_("Termijn"), _term(found))],
    }


def profile_title(profile: str) -> str:
    """Give what a profile is called; nothing when none was chosen, its own name when it is not here any more."""
    layer = current().profiles.by_id.get(profile)
    return layer.title if layer else profile


def _term(found: OpenCase) -> str:
    row = found.row
    if row.starts_on is None or row.ends_on is None:
        return ""
    return _("%(begin)s tot en met %(end)s") % {
        "begin": date_format(row.starts_on, "j F Y"), "end": date_format(row.ends_on, "j F Y")
    }  # fmt: skip
