"""A tag that leads from a page of a case to the article of the library that fits it, without a question to anybody."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import Any

from django import template
from django.forms import BaseForm, BaseFormSet
from django.template.context import Context
from django.urls import get_script_prefix, reverse

register = template.Library()

#: The one page that shows a case as a whole: what fits there is by the stage at which the case stands.
OVERVIEW = "open-case"
#: Every value that a page was given is held against these.
_FORMS, _MANY = (BaseForm, BaseFormSet), (list, tuple)


@register.inclusion_tag("cases/_read_about.html", takes_context=True)
def read_about(context: Context) -> dict[str, Any]:
    """Give the link for this page; nothing where no article fits.

    Where somebody may be typing it opens in a new tab, as what he typed would be gone: `typing` says so, in words.
    """
    # every template engine loads every tag at the start of a site; what this one reads is slow to load
    from sleutelwerk.cases.content import newest_help  # noqa: PLC0415

    found, request = newest_help(), context.get("request")
    match = getattr(request, "resolver_match", None)
    if found is None or match is None:
        return {}
    stage = context["found"].row.stage if match.url_name == OVERVIEW and "found" in context else ""
    fits = found.fitting(match.url_name or "", stage)
    if fits is None:
        return {}
    to = _address(fits.article, get_script_prefix()) + f"#{fits.part}"
    given = chain.from_iterable(layer.values() for layer in context.dicts)
    return {"label": fits.label, "to": to, "typing": any(map(_is_form, given))}


@lru_cache(maxsize=64)
def _address(article: str, _prefix: str) -> str:
    return reverse("knowledge:article", args=[article])


def _is_form(value: object) -> bool:
    if isinstance(value, _FORMS):
        return True
    return isinstance(value, _MANY) and any(isinstance(one, BaseForm) for one in value)
