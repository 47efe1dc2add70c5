"""What a content owner types: an article with all that it says of itself, a note, and a reason."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sleutelwerk.knowledge.actions.articles import Draft
from sleutelwerk.knowledge.engine.articles.compose import WRITTEN_KEYS, Remark
from sleutelwerk.knowledge.engine.articles.model import AUDIENCE_LABELS, PHASE_LABELS, THEME_LABELS
from sleutelwerk.knowledge.rules.articles import LONGEST_NOTE

#: In characters; the check counts in bytes. A draft that is longer than an article may be can still be kept.
LONGEST_BODY = 200_000
#: Far more than an article may have, so that a draft holds what is too long until somebody shortens it.
_ROOM = 2_000
_SEPARATORS = re.compile(r"[,;\n]+")


class ArticleForm(forms.Form):
    """An article as it is written. It holds what is wrong or missing too: the check tells, and proposing waits."""

    title = forms.CharField(label=_("Titel"), help_text=_("Kort, 3 tot 70 tekens. Zonder punt aan het eind."))
    slug = forms.CharField(
        label=_("Korte naam"),
        help_text=_(
            "Staat in het adres van het artikel. Kleine letters, cijfers en streepjes. Na publicatie ligt hij vast."
        ),
    )
    summary = forms.CharField(
        label=_("Samenvatting"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Een of twee zinnen, 40 tot 220 tekens. Iedereen leest dit, ook bij een afgeschermd artikel."),
    )
    summary_en = forms.CharField(
        label=_("Samenvatting in het Engels"),
        widget=forms.Textarea({"rows": 3, "lang": "en"}),
        help_text=_("Hetzelfde, 20 tot 260 tekens."),
    )
    theme = forms.ChoiceField(
        label=_("Onderwerp"),
        choices=[("", _("Kies een onderwerp")), *((one.value, label) for one, label in THEME_LABELS.items())],
        help_text=_("Op welke plank het artikel staat."),
    )
    phase = forms.MultipleChoiceField(
        label=_("Wanneer heeft een lezer dit nodig?"),
        choices=[(one.value, label) for one, label in PHASE_LABELS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    audience = forms.MultipleChoiceField(
        label=_("Voor wie is het?"),
        choices=[(one.value, label) for one, label in AUDIENCE_LABELS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    access = forms.ChoiceField(
        label=_("Wie mag het lezen?"),
        choices=[("public", _("Iedereen")), ("gated", _("Alleen lezers met toegang"))],
        widget=forms.RadioSelect,
    )
    checked = forms.CharField(
        label=_("Nagekeken op"),
        widget=forms.DateInput({"type": "date"}),
        help_text=_("De dag waarop u feiten, wetten en bedragen voor het laatst nakeek."),
    )
    keywords = forms.CharField(
        label=_("Zoekwoorden"),
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Andere woorden waarmee mensen dit zoeken, met komma’s ertussen. Hoogstens 20."),
    )
    related = forms.MultipleChoiceField(
        label=_("Welke artikelen horen erbij?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Hoogstens zes."),
    )
    body = forms.CharField(
        label=_("Tekst"),
        strip=False,
        max_length=LONGEST_BODY,
        widget=forms.Textarea({"rows": 28, "spellcheck": "true", "lang": "nl"}),
    )
    takes_newer = forms.BooleanField(
        label=_("Ik heb de nieuwere meegeleverde tekst verwerkt"),
        help_text=_("Dan verdwijnt de melding daarover zodra u bewaart."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    def __init__(
        self,
        *args: Any,
        related: Sequence[tuple[str, str]] = (),
        fixed_slug: bool = True,
        behind: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        names = dict(related)
        chosen = self._chosen_related()
        # what is chosen and is no longer there stays visible, so that it can be taken out
        gone = [(slug, _("%(slug)s (bestaat niet meer)") % {"slug": slug}) for slug in chosen if slug not in names]
        self._field("related", forms.MultipleChoiceField).choices = [*related, *gone]
        if fixed_slug:
            del self.fields["slug"]
        if not behind:
            del self.fields["takes_newer"]
        for name, field in self.fields.items():
            field.required = False
            if isinstance(field, forms.CharField) and name != "body":
                field.max_length = _ROOM
                field.validators.append(forms.CharField(max_length=_ROOM).validators[0])

    def _field(self, name: str, kind: type[forms.MultipleChoiceField]) -> forms.MultipleChoiceField:
        field = self.fields[name]
        assert isinstance(field, kind)
        return field

    def _chosen_related(self) -> list[str]:
        given: Any = self.data.getlist("related") if hasattr(self.data, "getlist") else None
        if not given:
            given = (self.initial or {}).get("related") or []
        return [str(one)[:_ROOM] for one in given]

    def clean_body(self) -> str:
        """Give the text with plain line ends, whatever the browser sends."""
        return str(self.cleaned_data["body"]).replace("\r\n", "\n").replace("\r", "\n")

    def clean_keywords(self) -> list[str]:
        """Give the words apart."""
        parts = (part.strip() for part in _SEPARATORS.split(self.cleaned_data["keywords"]))
        return [part for part in parts if part]

    def draft(self) -> Draft:
        """Give what was typed."""
        said = self.cleaned_data
        front = {key: said.get(key) for key in WRITTEN_KEYS}
        slug = str(said.get("slug") or "").strip()
        takes_newer = bool(said.get("takes_newer"))
        return Draft(front, said["body"], said.get("revision") or 0, slug, takes_newer)

    def with_remarks(self, remarks: Sequence[Remark]) -> list[tuple[forms.BoundField, list[Remark]]]:
        """Give each field with what the check says of it, in the order of the page."""
        return [(field, [one for one in remarks if one.field == field.name]) for field in self.visible_fields()]


def initial_of(front: Mapping[str, Any], body: str, revision: int) -> dict[str, Any]:
    """Give a version as the form takes it."""
    said = {key: front.get(key) for key in ("slug", *WRITTEN_KEYS)}
    return {**said, "keywords": ", ".join(front.get("keywords") or ()), "body": body, "revision": revision}


class NoteForm(forms.Form):
    """Why an article is to change."""

    keeps: ClassVar = {"note": "knowledge.ArticleVersion.note"}

    note = forms.CharField(
        label=_("Waarom verandert dit?"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 3, "maxlength": LONGEST_NOTE}),
        help_text=_("Uw collega leest dit bij het tekenen, en later staat het in de geschiedenis. Noem geen mensen."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReasonForm(forms.Form):
    """Why a proposal goes back."""

    keeps: ClassVar = {"reason": "knowledge.ArticleVersion.returned_reason"}

    reason = forms.CharField(
        label=_("Wat kan er beter?"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 3, "maxlength": LONGEST_NOTE}),
        help_text=_("De schrijver leest dit. Noem geen mensen."),
    )


class SignForm(forms.Form):
    """The second signature, for what was on the screen."""

    read = forms.BooleanField(label=_("Ik heb gelezen wat er verandert, en het klopt"))
    revision = forms.IntegerField(widget=forms.HiddenInput)
    against = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
