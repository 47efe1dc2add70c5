"""What somebody looks for in the audit trail, also on the day that data leaked."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sleutelwerk.accounts.queries.people import colleagues
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.queries.touched import partners_of
from sleutelwerk.core.events import Retention
from sleutelwerk.home.queries.breach import Question
from sleutelwerk.home.queries.oversight import RETENTION_NAMES, Asked
from sleutelwerk.ui.forms import a_moment


class TrailForm(forms.Form):
    """A period, a kind, who did it, about whom and about which file; all may stay empty.

    The choices go along in the address, as ids: no names.
    """

    since = forms.DateField(label=_("Vanaf"), required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=_("Tot en met"), required=False, widget=forms.DateInput({"type": "date"}))
    kind = forms.ChoiceField(label=_("Soort"), required=False)
    person = forms.ChoiceField(label=_("Wie deed het"), required=False)
    about = forms.ChoiceField(label=_("Over wie"), required=False)
    file = forms.CharField(
        label=_("Over welk dossier, welke envelop of welk beraad"),
        required=False,
        max_length=40,
        help_text=_("De code van een dossier, of een kenmerk uit het logboek. Typ hier geen naam."),
    )
    site = forms.BooleanField(label=_("Het logboek van de site zelf (alleen voor het huis)"), required=False)
    page = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: Actor, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(one.id), one.name) for one in colleagues(viewer, now=now)]
        everybody = [("", _("iedereen")), *people]
        self._choices("kind", [("", _("alles")), *((one.value, RETENTION_NAMES[one]) for one in Retention)])
        self._choices("person", everybody)
        self._choices("about", everybody)

    def _choices(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def asked(self) -> Asked:
        """Give what is looked for."""
        given = self.cleaned_data
        return Asked(
            since=given["since"], until=given["until"], retention=Retention(given["kind"]) if given["kind"] else None,
            person=UUID(given["person"]) if given["person"] else None,
            about=UUID(given["about"]) if given["about"] else None, file=given["file"], site=given["site"],
            page=given["page"] or 1,
        )  # fmt: skip

    def query(self) -> str:
        """Give what was filled in as it goes along to another page."""
        return urlencode({name: value for name, value in self.data.items() if value and name != "page"})


class LeakForm(forms.Form):
    """Whose account, over which time, and when somebody noticed."""

    person = forms.ChoiceField(
        label=_("Om welk account gaat het?"), error_messages={"required": _("Kies een account.")}
    )
    since = a_moment(_("Vanaf wanneer kan het mis zijn gegaan?"))
    until = a_moment(_("Tot wanneer?"))
    noticed = a_moment(_("Wanneer merkte iemand het?"), _("Vanaf dit moment telt de klok van 72 uur."))

    def __init__(self, *args: Any, viewer: Actor, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        people = [(one.id, one.name) for one in colleagues(viewer, now=now)]
        partners = [(key, _("%(name)s (partner)") % {"name": name}) for key, name in partners_of(viewer)]
        field.choices = [("", _("Kies …")), *((str(key), name) for key, name in (*people, *partners))]
        self._now = now

    def clean(self) -> dict[str, Any]:
        """Refuse a time that ends before it begins, and what has not been yet."""
        said = super().clean() or self.cleaned_data
        since, until, noticed = (said.get(name) for name in ("since", "until", "noticed"))
        if since and until and until <= since:
            self.add_error("until", _("Kies een moment na het begin."))
        if noticed and noticed > self._now:
            self.add_error("noticed", _("Kies een moment dat al geweest is."))
        return said

    def question(self) -> Question:
        """Give what is looked for."""
        said = self.cleaned_data
        return Question(UUID(said["person"]), said["since"], said["until"], said["noticed"])
