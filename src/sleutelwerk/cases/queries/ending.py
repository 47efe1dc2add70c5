"""Gives how far a farewell is, and plainly what stays how long, why, and who sees it then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sleutelwerk.cases.engine.retention import Result, Retention, due_date
from sleutelwerk.cases.models import Allowance, Candidate, Case, Ending
from sleutelwerk.cases.models.vault import candidate_vault
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.contact import opened
from sleutelwerk.cases.queries.terms import terms_of_case
from sleutelwerk.cases.rules.contact import LONGEST_SIGNAL, NOTES_SIGNALS
from sleutelwerk.cases.rules.ending import State, Step, Why, file_gone_on, latest_aftercare, open_steps

STEPS_COLUMN = "ending"
#: `reason` is only there when we stop; `until` is the last day on which he can call `who`.
EMPTY_STEPS: Mapping[str, Any] = {"reason": "", "steps": {}, "until": "", "who": ""}

WHYS: Mapping[Why, str | Promise] = {
    Why.DONE: _("Het werk is klaar"),
    Why.TERM: _("De termijn is om"),
    Why.HE_STOPS: _("Hij stopt. Hij zei het zelf, of liet het zeggen door iemand die hij vertrouwt"),
    Why.WE_STOP: _("Wij stoppen"),
}
STEPS: Mapping[Step, tuple[str | Promise, str | Promise]] = {
    Step.THANKS: (_("Bedank hem"), _("Op zijn manier. Vraag wat past: een gesprek, een kaart, of niets op papier.")),
    Step.TOLD: (_("Vertel hem wat blijft"), _("Lees samen wat hieronder staat: wat blijft, tot welke dag en waarom.")),
    Step.SUCCESSOR: (
        _("Zijn opvolger, of een andere deur"),
        _("Waar kunnen mensen nu terecht, zonder hem? Gezinnen kiezen zelf mee."),
    ),
    Step.NEIGHBOURHOOD: (
        _("Vertel de buurt wat ermee is gedaan"),
        _("Over thema’s, ook wat niet lukte. Hij leest de tekst eerst. Niet over hem, tenzij hij dat wil."),
    ),
    Step.PAPERS: (
        _("Papieren en telefoons"),
        _("Wat hij van ons heeft, komt terug of gaat weg. Wis ook berichten, nummers en groepen."),
    ),
    Step.FOLLOW_UPS: (_("Wat nog open staat"), _("Afmaken, of met hem afspreken dat het niet meer komt.")),
    Step.AFTERCARE: (_("Nazorg"), _("Wie kan hij bellen, en tot wanneer? Een functie met een vervanger, geen naam.")),
}


@dataclass(frozen=True, slots=True)
class KeptLine:
    """One thing that stays: until which day, why, and who sees it. Without a day it stays, and holds nothing of him.

    `his` is what he himself is told that it is.
    """

    title: str | Promise
    his: str | Promise
    what: str | Promise
    gone_on: date | None
    sees: str | Promise


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step with how far it is."""

    step: Step
    title: str | Promise
    about: str | Promise
    state: State


@dataclass(frozen=True, slots=True)
class EndingShown:
    """A farewell in words."""

    row: Ending
    why: str | Promise
    reason: str
    steps: Sequence[StepShown]
    until: date | None
    who: str
    states: Mapping[str, str]
    open_allowances: bool
    kept: Sequence[KeptLine]

    @property
    def left(self) -> int:
        """Tell how many steps must still be done."""
        return len(open_steps(self.states))


def ending_of(found: OpenCase) -> EndingShown | None:
    """Give the farewell of a case; None when none was begun, or when its file is gone already."""
    if found.candidate is None:
        return None
    row = Ending.objects.filter(candidate=found.candidate.pk).select_related("begun_by").first()
    if row is None:
        return None
    said = steps_of(row)
    until = until_of(said)
    states = {step: State(said["steps"].get(step, State.OPEN)) for step in Step}
    return EndingShown(
        row=row,
        why=WHYS[Why(row.why)],
        reason=said["reason"],
        steps=[StepShown(step, *STEPS[step], states[step]) for step in Step],
        until=until,
        who=said["who"],
        states={step.value: state.value for step, state in states.items()},
        open_allowances=has_open_allowances(found.candidate),
        kept=kept_lines(found, row.ends_on, until),
    )


def steps_of(row: Ending) -> Mapping[str, Any]:
    """Open what is done of the farewell."""
    return opened(candidate_vault(row.candidate_id), STEPS_COLUMN, row.steps, EMPTY_STEPS)


def until_of(said: Mapping[str, Any]) -> date | None:
    """Give the last day of aftercare."""
    return date.fromisoformat(said["until"]) if said["until"] else None


def has_open_allowances(candidate: Candidate) -> bool:
    """Tell whether something that we give was proposed or approved, and not recorded or refused yet."""
    here = Allowance.objects.filter(candidate=candidate.pk, origin=Allowance.Origin.HERE)
    return here.filter(recorded_at=None, refused_at=None).exists()


def last_aftercare_day(case: Case, ends_on: date) -> date:
    """Give the last day that aftercare can have."""
    return latest_aftercare(terms_of_case(case), ends_on)


def kept_lines(found: OpenCase, ends_on: date, until: date | None) -> list[KeptLine]:
    """Give what stays after the end, each until its day by the terms of the content (N52)."""
    assert found.candidate is not None
    terms, candidate, signals = terms_of_case(found.row), found.candidate, found.row.profile in NOTES_SIGNALS
    lead = _("alleen de trekker")
    file_day, paper_day = file_gone_on(terms, ends_on, until), due_date(Result.AGREEMENT, ends_on, terms)
    told = KeptLine(
        _("Signalen over een thema"), _("Wat u vertelde over een thema"),
        _("Wat hij vertelde over wat er speelt. Het laatste is dan weg."),
        min(ends_on + LONGEST_SIGNAL, file_day), lead,
    )  # fmt: skip
    lines = [
        *([told] if signals else []),
        KeptLine(
            _("Het dossier, en de envelop met zijn naam"), _("Uw dossier, en de envelop met uw naam"),
            _("Contacten, terugblik, afweging en besluit. Ook hoe u hem bereikt, als er in de nazorg iets is."),
            file_day, lead,
        ),
    ]  # fmt: skip
    if paid := _last_payment(candidate, terms):
        what = _("Bedragen en maanden, onder zijn verzonnen naam.")
        lines.append(KeptLine(_("Wat hij kreeg"), _("Wat u kreeg"), what, paid, lead))
    lines += [
        KeptLine(
            _("De afspraken, en de opdracht waar zij bij horen"), _("Onze afspraken, zonder uw naam"),
            _("De tekst, onder zijn verzonnen naam, en de dag waarop u hem inlichtte. Wie hij was, is dan al weg."),
            paper_day, lead,
        ),
        KeptLine(
            _("Bewijs dat alles weg is"), _("Bewijs dat alles weg is"),
            _("Een regel in het logboek met een dag. Er staat niets over hem in."),
            None, _("de FG"),
        ),
    ]  # fmt: skip
    return lines


def _last_payment(candidate: Candidate, terms: Retention) -> date | None:
    paid = Allowance.objects.filter(candidate=candidate.pk, origin=Allowance.Origin.HERE, recorded_at__isnull=False)
    month = paid.aggregate(last=Max("month"))["last"]
    return None if month is None else due_date(Result.PAYMENTS, month, terms)


def confirmed_by_archivist(case: Case) -> bool:
    """Tell whether an archivist said yes to the terms that are used here."""
    terms = terms_of_case(case)
    return all(terms.rule(one).confirmed_by_archivist for one in (Result.ENDED, Result.AGREEMENT, Result.PAYMENTS))
