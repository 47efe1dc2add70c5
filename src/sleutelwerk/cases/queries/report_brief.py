"""Gives the report of all that is kept about somebody in short: what there is, how much, and until when (N23)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from sleutelwerk.cases.engine.retention import told_of_ending
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.ending import ending_of
from sleutelwerk.cases.queries.report import Report
from sleutelwerk.cases.queries.terms import terms_of_case


@dataclass(frozen=True, slots=True)
class Brief:
    """The report in short. Once an end was begun there is a day for each thing; before that the terms, in plain words.

    A thing without a day stays, and holds nothing of him.
    """

    kinds: Sequence[tuple[str, int]]
    days: Sequence[tuple[str | Promise, date | None]]
    terms: str


def brief_of(report: Report, found: OpenCase) -> Brief:
    """Put a report in short."""
    ending = ending_of(found)
    return Brief(
        kinds=[(one.title, len(one.blocks)) for one in report.sections if one.blocks],
        days=[(one.his, one.gone_on) for one in ending.kept] if ending else (),
        terms=told_of_ending(terms_of_case(found.row)),
    )
