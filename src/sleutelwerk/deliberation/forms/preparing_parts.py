"""The parts of which the pages of a preparation are made: choices in words, and fields that may be left for later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from sleutelwerk.deliberation.engine.model import Method
from sleutelwerk.deliberation.queries.methods import GOALS
from sleutelwerk.deliberation.rules.preparing import NO, UNSURE, YES, Justice
from sleutelwerk.privacy.forms import GuardedCharField

LONGEST_TITLE, LONGEST_LINE, LONGEST_SIDE, LONGEST_NOTE, LONGEST_STORY = 80, 120, 200, 600, 1200
MOST_PEOPLE = 30
MOST_MINUTES = 300
MOST_MONTHS = 240
#: What a choice is called, and a line that explains it.
Choices = Mapping[str, tuple[Any, Any]]
AIMS: Choices = {
    "learn": (_("Leren"), _("U wilt het begrijpen. Er hoeft niets uit te komen dat iemand uitvoert.")),
    "advise": (_("Adviseren"), _("Iemand anders beslist. Die krijgt de redenen van beide kanten.")),
    "decide": (_("Beslissen"), _("Wie mag beslissen, doet dat op grond van dit gesprek.")),
}
DECIDERS: Choices = {
    "later": (_("Hoort het resultaat later"), _("Zo praten mensen vrijer. Dit is meestal het beste.")),
    "last": (
        _("Is erbij en spreekt als laatste"),
        _("Hij schrijft mee zoals iedereen. Bij het praten komt hij als laatste."),
    ),
    "none": (_("Er hoeft niets besloten te worden"), _("U komt om te leren.")),
}
VOICES: Choices = {
    "present": (_("Hij is erbij"), _("Hij doet mee zoals iedereen. Vraag vooraf of hij dat wil.")),
    "asked": (_("Hij is vooraf gevraagd"), _("U vroeg wat hij ervan vindt, en neemt dat mee in zijn woorden.")),
    "told": (_("Hij hoort het achteraf"), _("U vertelt hem wat eruit kwam. Zijn stoel blijft leeg in het gesprek.")),
}
JUSTICE: Choices = {
    Justice.ABSENT.value: (_("Nee"), ""),
    Justice.TOLD.value: (_("Ja, en hij weet dat"), _("Iedereen hoort het bij het begin nog een keer.")),
    Justice.NOT_TOLD.value: (
        _("Ja, maar hij weet het nog niet"),
        _("Dan kan de kamer nog niet open. Vertel het hem eerst."),
    ),
}
ANSWERS: tuple[tuple[str, Any], ...] = ((YES, _("Ja")), (NO, _("Nee")), (UNSURE, _("Weet ik nog niet")))
DEVICES: tuple[tuple[str, Any], ...] = (
    (NO, _("Ieder op zijn eigen telefoon")),
    (YES, _("Eén apparaat: u typt voor iedereen")),
)


def with_help(label: Any, help_text: Any) -> Any:
    """Give a choice with a line below it."""
    return format_html('{}<span class="sw-answer__help">{}</span>', label, help_text) if help_text else label


def cards(choices: Choices) -> list[tuple[str, Any]]:
    """Give choices as cards. Hand it to a field uncalled, so that it speaks the language of whoever asks."""
    return [(key, with_help(label, help_text)) for key, (label, help_text) in choices.items()]


def method_choices(methods: Iterable[Method]) -> list[tuple[str, Any]]:
    """Give the methods with what helps to choose: how long, with how many people, and for what."""
    found: list[tuple[str, Any]] = []
    for one in methods:
        size = _("%(minutes)s minuten · %(least)s tot %(most)s mensen") % {
            "minutes": one.minutes, "least": one.people[0], "most": one.people[1],
        }  # fmt: skip
        goals = " · ".join(str(GOALS[goal]) for goal in one.goals)
        lines = format_html("{}<br>{}<br>{}", f"{one.tagline}.", size, goals)
        found.append((one.slug, with_help(one.title, lines)))
    return found


class ShortChoice(forms.ChoiceField):
    """A choice of which the answers fit beside one another."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.template_name = "deliberation/preparing/_short_choice.html"


def a_choice(label: Any, choices: Any, help_text: Any = "") -> forms.ChoiceField:
    """Ask to choose one of a few cards, now or later."""
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, help_text=help_text, required=False
    )


def a_text(label: Any, longest: int, help_text: Any = "", rows: int = 1, **more: Any) -> GuardedCharField:
    """Ask for a text that the guard looks through, now or later."""
    return GuardedCharField(label=label, max_length=longest, rows=rows, required=False, help_text=help_text, **more)


def a_number(label: Any, most: int, help_text: Any = "") -> forms.IntegerField:
    """Ask for a number from one."""
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        validators=[
            MinValueValidator(1, _("Vul een getal in vanaf %(limit_value)s.")),
            MaxValueValidator(most, _("Vul een getal in tot en met %(limit_value)s.")),
        ],
        widget=forms.TextInput({"inputmode": "numeric", "maxlength": 3, "autocomplete": "off"}),
    )


def set_choices(form: forms.Form, name: str, choices: Any) -> None:
    """Fill in what can be chosen."""
    found = form.fields[name]
    assert isinstance(found, forms.ChoiceField)
    found.choices = choices
