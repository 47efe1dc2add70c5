"""A method on one sheet, its sheets for the wall and a dilemma as a card: plain data for the typst templates here."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sleutelwerk.deliberation.engine.model import Dilemma, DilemmaSet, Method, Step
from sleutelwerk.deliberation.queries.methods import PHASES
from sleutelwerk.ui.documents import typeset

_FOLDER = "deliberation/documents"


@lru_cache(maxsize=16)
def overview_pdf(method: Method) -> bytes:
    """Make one page with the line of steps: what each is for, how long it takes and what may be shorter."""
    title = _("%(name)s op één vel") % {"name": method.title}
    data = {
        **_whole(title, method.checked),
        "name": method.title,
        "tagline": method.tagline,
        "outcome": method.outcome,
        "minutes": method.minutes,
        "steps": [_line(step) for step in method.steps],
        "prepare": method.prepare,
        "rules": method.rules,
        "noted": method.noted,
        "not_noted": method.not_noted,
        "credits": ". ".join(credit.name for credit in method.credits),
    }
    return typeset(f"{_FOLDER}/overview.typ", data, dated=date.fromisoformat(method.checked))


@lru_cache(maxsize=16)
def sheets_pdf(method: Method) -> bytes:
    """Make a sheet of A3 for each step, in order, to read from two metres and to write on."""
    return typeset(f"{_FOLDER}/sheets.typ", sheets_data(method), dated=date.fromisoformat(method.checked))


def sheets_data(method: Method) -> dict[str, Any]:
    """Give what the sheets for the wall are made of; `filled` and `cells` hold what is written on them already."""
    title = _("%(name)s: vellen voor aan de muur") % {"name": method.title}
    return {
        **_whole(title, method.checked),
        "name": method.title,
        "count": len(method.steps),
        "steps": [
            {**_line(step), "ask": step.ask[:2], "sheet": _sheet(step), "filled": "", "cells": {}}
            for step in method.steps
        ],
    }


@lru_cache(maxsize=64)
def card_pdf(found: DilemmaSet, dilemma: Dilemma) -> bytes:
    """Make one page of a dilemma, to hand out in a deliberation."""
    data = {
        **_whole(dilemma.title, found.checked),
        "phase": PHASES[dilemma.phase],
        "situation": dilemma.situation,
        "question": dilemma.question,
        "estimate": dilemma.estimate,
        "sides": [
            {"name": "A", "choice": dilemma.a.choice, "damage": dilemma.a.damage},
            {"name": "B", "choice": dilemma.b.choice, "damage": dilemma.b.damage},
        ],
        "chair": dilemma.chair,
        "fixed": dilemma.fixed,
        "unknown": dilemma.unknown,
        "limits": [{"title": limit.title, "text": limit.text} for limit in found.limits],
    }
    return typeset(f"{_FOLDER}/card.typ", data, dated=date.fromisoformat(found.checked))


def _whole(title: str, checked: str) -> dict[str, Any]:
    day = date_format(date.fromisoformat(checked), "j F Y")
    return {
        "title": title,
        "date": checked,
        "footer": _("Eigen inhoud, niet van het CCV. Nagekeken op %(date)s.") % {"date": day},
        "words": {
            "page": _("Pagina"),
            "of": _("van"),
            "minutes": _("minuten"),
            "min": _("min"),
            "step": _("Stap"),
            "down_to": _("kan in"),
            "skip": _("mag vervallen"),
            "silent": _("schermen weg"),
            "chair": _("Lege stoel"),
            "chair_says": _("voor wie hier niet zit"),
            "prepare": _("Vooraf"),
            "rules": _("Onze afspraken"),
            "noted": _("Dit schrijven we op"),
            "not_noted": _("Dit schrijven we niet op"),
            "outcome": _("Aan het eind ligt er"),
            "credits": _("Methode van"),
            "question": _("De vraag"),
            "estimate": _("Schat eerst"),
            "damage": _("Schade"),
            "voices": _("Vraag het de lege stoel"),
            "fixed": _("Staat vast"),
            "unknown": _("Weten wij niet"),
            "limits": _("Dit praat geen beraad weg"),
            "invented": _("Een verzonnen situatie"),
            "no_answer": _("Een antwoord staat er niet bij. Dat is aan u."),
        },
    }


def _line(step: Step) -> dict[str, Any]:
    return {
        "title": step.title,
        "purpose": step.purpose,
        "minutes": step.minutes,
        "shortest": step.shortest,
        "skip": step.skip,
        "screens_down": step.screens_down,
        "empty_chair": step.empty_chair,
    }


def _sheet(step: Step) -> dict[str, Any]:
    sheet = step.sheet
    return {
        "top": sheet.top,
        "columns": sheet.columns,
        "rows": [*sheet.rows, *[""] * sheet.blank_rows],
        "named": bool(sheet.rows),
        "note": sheet.note,
    }
