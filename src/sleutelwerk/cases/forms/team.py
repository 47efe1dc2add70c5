"""Whom a lead lets into his team: a colleague from a list, or somebody of a partner by his work address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sleutelwerk.accounts.queries.case_workers import colleagues_for_cases
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.forms.assignment import a_day, last_day
from sleutelwerk.cases.queries.cases import OpenCase


class ColleagueForm(forms.Form):
    """A colleague who may have case files and is not in the team yet."""

    person = forms.ChoiceField(
        label=_("Collega"),
        error_messages={"required": _("Kies een collega."), "invalid_choice": _("Kies een collega uit de lijst.")},
    )

    def __init__(self, *args: Any, viewer: Actor, found: OpenCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        within = {one.person for one in found.people}
        people = [(str(one.id), one.name) for one in colleagues_for_cases(viewer) if one.id not in within]
        field.choices = [("", _("Kies een collega")), *people] if people else []
        self.anybody = bool(people)


class PartnerForm(forms.Form):
    """Somebody of another organisation, and until when."""

    address = forms.EmailField(
        label=_("Werkadres"), help_text=_("Het adres waarmee hij of zij hier inlogt."),
        error_messages={"required": _("Vul een adres in."), "invalid": _("Dit is geen adres. Kijk het na.")},
    )  # fmt: skip
    until = a_day(_("Toegang tot en met"), _("Niet later dan het einde van de opdracht."), required=True)

    def __init__(self, *args: Any, found: OpenCase, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"until": last_day(found, today)}, **kwargs})
