"""A text field that the guard looks through: what it remarks on stands beside the field, with two ways out.

It works without JavaScript. The first time that a text with remarks is sent, the form comes back with the text as it
was typed, the words that the guard found, and a box 'toch zo laten' with room for a reason. A citizen service number
leaves one way out: rewriting. A page with such a field loads the style sheet `privacy/guard.css`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from sleutelwerk.privacy.content import current_guard
from sleutelwerk.privacy.engine.model import Kind, Remark
from sleutelwerk.privacy.engine.segments import Advice, advices
from sleutelwerk.privacy.rules import LONGEST_REASON, Overrule, may_stand

LONGEST_TEXT = 10_000


@dataclass(frozen=True, slots=True)
class GuardedText:
    """A text that may be kept, and what was overruled for it, if anything."""

    text: str = ""
    overrule: Overrule | None = None

    def __str__(self) -> str:
        """Give the text."""
        return self.text


class GuardedWidget(forms.MultiWidget):
    """The text, the box and the reason, as one field with three parts."""

    use_fieldset = False

    def __init__(self, text: forms.Widget) -> None:
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            "text": text,
            "anyway": forms.CheckboxInput,
            "reason": forms.TextInput({"maxlength": LONGEST_REASON, "autocomplete": "off"}),
        }
        super().__init__(widgets)

    def decompress(self, value: Any) -> list[Any]:
        """Take a kept text apart; an earlier reason does not come back, as it belonged to an earlier text."""
        return [str(value) if value else "", False, ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Name the parts in their ids, which labels point to; Django would number them."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        whole = context["widget"]["attrs"].get("id")
        for part in context["widget"]["subwidgets"] if whole else ():
            part["attrs"]["id"] = f"{whole}_{part['name'].rpartition('_')[2]}"
        return context

    def id_for_label(self, id_: str) -> str:
        """Let the label and the list of errors lead to the text."""
        return f"{id_}_text" if id_ else ""


class GuardedBoundField(BoundField):
    """The field on a form, with the remarks on what was typed."""

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """Give the remarks on the text that was sent, when there is one."""
        given = self.value() if self.form.is_bound else None
        text = given[0] if isinstance(given, list | tuple) and given else ""
        assert isinstance(self.field, GuardedCharField)
        return self.field.remarks_on(str(text or "")[:LONGEST_TEXT])

    @property
    def advices(self) -> tuple[Advice, ...]:
        """Give what to do about them, each once."""
        return advices(self.remarks)

    @property
    def blocks(self) -> bool:
        """Tell whether rewriting is the only way out."""
        return any(one.blocks for one in self.remarks)

    @property
    def parts(self) -> dict[str, Any]:
        """Give the three parts as the widget would draw them, by name."""
        context: dict[str, Any] = self.field.widget.get_context(
            self.html_name, self.value(), self.build_widget_attrs({"id": self.auto_id})
        )
        return {part["name"].rpartition("_")[2]: part for part in context["widget"]["subwidgets"]}


class GuardedCharField(forms.MultiValueField):
    """A text that people write about their work, looked through by the guard (N3). Its value is a GuardedText.

    `max_length` at most 10,000 characters; `rows` 1 gives a single line. What is found of a kind in `expected` belongs
    in this one field, such as the address of an office where people meet, and is not remarked on. With
    `functions_only` nobody's name belongs there at all, and what looks like one is remarked on as well.
    """

    template_name = "privacy/forms/guarded_field.html"

    def __init__(
        self,
        *,
        max_length: int = LONGEST_TEXT,
        rows: int = 5,
        required: bool = True,
        expected: Collection[Kind] = (),
        functions_only: bool = False,
        **kwargs: Any,
    ) -> None:
        self._expected = frozenset(expected)
        self._functions_only = functions_only
        if not 0 < max_length <= LONGEST_TEXT:
            raise ValueError("the guard looks through at most 10,000 characters")
        limit = {"maxlength": max_length}
        text: forms.Widget = forms.TextInput(limit) if rows == 1 else forms.Textarea({**limit, "rows": rows})
        parts = (
            forms.CharField(max_length=max_length, required=required),
            forms.BooleanField(required=False),
            forms.CharField(max_length=LONGEST_REASON, required=False),
        )
        kwargs.setdefault("template_name", self.template_name)
        super().__init__(parts, require_all_fields=False, required=required, widget=GuardedWidget(text), **kwargs)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> GuardedBoundField:
        """Give the field on a form."""
        return GuardedBoundField(form, self, field_name)

    def remarks_on(self, text: str) -> tuple[Remark, ...]:
        """Give what the guard remarks on a text in this field."""
        found = current_guard().examine_functions(text) if self._functions_only else current_guard().examine(text)
        return tuple(one for one in found if one.kind not in self._expected)

    def compress(self, data_list: list[Any]) -> GuardedText:
        """Make one value of the three parts. Raises ValidationError when the text may not stand."""
        text, anyway, reason = data_list or ("", False, "")
        remarks = self.remarks_on(text or "")
        kinds = tuple(dict.fromkeys(one.kind for one in remarks))
        verdict = may_stand(kinds, anyway=bool(anyway), reason=reason or "")
        if not verdict:
            raise ValidationError(verdict.reason, code="guarded")
        if not kinds:
            return GuardedText(text or "")
        if current_guard().examine(reason):
            raise ValidationError(
                _("In uw reden staan ook woorden die er niet in horen. Schrijf de reden zonder die woorden."),
                code="guarded-reason",
            )
        return GuardedText(text, Overrule(kinds, reason))


def refuse_for_ever(text: str) -> None:
    """Refuse what may stand nowhere (N9), in a field where a name of ours belongs. Raises ValidationError."""
    found = [one for one in current_guard().examine(text[:LONGEST_TEXT]) if one.blocks]
    if found:
        raise ValidationError([one.text for one in advices(found)], code="guarded")


def overrules(cleaned: Mapping[str, Any]) -> Iterator[tuple[str, Overrule]]:
    """Give what was overruled on a form, by the name of the field: hand each to `actions.record_exception`."""
    for name, value in cleaned.items():
        if isinstance(value, GuardedText) and value.overrule is not None:
            yield name, value.overrule
