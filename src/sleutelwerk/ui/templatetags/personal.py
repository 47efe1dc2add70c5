"""Template tags that say beside a field why it is asked and how long the answer is kept."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sleutelwerk.ui.queries.personal_data import personal_field

register = template.Library()


@register.simple_tag
def why_we_ask(name: str, label: str = "") -> SafeString:
    """Draw a folded explanation of one field, in the words of the model that keeps it.

    `name` is the field as `accounts.User.email`; `label` is what it is called on this page, so that a screen reader
    tells several explanations apart. Raises NotDeclared when no model gives an account of it.
    """
    return render_to_string("ui/_why_we_ask.html", {"account": personal_field(name).account, "label": label})


@register.simple_tag
def why_this_field(field: BoundField) -> SafeString | str:
    """Draw the explanation of a form's field, when its form says in `keeps` under which model's field it is kept."""
    kept: dict[str, Any] = getattr(field.form, "keeps", {})
    return why_we_ask(kept[field.name], str(field.label)) if field.name in kept else ""
