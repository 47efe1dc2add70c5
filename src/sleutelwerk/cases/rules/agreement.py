"""When an agreement may be written, read, accepted and held: both say yes to the same text, after a night (N16)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.engine.retention import Term, Unit
from sleutelwerk.cases.rules.stages import AT_WORK, Stage, may_at
from sleutelwerk.cases.rules.team import Membership, Part, Team, may_record
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused

#: When he and we look back for the first time at the latest (the text itself says three months), and the longest that
#: one agreement lasts (its own help says a year).
TRIAL, LONGEST = Term(3, Unit.MONTHS), Term(1, Unit.YEARS)


class Step(StrEnum):
    """What comes next with the newest revision."""

    BEGIN = "begin"
    FILL_IN = "fill_in"
    MAKE_READY = "make_ready"
    BOTH_YES = "both_yes"
    OUR_YES = "our_yes"
    HIS_YES = "his_yes"
    HOLDS = "holds"


def may_agree(stage: Stage, *, ended: bool) -> Verdict:
    """Tell whether a case stands where agreements are made or made anew."""
    if ended:
        return refused("Dit dossier is afgerond. De afspraken veranderen niet meer.")
    return may_at(stage, Stage.AGREEMENT, *sorted(AT_WORK))


def may_begin_agreement(*, drafting: bool, template: bool) -> Verdict:
    """Tell whether a new revision may begin: there is one draft at a time, and content to make it from."""
    return first_refusal(
        refused("Er is al een versie waar u aan werkt. Maak die eerst af.") if drafting else ALLOWED,
        ALLOWED if template else refused("Er is geen tekst met afspraken voor dit profiel. Vraag uw beheerder."),
    )


def may_change(*, ready: bool) -> Verdict:
    """Tell whether a draft may be changed: not once its text stands, as somebody may be reading it."""
    if ready:
        return refused("Deze tekst staat vast. Zet de tekst eerst weer open.")
    return ALLOWED


def may_make_ready(*, to_do: int, ready: bool) -> Verdict:
    """Tell whether the text of a draft may be fixed, so that both can read it."""
    if ready:
        return refused("Deze tekst staat al vast.")
    if to_do:
        return refused(f"Er staan nog {to_do} dingen open." if to_do > 1 else "Er staat nog één ding open.")
    return ALLOWED


def may_reopen(*, ready: bool) -> Verdict:
    """Tell whether a text may be opened again; both yeses go with it."""
    return ALLOWED if ready else refused("Deze tekst staat nog niet vast.")


def may_discard(*, ready: bool, another_holds: bool) -> Verdict:
    """Tell whether a draft may be thrown away: while others hold that it would have replaced, and nobody reads it."""
    if ready:
        return refused("Deze tekst staat vast. Zet de tekst eerst weer open.")
    return ALLOWED if another_holds else refused("Zonder afspraken kan hij niet beginnen. Werk deze versie af.")


def may_hand_out(*, ready: bool, whole: bool) -> Verdict:
    """Tell whether a text may go onto paper: it stands, with every fixed sentence in it."""
    return first_refusal(ALLOWED if ready else refused("Maak de afspraken eerst af."), _every_fixed(whole=whole))


@dataclass(frozen=True, slots=True)
class Written:
    """Who wrote in a text, and whether one of them had colleagues in the team while he did."""

    by: frozenset[UUID]
    in_company: bool


def may_say_our_yes(actor: Actor, team: Team, today: date, written: Written) -> Verdict:
    """Tell whether somebody may say yes for his organisation: its lead, or a colleague when the lead wrote in it.

    A second pair of eyes wherever there is or was one (own judgement): only a lead who never had a colleague in the
    team accepts his own text; sending one away for a moment helps nobody.
    """
    return first_refusal(may_record(actor, team, today), _second_pair(actor.id, team, today, written))


def may_take_effect(organisation_ready: Verdict) -> Verdict:
    """Tell whether a new agreement may come to hold: while the FG's advice holds, as for a new case (N27).

    What holds already goes on: he was promised it, and to leave him at once would be the greater harm.
    """
    if organisation_ready:
        return ALLOWED
    return refused(f"{organisation_ready.reason} Nieuwe afspraken wachten daarop. Wat al geldt, gaat door.")


def may_begin_with(open_conditions: Sequence[int], *, first: bool) -> Verdict:
    """Tell whether work may begin: all that whoever decided wanted arranged first is so, or he let it go.

    `first` is that nothing was agreed before: what holds already goes on, also in newer words.
    """
    if not open_conditions or not first:
        return ALLOWED
    which = " en ".join(str(one) for one in open_conditions)
    one = len(open_conditions) == 1
    return refused(
        f"Voorwaarde{'' if one else 'n'} {which} van het besluit {'moet' if one else 'moeten'} eerst geregeld zijn. "
        "Schrijf bij het besluit op dat het is geregeld, of vraag wie besliste om dit los te laten."
    )


def yes_sayers(team: Team, today: date, written: Written) -> frozenset[UUID]:
    """Give who of a team may say it: the page below which they stand is there for nobody else."""
    return frozenset(one.person for one in hears_for_us(team, today) if _second_pair(one.person, team, today, written))


def _second_pair(person: UUID, team: Team, today: date, written: Written) -> Verdict:
    ours = hears_for_us(team, today)
    lead = next((one.person for one in ours if one.part is Part.LEAD), None)
    if lead not in written.by:
        return ALLOWED if person == lead else refused("De trekker van dit dossier zegt ja namens uw organisatie.")
    alone = len(ours) == 1 and not written.in_company
    if person not in written.by or alone:
        return ALLOWED
    return refused("U schreef hier zelf aan. Laat een collega die dat niet deed, de tekst lezen en ja zeggen.")


def hears_for_us(team: Team, today: date) -> list[Membership]:
    """Give the places of those who can hear his yes: everybody of the own organisation who gets in today."""
    return [one for one in team.members if one.organisation == team.organisation and one.counts_on(today)]


def may_accept(*, ready: bool, same_text: bool, whole: bool, already: bool) -> Verdict:
    """Tell whether a yes can be noted: to a text that stands, to this one, and with every fixed sentence in it."""
    return first_refusal(
        ALLOWED if ready else refused("Deze tekst staat nog niet vast."),
        ALLOWED if same_text else refused("Dit is een andere tekst dan die er nu staat. Lees de tekst opnieuw."),
        _every_fixed(whole=whole),
        refused("Dit ja staat er al.") if already else ALLOWED,
    )


def _every_fixed(*, whole: bool) -> Verdict:
    return ALLOWED if whole else refused("Een vaste afspraak ontbreekt of is veranderd. Zet de tekst weer open.")


def may_note_his_yes(*, ready_on: date, given_on: date | None, said_on: date | None, today: date) -> Verdict:
    """Tell whether his yes can be noted: he had the paper for a night before he said it."""
    if given_on is None or said_on is None:
        return refused("Vul in wanneer hij het papier kreeg, en wanneer hij ja zei.")
    if given_on > today or said_on > today:
        return refused("Kies een dag die al geweest is.", "given_on" if given_on > today else "said_on")
    if given_on < ready_on:
        return refused(
            "Op die dag stond deze tekst nog niet vast. Gaf u hem een eerdere versie? Geef hem dan deze.", "given_on"
        )
    if said_on <= given_on:
        return refused("Geef hem minstens een nacht om het te lezen en erover te praten.", "said_on")
    return ALLOWED


def next_step(*, exists: bool, holds: bool, ready: bool, to_do: int, ours: bool, his: bool) -> Step:
    """Give what comes next with the newest revision."""
    if not exists:
        return Step.BEGIN
    if holds:
        return Step.HOLDS
    if not ready:
        return Step.FILL_IN if to_do else Step.MAKE_READY
    if not ours and not his:
        return Step.BOTH_YES
    return Step.HIS_YES if ours else Step.OUR_YES


def days_in_order(begin: date | None, look_back: date | None, end: date | None) -> dict[str, str]:
    """Say by name which days of an agreement cannot be, and why; a day that is still open may wait."""
    if begin is None:
        return {}
    wrong = {}
    if look_back is not None and not begin <= look_back <= TRIAL.after(begin):
        wrong["look_back"] = "Kies een dag in de eerste drie maanden: niet eerder dan de eerste dag."
    if end is not None and end < begin:
        wrong["end"] = "Dit is eerder dan de eerste dag. Kies een latere dag."
    elif end is not None and end > LONGEST.after(begin):
        wrong["end"] = "Dit is meer dan een jaar na de eerste dag. Kies een eerdere dag."
    if look_back is not None and end is not None and "end" not in wrong and look_back > end:
        wrong.setdefault("look_back", "Dit is later dan de laatste dag. Kies een eerdere dag.")
    return wrong
