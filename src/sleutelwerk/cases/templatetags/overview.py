"""What the overview of a case is drawn with: the line of its nine stages, and pairs of a label and a text."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django import template
from django.template.defaultfilters import linebreaksbr
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def stage_line(stage: str) -> SafeString:
    """Draw the nine stages, with how far each is when a case stands at this one."""
    return _stage_line(stage, get_language())


@lru_cache(maxsize=64)
def _stage_line(stage: str, _language: str | None) -> SafeString:
    """Draw it once for each stage: nothing in it is of one case."""
    # every template engine loads every tag at the start of a site; what this one reads is slow to load
    from sleutelwerk.cases.queries.cases import STAGES  # noqa: PLC0415
    from sleutelwerk.cases.rules.stages import Stage, line_of  # noqa: PLC0415

    line = [(one, *STAGES[one.stage]) for one in line_of(Stage(stage))]
    return mark_safe(render_to_string("cases/_stage_line.html", {"line": line}))  # noqa: S308  our own template


@register.simple_tag
def facts(lines: Iterable[tuple[str | Promise, str]]) -> SafeString:
    """Draw what goes in a list of facts: each label with its text, which may have more than one line.

    Everything is escaped here, by Python: Django's own way costs more than all the rest of a list.
    """
    drawn = (f"<div><dt>{escape(str(name))}</dt><dd>{_broken(text)}</dd></div>" for name, text in lines)
    return mark_safe("".join(drawn))  # noqa: S308  escaped above


def _broken(text: str) -> str:
    """Escape a text, and give it with its lines apart."""
    return linebreaksbr(text) if "\n" in text or "\r" in text else escape(text)
