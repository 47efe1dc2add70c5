"""What a facilitator fills in: how a deliberation begins, and its preparation in a few short pages.

Everything on the pages may be left for later, so that nothing is lost; what must be there before the room opens,
the rules say.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.deliberation.actions.preparing import Beginning, Changes
from sleutelwerk.deliberation.content import current
from sleutelwerk.deliberation.forms.preparing_parts import (
    AIMS,
    ANSWERS,
    DECIDERS,
    DEVICES,
    JUSTICE,
    LONGEST_LINE,
    LONGEST_NOTE,
    LONGEST_SIDE,
    LONGEST_STORY,
    LONGEST_TITLE,
    MOST_MINUTES,
    MOST_MONTHS,
    MOST_PEOPLE,
    VOICES,
    ShortChoice,
    a_choice,
    a_number,
    a_text,
    cards,
    method_choices,
    set_choices,
    with_help,
)
from sleutelwerk.deliberation.queries.methods import PHASE_WORDS, PHASES
from sleutelwerk.deliberation.queries.preparing import Prepared, Start, limits, second_facilitators
from sleutelwerk.deliberation.rules.preparing import NO, NONE_OF_THESE, YES, Page, may_take_justice_answer
from sleutelwerk.privacy.engine.model import Kind
from sleutelwerk.privacy.forms import GuardedCharField, GuardedText
from sleutelwerk.privacy.forms.guarded import overrules

_DAMAGE = _("Voor u, om op door te vragen. In het gesprek noemt iedereen zelf de schade.")
_TITLE_HELP = _("Zo vindt u het terug. Alleen gespreksleiders van dit beraad zien dit. Geen namen.")
_NO_PHASE = _("Kies waar de samenwerking staat.")
_NO_AIM = _("Kies waarvoor u bij elkaar komt.")
_NO_METHOD = _("Kies een methode.")


class BeginForm(forms.Form):
    """How a deliberation begins: what it is called, when in the collaboration, what for and by which method."""

    title = GuardedCharField(
        label=_("Werktitel"), max_length=LONGEST_TITLE, rows=1, help_text=_TITLE_HELP,
        error_messages={"incomplete": _("Geef het een naam, dan vindt u het terug.")},
    )  # fmt: skip
    phase = forms.ChoiceField(
        label=_("Waar staat de samenwerking?"), widget=forms.RadioSelect, error_messages={"required": _NO_PHASE}
    )
    aim = forms.ChoiceField(
        label=_("Waarvoor komt u bij elkaar?"), choices=partial(cards, AIMS), widget=forms.RadioSelect,
        help_text=_("Dit staat op elk scherm, zodat iedereen weet wat er met het gesprek gebeurt."),
        error_messages={"required": _NO_AIM},
    )  # fmt: skip
    method = forms.ChoiceField(
        label=_("Met welke methode?"), widget=forms.RadioSelect, error_messages={"required": _NO_METHOD}
    )
    practice = forms.BooleanField(
        label=_("Dit is een oefening"), required=False,
        help_text=_("Met een verzonnen situatie. U kunt dan meteen beginnen, ook met twee mensen en één telefoon."),
    )  # fmt: skip

    def __init__(self, *args: Any, start: Start, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._start = start
        phases = [(phase.value, with_help(PHASES[phase], PHASE_WORDS[phase])) for phase in PHASES]
        set_choices(self, "phase", phases)
        set_choices(self, "method", method_choices(current().methods.values()))

    def beginning(self) -> Beginning:
        """Give what was filled in."""
        said = self.cleaned_data
        return Beginning(
            start=self._start, title=said["title"].text, method=said["method"], phase=said["phase"], aim=said["aim"],
            practice=said["practice"], overrules=[one for _name, one in overrules(said)],
        )  # fmt: skip


class PageForm(forms.Form):
    """One page of the preparation. The three lists say where each field is kept."""

    page: ClassVar[Page]
    of_plan: ClassVar[tuple[str, ...]] = ()
    of_answers: ClassVar[tuple[str, ...]] = ()
    of_columns: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, found: Prepared, **kwargs: Any) -> None:
        kwargs.setdefault("initial", self.initial_of(found))
        super().__init__(*args, **kwargs)
        self.found = found

    @classmethod
    def initial_of(cls, found: Prepared) -> dict[str, Any]:
        """Give what was kept before."""
        initial = {name: found.plan.get(name, "") for name in cls.of_plan}
        initial |= {name: found.plan["answers"].get(name, "") for name in cls.of_answers}
        return initial | {name: getattr(found.row, name) for name in cls.of_columns}

    def changes(self) -> Changes:
        """Give what is to be kept."""
        said = self.cleaned_data
        return Changes(
            columns={name: said[name] for name in self.of_columns},
            plan={name: _plain(said[name]) for name in self.of_plan},
            answers={name: _plain(said[name]) for name in self.of_answers},
            overrules=[one for _name, one in overrules(said)],
        )


def _plain(value: Any) -> Any:
    return value.text.strip() if isinstance(value, GuardedText) else value


class IntakeForm(PageForm):
    """The talk with the inbrenger, and the limits that no deliberation can talk away."""

    page = Page.INTAKE
    of_plan = ("not_discussed",)
    of_answers = ("own_experience", "real_doubt", "still_open", "decided", "limits")

    own_experience = ShortChoice(label=_("Maakt de inbrenger dit zelf mee?"), choices=ANSWERS, required=False)
    real_doubt = ShortChoice(label=_("Twijfelt hij echt?"), choices=ANSWERS, required=False)
    still_open = ShortChoice(label=_("Valt er nog iets te kiezen?"), choices=ANSWERS, required=False)
    decided = ShortChoice(label=_("Is het besluit al genomen?"), choices=ANSWERS, required=False)
    not_discussed = a_text(
        _("Wat staat vast en bespreekt u dus niet?"), LONGEST_NOTE,
        _("Bijvoorbeeld: het budget, de afspraak met de school, wat de wet zegt."), rows=3,
    )  # fmt: skip
    limits = a_choice(
        _("Gaat het over een van deze grenzen?"), (),
        _("Hier kan een beraad niets aan veranderen, ook niet als iedereen het eens is."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.found.row.practice:
            del self.fields["limits"]
            return
        none = (NONE_OF_THESE, _("Nee, over geen van deze"))
        about = [(one.id, with_help(_("Ja: %(limit)s") % {"limit": one.title}, one.text)) for one in limits()]
        set_choices(self, "limits", [none, *about])

    def changes(self) -> Changes:
        """Give what is to be kept; of an exercise no limit is asked."""
        self.cleaned_data.setdefault("limits", NONE_OF_THESE)
        return super().changes()


class MethodForm(PageForm):
    """What the deliberation is for, and by which method."""

    page = Page.METHOD
    of_plan = ("title",)
    of_columns = ("phase", "aim", "method_slug")

    title = a_text(_("Werktitel"), LONGEST_TITLE, _TITLE_HELP)
    phase = ShortChoice(label=_("Waar staat de samenwerking?"), error_messages={"required": _NO_PHASE})
    aim = forms.ChoiceField(
        label=_("Waarvoor komt u bij elkaar?"), choices=partial(cards, AIMS), widget=forms.RadioSelect,
        error_messages={"required": _NO_AIM},
    )  # fmt: skip
    method_slug = forms.ChoiceField(
        label=_("Met welke methode?"), widget=forms.RadioSelect, error_messages={"required": _NO_METHOD}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "phase", [(phase.value, label) for phase, label in PHASES.items()])
        set_choices(self, "method_slug", method_choices(current().methods.values()))


class QuestionPageForm(PageForm):
    """The moral question, the story and the two sides."""

    page = Page.QUESTION
    of_plan = ("question", "situation", "turning_point", "estimate", "side_a", "damage_a", "side_b", "damage_b")

    question = a_text(
        _("De morele vraag"), 300, _("Begin met mogen of moeten. Hooguit vijftien woorden."), rows=2
    )  # fmt: skip
    situation = a_text(
        _("Wat is er aan de hand?"), LONGEST_STORY,
        _("Kort, in de woorden van de inbrenger. Zeg ‘hij’, ‘de moeder’ of ‘persoon 1’."), rows=6,
    )  # fmt: skip
    turning_point = a_text(
        _("Het hittepunt"), LONGEST_SIDE, _("Het moment waarop het het meest wrong: toen moest iemand kiezen."), rows=2
    )  # fmt: skip
    estimate = a_text(
        _("Schat eerst"), LONGEST_SIDE,
        _("Een kans op schade is een schatting, geen antwoord. Wat u dan van wie mag vragen, is de vraag."), rows=2,
    )  # fmt: skip
    side_a = a_text(_("Kant A"), LONGEST_SIDE, _("Wat u dan doet."), rows=2)
    damage_a = a_text(_("De schade van A, zoals u die nu ziet"), LONGEST_SIDE, _DAMAGE, rows=2)
    side_b = a_text(_("Kant B"), LONGEST_SIDE, _("Wat u dan doet of juist laat."), rows=2)
    damage_b = a_text(_("De schade van B, zoals u die nu ziet"), LONGEST_SIDE, _DAMAGE, rows=2)


class PeopleForm(PageForm):
    """Who takes part by function, who decides, whether police is there and how the key figure is heard."""

    page = Page.PEOPLE
    of_plan = ("mandate", "decider_function", "voice_note")
    of_answers = ("justice",)
    of_columns = ("decider", "voice")

    functions = a_text(
        _("Wie komen er?"), LONGEST_STORY,
        _("Eén functie per regel, zonder namen. Bijvoorbeeld: jongerenwerker."), rows=6, functions_only=True,
    )  # fmt: skip
    mandate = a_text(
        _("Mogen deze mensen dit van elkaar weten?"), LONGEST_NOTE,
        _("Schrijf op waarom dat mag, of wat u aan de FG vraagt."), rows=3,
    )  # fmt: skip
    decider = a_choice(_("Wanneer hoort wie beslist wat u bedacht?"), partial(cards, DECIDERS))
    decider_function = a_text(_("Wie beslist?"), LONGEST_LINE, _("De functie, geen naam."), functions_only=True)
    justice = a_choice(
        _("Doet politie of justitie mee?"), partial(cards, JUSTICE), _("Ook als toehoorder. Iedereen hoort dit vooraf.")
    )  # fmt: skip
    voice = a_choice(_("Hoe hoort u de sleutelfiguur zelf?"), partial(cards, VOICES))
    voice_note = a_text(_("Hoe gaat dat?"), LONGEST_SIDE, _("In één zin. Die leest iedereen bij het begin."), rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.found.row.practice:
            for name in ("mandate", "justice", "voice", "voice_note"):
                del self.fields[name]

    @classmethod
    def initial_of(cls, found: Prepared) -> dict[str, Any]:
        """Give what was kept before, functions one on a line."""
        return {**super().initial_of(found), "functions": "\n".join(found.plan["functions"])}

    def clean_functions(self) -> GuardedText:
        """Take at most thirty people; two groups are better than one of that size."""
        said: GuardedText = self.cleaned_data["functions"]
        if len(_lines(said)) > MOST_PEOPLE:
            raise ValidationError(_("Meer dan dertig mensen past niet in één gesprek. Maak twee groepen."))
        return said

    def clean_justice(self) -> str:
        """Refuse a no of whoever is of the police himself."""
        said: str = self.cleaned_data["justice"]
        verdict = may_take_justice_answer(police_leads=self.found.facts.police_leads, justice=said)
        if not verdict:
            raise ValidationError(verdict.reason)
        return said

    def changes(self) -> Changes:
        """Give what is to be kept."""
        said = self.cleaned_data
        kept = [name for name in self.fields if name != "functions"]
        return Changes(
            columns={name: said[name] for name in self.of_columns if name in kept},
            plan={
                **{name: _plain(said[name]) for name in self.of_plan if name in kept},
                "functions": _lines(said["functions"]),
            },
            answers={name: said[name] for name in self.of_answers if name in kept},
            overrules=[one for _name, one in overrules(said)],
        )


def _lines(said: GuardedText) -> list[str]:
    return [" ".join(line.split()) for line in said.text.splitlines() if line.strip()]


class RecordForm(PageForm):
    """What is noted, who gets it and how long both records stay."""

    page = Page.RECORD
    of_plan = ("note_agreement",)
    of_columns = ("keep_reflection_months", "keep_decision_months")

    note_agreement = a_text(
        _("Wat schrijft u op, en wie krijgt het?"), LONGEST_NOTE,
        _("Dit hoort iedereen voordat hij iets zegt. Noem functies, geen namen."), rows=4,
    )  # fmt: skip
    keep_reflection_months = a_number(
        _("Hoeveel maanden blijft het reflectieverslag?"), MOST_MONTHS,
        _("De redenen voor beide kanten. Twaalf is genoeg om na een jaar terug te kijken."),
    )  # fmt: skip
    keep_decision_months = a_number(
        _("Hoeveel maanden blijft de nota met besluit en afspraken?"), MOST_MONTHS,
        _("Alleen als er iets besloten wordt. Zestig is vijf jaar; vraag uw archivaris wat bij u geldt."),
    )  # fmt: skip


class MomentForm(PageForm):
    """When and where, with which devices, and who takes over when it has to be."""

    keeps: ClassVar[dict[str, str]] = {"second_facilitator": "deliberation.Deliberation.second_facilitator"}

    page = Page.MOMENT
    of_plan = ("practicals",)
    of_answers = ("room",)
    of_columns = ("minutes", "review_on")

    day = forms.DateField(
        label=_("Dag"), required=False,
        widget=forms.DateInput({"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
    )  # fmt: skip
    hour = forms.TimeField(
        label=_("Begintijd"), required=False,
        widget=forms.TimeInput({"type": "time", "autocomplete": "off"}, format="%H:%M"),
    )  # fmt: skip
    minutes = a_number(_("Hoeveel minuten?"), MOST_MINUTES)
    # where people meet for their work says nothing about anybody
    room = a_text(
        _("Waar?"), LONGEST_LINE,
        _(
            "Een ruimte in een kantoor of buurthuis, waar niemand meeluistert. Nooit bij iemand thuis. "
            "Dit staat in de agenda."
        ),
        expected=(Kind.ADDRESS,),
    )  # fmt: skip
    practicals = a_text(
        _("Wat regelt u nog?"), LONGEST_NOTE,
        _("Scherm, telefoons, wifi, papier als reserve, een lege stoel."), rows=3,
    )  # fmt: skip
    one_device = ShortChoice(label=_("Waarmee schrijven mensen?"), choices=DEVICES)
    second_facilitator = forms.ChoiceField(
        label=_("Tweede gespreksleider"), required=False,
        help_text=_("Een collega met deze rol. Die ziet dit beraad en kan het overnemen als u of uw apparaat uitvalt."),
    )  # fmt: skip
    review_on = forms.DateField(
        label=_("Wanneer kijkt u terug?"), required=False,
        widget=forms.DateInput({"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
        help_text=_("Laat u dit leeg, dan vragen wij het na zes weken."),
    )  # fmt: skip

    def __init__(self, *args: Any, viewer: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if viewer is None or viewer.id != self.found.row.facilitator_id:
            del self.fields["second_facilitator"]
        else:
            nobody = [("", _("Nog niemand"))]
            set_choices(self, "second_facilitator", [*nobody, *second_facilitators(viewer)])

    @classmethod
    def initial_of(cls, found: Prepared) -> dict[str, Any]:
        """Give what was kept before, the moment in parts."""
        at = timezone.localtime(found.row.starts_at) if found.row.starts_at else None
        return {
            **super().initial_of(found),
            "minutes": found.row.minutes or (found.method.minutes if found.method else None),
            "day": at.date() if at else None,
            "hour": at.time() if at else None,
            "one_device": YES if found.row.one_device else NO,
            "second_facilitator": str(found.row.second_facilitator_id or ""),
        }

    def clean(self) -> dict[str, Any]:
        """Take a day and a time together or neither."""
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(said.get("day")) != bool(said.get("hour")):
            missing = "hour" if said.get("day") else "day"
            self.add_error(missing, _("Vul dag en begintijd allebei in, of laat ze allebei leeg."))
        return said

    def changes(self) -> Changes:
        """Give what is to be kept."""
        said, whole = self.cleaned_data, super().changes()
        day, hour = said["day"], said["hour"]
        columns = {
            **whole.columns,
            "starts_at": timezone.make_aware(datetime.combine(day, hour)) if day else None,
            "one_device": said["one_device"] == YES,
        }
        if "second_facilitator" in self.fields:
            columns["second_facilitator"] = said["second_facilitator"]
        return Changes(columns=columns, plan=whole.plan, answers=whole.answers, overrules=whole.overrules)


FORMS: Mapping[Page, type[PageForm]] = {
    one.page: one for one in (IntakeForm, MethodForm, QuestionPageForm, PeopleForm, RecordForm, MomentForm)
}
