"""How every form of the site is drawn: label above, explanation, error in words, large fields, cards for choices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import (
    BaseValidator,
    MaxLengthValidator,
    MaxValueValidator,
    MinLengthValidator,
    MinValueValidator,
)
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _


class SiteFormRenderer(TemplatesSetting):
    """Draws forms and fields with our templates; `{{ form }}` then looks like the site."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"


#: What the site says of a field that was left empty and says nothing of its own: what to do, and not a rule.
_MISSING: dict[type[forms.Field], dict[str, Any]] = {
    forms.Field: {"required": _("Vul dit in.")},
    forms.MultiValueField: {"incomplete": _("Vul dit in.")},
    forms.ChoiceField: {"required": _("Kies een antwoord.")},
    forms.BooleanField: {"required": _("Zet hier een vinkje.")},
    forms.FileField: {"required": _("Kies een bestand.")},
}


def say_what_is_missing() -> None:
    """Let every field that was left empty say what to do, in place of Django's 'Dit veld is verplicht'."""
    for kind, said in _MISSING.items():
        kind.default_error_messages = {**vars(kind).get("default_error_messages", {}), **said}


#: What the site says of a text or a number that is beyond its limit, in whatever form it stands.
_BEYOND: dict[type[BaseValidator], Any] = {
    MaxLengthValidator: _("Dit mag hoogstens %(limit_value)d tekens zijn; u hebt er %(show_value)d."),
    MinLengthValidator: _("Dit moet ten minste %(limit_value)d tekens zijn; u hebt er %(show_value)d."),
    MaxValueValidator: _("Dit mag hoogstens %(limit_value)s zijn."),
    MinValueValidator: _("Dit moet ten minste %(limit_value)s zijn."),
}


def say_what_is_beyond() -> None:
    """Let every field say in plain words how long it may be, in place of Django's 'Zorg dat deze waarde'."""
    for kind, said in _BEYOND.items():
        kind.message = said


def a_moment(label: Any, help_text: Any = "") -> forms.DateTimeField:
    """Ask for a day and a time."""
    return forms.DateTimeField(
        label=label, help_text=help_text,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={
            "required": _("Kies een dag en een tijd."),
            "invalid": _("Vul een dag en een tijd in als 2027-03-31 14:30."),
        },
    )  # fmt: skip
