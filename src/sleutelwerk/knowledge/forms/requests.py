"""What askers, vouching colleagues and reviewers fill in; each field is asked for a reason that the page gives."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from sleutelwerk.knowledge.actions.judging import Decision
from sleutelwerk.knowledge.actions.requests import Ask
from sleutelwerk.knowledge.content import access_rules
from sleutelwerk.knowledge.engine.addresses import BadAddress, Standing, normalised
from sleutelwerk.knowledge.rules.requests import (
    LONGEST_ANSWER,
    LONGEST_PURPOSE,
    Answer,
    may_use_address,
    may_vouch_from,
)
from sleutelwerk.privacy.content import current_guard
from sleutelwerk.privacy.forms import GuardedCharField, GuardedText
from sleutelwerk.publishing.rules import Scope, ScopeKind

ALL, ONE = ScopeKind.LIBRARY.value, ScopeKind.DOCUMENT.value


class AddressField(forms.CharField):
    """A mail address, made alike and refused when it pretends to be another one."""

    widget = forms.EmailInput

    def to_python(self, value: Any) -> str:
        """Give the address to write to. Raises ValidationError with what to do about it."""
        text = str(super().to_python(value) or "")
        if not text:
            return ""
        try:
            return normalised(text)
        except BadAddress as problem:
            raise ValidationError(problem.trouble.message, code=problem.trouble.value) from problem


class LineField(forms.CharField):
    """One line of text: without signs that would start a new line in a letter or turn the text around."""

    def to_python(self, value: Any) -> str:
        """Give the line. Raises ValidationError for signs that nobody types."""
        text = unicodedata.normalize("NFC", str(super().to_python(value) or ""))
        if any(unicodedata.category(sign) in {"Cc", "Cf", "Zl", "Zp", "Co", "Cn"} for sign in text):
            raise ValidationError(_("Hierin staat een teken dat er niet in hoort. Typ de tekst zelf in."), code="sign")
        return text


class StrictGuardedField(GuardedCharField):
    """A text of somebody whose organisation has no FG here to look back: what the guard finds is written otherwise."""

    template_name = "knowledge/forms/strict_field.html"

    def compress(self, data_list: list[Any]) -> GuardedText:
        """Give the text. Raises ValidationError when the guard remarks on anything."""
        text = str((data_list or [""])[0] or "")
        if current_guard().examine(text):
            raise ValidationError(_("Kijk nog eens naar de woorden hieronder en schrijf het anders."), code="guarded")
        return GuardedText(text)


def _missing(what: Any) -> dict[str, Any]:
    """Say what to do where nothing was filled in; a field of several parts calls an empty text incomplete."""
    return {"required": what, "incomplete": what}


def _line(label: Any, longest: int, complete: str, missing: Any) -> LineField:
    widget = forms.TextInput({"autocomplete": complete})
    return LineField(label=label, max_length=longest, widget=widget, error_messages=_missing(missing))


class AskForm(forms.Form):
    """Asking for access. The field for a colleague appears only when the address asks for it."""

    keeps: ClassVar = {
        name: f"knowledge.AccessRequest.{name}"
        for name in ("name", "email", "workplace", "function", "approach", "purpose", "voucher_email")
    }

    name = _line(_("Uw naam"), 80, "name", _("Vul uw naam in."))
    email = AddressField(
        label=_("Uw werkadres (e-mail)"), max_length=254, widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages=_missing(_("Vul uw werkadres in.")),
    )  # fmt: skip
    voucher_email = AddressField(
        label=_("Werkadres van een collega die voor u instaat"),
        max_length=254,
        required=False,
        widget=forms.EmailInput({"autocomplete": "off"}),
        help_text=_("Alleen zonder werkadres. Wij vragen deze collega of hij u kent. Laat het hem vast weten."),
    )
    workplace = _line(_("Uw organisatie"), 120, "organization", _("Vul uw organisatie in."))
    function = _line(_("Uw functie"), 80, "organization-title", _("Vul uw functie in."))
    approach = forms.ChoiceField(
        label=_("Bij wat voor aanpak bent u betrokken?"), help_text=_("Noem nergens een groep of een persoon."),
        error_messages=_missing(_("Kies een aanpak.")),
    )  # fmt: skip
    purpose: GuardedCharField = StrictGuardedField(
        label=_("Waarvoor hebt u de stukken nodig?"), max_length=LONGEST_PURPOSE, rows=4,
        error_messages=_missing(_("Schrijf waarvoor u de stukken nodig hebt.")),
        help_text=_("In een paar zinnen. Schrijf over uw werk, niet over mensen of groepen."),
    )  # fmt: skip
    scope = forms.ChoiceField(
        label=_("Wat wilt u lezen?"),
        widget=forms.RadioSelect,
        initial=ONE,
        error_messages=_missing(_("Kies wat u wilt lezen.")),
    )

    def __init__(self, *args: Any, piece: tuple[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.piece = piece
        self._set_choices("approach", [("", _("Kies")), *((one.id, one.label) for one in access_rules().approaches)])
        if piece is None:
            del self.fields["scope"]
        else:
            self._set_choices("scope", [(ONE, piece[1]), (ALL, ScopeKind.LIBRARY.label)])
        if "voucher_email" in self.fields and not self._asks_for_voucher():
            del self.fields["voucher_email"]

    def _set_choices(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _asks_for_voucher(self) -> bool:
        """Tell whether a colleague is needed, by the address that was typed."""
        if not self.is_bound:
            return False
        try:
            standing = access_rules().domains.standing(normalised(self.data.get("email", "")))
        except BadAddress:
            return bool(self.data.get("voucher_email"))
        return standing in {Standing.FREE, Standing.DISPOSABLE}

    def clean(self) -> dict[str, Any]:
        """Look whether the address, or that of a colleague, can be used."""
        cleaned: dict[str, Any] = super().clean() or {}
        email, voucher = cleaned.get("email", ""), cleaned.get("voucher_email", "")
        if email and not self.errors.get("voucher_email"):
            domains = access_rules().domains
            verdict = may_use_address(domains.standing(email), voucher=voucher)
            if not verdict:
                self.add_error("email", verdict.reason)
            elif voucher and not (verdict := may_vouch_from(email, domains.standing(voucher), voucher=voucher)):
                self.add_error("voucher_email", verdict.reason)
        return cleaned

    def ask(self, *, email: str = "") -> Ask:
        """Give what was filled in; `email` is that of somebody who is signed in."""
        said = self.cleaned_data
        return Ask(
            name=said["name"], email=email or said["email"], workplace=said["workplace"], function=said["function"],
            approach=said["approach"], purpose=said["purpose"].text, voucher_email=said.get("voucher_email", ""),
            scope=self._scope(), overrule=said["purpose"].overrule,
        )  # fmt: skip

    def _scope(self) -> Scope:
        one = self.piece is not None and self.cleaned_data.get("scope") == ONE
        return Scope(ScopeKind.DOCUMENT, self.piece[0]) if one and self.piece else Scope()


class MemberAskForm(AskForm):
    """Asking as somebody who is signed in with a confirmed address, so that it need not be typed."""

    email = None  # type: ignore[assignment]  # Django's way to leave a field of the parent out
    voucher_email = None  # type: ignore[assignment]  # the same
    purpose = GuardedCharField(
        label=_("Waarvoor hebt u de stukken nodig?"), max_length=LONGEST_PURPOSE, rows=4,
        error_messages=_missing(_("Schrijf waarvoor u de stukken nodig hebt.")),
        help_text=_("In een paar zinnen. Schrijf over uw werk, niet over mensen of groepen."),
    )  # fmt: skip


class EnterForm(AskForm):
    """A request that came by mail, as a reviewer enters it."""

    name = _line(_("Naam van de aanvrager"), 80, "off", _("Vul de naam in."))
    email = AddressField(
        label=_("Werkadres (e-mail) van de aanvrager"), max_length=254,
        widget=forms.EmailInput({"autocomplete": "off"}), error_messages=_missing(_("Vul het werkadres in.")),
    )  # fmt: skip
    workplace = _line(_("Organisatie"), 120, "off", _("Vul de organisatie in."))
    function = _line(_("Functie"), 80, "off", _("Vul de functie in."))
    purpose = GuardedCharField(
        label=_("Waarvoor zijn de stukken nodig?"), max_length=LONGEST_PURPOSE, rows=4,
        error_messages=_missing(_("Schrijf waarvoor de stukken nodig zijn.")),
        help_text=_("Kort, over het werk. Neem geen namen over uit de mail."),
    )  # fmt: skip
    wants = forms.ChoiceField(
        label=_("Wat wil de aanvrager lezen?"), help_text=_("Kies één stuk als de mail daarom vraagt."),
        error_messages=_missing(_("Kies wat de aanvrager wil lezen.")),
    )  # fmt: skip
    field_order = ("name", "email", "voucher_email", "workplace", "function", "approach", "purpose", "wants")

    def __init__(self, *args: Any, pieces: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # nothing is chosen beforehand: more than was asked is not to be given by leaving a field as it was
        ones = [(f"{ONE}:{slug}", title) for slug, title in pieces.items()]
        self._set_choices("wants", [("", _("Kies")), (ALL, ScopeKind.LIBRARY.label), *ones])

    def _scope(self) -> Scope:
        kind, _colon, slug = str(self.cleaned_data["wants"]).partition(":")
        return Scope(ScopeKind(kind), slug)


class ReplyForm(forms.Form):
    """The asker's answer to a question."""

    keeps: ClassVar = {"reply": "knowledge.AccessRequest.reply"}

    reply = StrictGuardedField(
        label=_("Uw antwoord"), max_length=LONGEST_ANSWER, rows=4, error_messages=_missing(_("Schrijf uw antwoord.")),
    )  # fmt: skip


class DecisionForm(forms.Form):
    """A reviewer's answer."""

    keeps: ClassVar = {
        "note": "knowledge.AccessRequest.reason",
        "met": "knowledge.AccessRequest.met",
        "ends": "knowledge.AccessRequest.until",
    }

    met = forms.MultipleChoiceField(
        label=_("Waaraan is voldaan?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("U beoordeelt. De lijst met domeinen helpt alleen."),
    )
    answer = forms.ChoiceField(
        label=_("Wat antwoordt u?"), widget=forms.RadioSelect,
        choices=[
            (Answer.GRANT.value, _("Toegang voor een jaar")),
            (Answer.SHORTER.value, _("Toegang voor kortere tijd")),
            (Answer.QUESTION.value, _("Eerst een vraag stellen")),
            (Answer.REFUSE.value, _("Geen toegang")),
        ],
    )  # fmt: skip
    ends = forms.DateField(
        label=_("Laatste dag van de toegang"),
        required=False,
        widget=forms.DateInput({"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
        help_text=_("Alleen bij kortere tijd."),
    )
    note = GuardedCharField(
        label=_("Uw vraag of uw reden"), max_length=LONGEST_ANSWER, rows=4, required=False,
        help_text=_("De aanvrager leest dit. Nodig bij een vraag of een afwijzing, of als niet aan alles is voldaan."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["met"]
        assert isinstance(field, forms.MultipleChoiceField)
        shown = '{}<span class="sw-answer__help">{}</span>'
        field.choices = [
            (one.id, format_html(shown, one.text, one.help) if one.help else one.text)
            for one in access_rules().criteria
        ]

    def decision(self) -> Decision:
        """Give what was filled in."""
        said = self.cleaned_data
        note = said.get("note") or GuardedText()
        return Decision(Answer(said["answer"]), tuple(said["met"]), note.text, _end_of(said.get("ends")), note.overrule)


def _end_of(day: date | None) -> datetime | None:
    """Give the last moment of a day here."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59))) if day else None


class SubstituteForm(forms.Form):
    """Who stands in for a reviewer, until which day."""

    keeps: ClassVar = {
        "until": "knowledge.ReviewerSubstitute.until",
        "colleague": "knowledge.ReviewerSubstitute.substitute",
    }

    colleague = forms.TypedChoiceField(label=_("Collega"), coerce=UUID)
    until = forms.DateField(
        label=_("Tot en met"), widget=forms.DateInput({"type": "date", "autocomplete": "off"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, colleagues: list[tuple[str, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["colleague"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = colleagues
        self._today = today

    def clean_until(self) -> date:
        """Take a day from today, within a year."""
        until: date = self.cleaned_data["until"]
        if not self._today <= until <= self._today + timedelta(days=365):
            raise ValidationError(_("Kies een dag vanaf vandaag, binnen een jaar."))
        return until
