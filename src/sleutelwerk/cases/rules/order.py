"""An order of justice to hand over data: in which order steps are taken, by how many hands, and what it holds back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.sessions import is_fresh
from sleutelwerk.cases.rules.team import may_work_with_cases
from sleutelwerk.cases.rules.watching import is_fg, may_watch
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused

#: A drill is done again after a year (own judgement: people change, and so does who is called).
DRILL_EVERY = timedelta(days=365)
MOST_PAGES = 9_999


class Official(StrEnum):
    """From whom an order comes or to whom something goes, by function: a name has no place here."""

    PROSECUTOR = "prosecutor"
    EXAMINING_JUDGE = "examining_judge"
    INVESTIGATOR = "investigator"


class Article(StrEnum):
    """The article of the code of criminal procedure that an order names."""

    ART_126NC = "126nc"
    ART_126ND = "126nd"
    ART_126NF = "126nf"
    ART_126NI = "126ni"
    OTHER = "other"
    NOT_NAMED = "not_named"


class Kind(StrEnum):
    """What we keep, in kinds. 'Everything' is none of them."""

    ASSIGNMENT = "assignment"
    DECISION = "decision"
    ASSESSMENT = "assessment"
    AGREEMENT = "agreement"
    PAYMENTS = "payments"
    CONTACT_DAYS = "contact_days"
    CONTACT_NOTES = "contact_notes"
    LOOK_BACKS = "look_backs"
    SIGNALS = "signals"
    IDENTITY = "identity"


class Valid(StrEnum):
    """What the lawyer came to; his reasons stay with him."""

    VALID = "valid"
    PARTLY = "partly"
    NOT_VALID = "not_valid"


class Tell(StrEnum):
    """Whether he may know, as the lawyer says."""

    YES = "yes"
    NO = "no"


class Decided(StrEnum):
    """What became of what was prepared."""

    HAND = "hand"
    AGAIN = "again"
    NOTHING = "nothing"


class How(StrEnum):
    """How an order came to its end."""

    HANDED_OVER = "handed_over"
    NOT_VALID = "not_valid"
    NOTHING = "nothing"
    WITHDRAWN = "withdrawn"


class Lesson(StrEnum):
    """What a drill can teach: a closed list, as no drill needs a text about anybody."""

    WENT_WELL = "went_well"
    LAWYER_UNKNOWN = "lawyer_unknown"
    FG_HARD_TO_REACH = "fg_hard_to_reach"
    THIRD_HAND_MISSING = "third_hand_missing"
    KINDS_UNCLEAR = "kinds_unclear"
    TOO_MUCH_CHOSEN = "too_much_chosen"
    PAPER_FORGOTTEN = "paper_forgotten"
    TELLING_UNCLEAR = "telling_unclear"
    TOO_SLOW = "too_slow"


class Step(StrEnum):
    """One step of the script, in the order in which they come."""

    PAPER = "paper"
    LAWYER = "lawyer"
    FG = "fg"
    VALID = "valid"
    PREPARE = "prepare"
    DECIDE = "decide"
    TOLD = "told"
    HAND = "hand"
    RECEIPT = "receipt"
    LIFT = "lift"
    END = "end"


#: What stands before a step. The lawyer and the FG stand before everything that leaves the house.
AFTER: Mapping[Step, tuple[Step, ...]] = {
    Step.VALID: (Step.LAWYER,),
    Step.PREPARE: (Step.LAWYER, Step.FG, Step.VALID),
    Step.DECIDE: (Step.LAWYER, Step.FG, Step.VALID, Step.PREPARE),
    Step.TOLD: (Step.VALID,),
    Step.HAND: (Step.LAWYER, Step.FG, Step.VALID, Step.PREPARE, Step.DECIDE),
    Step.RECEIPT: (Step.HAND,),
    Step.LIFT: (Step.VALID,),
    Step.END: (Step.LAWYER,),
}
#: Nobody does two of these, also not when a part was done anew.
THREE_HANDS = frozenset({Step.PREPARE, Step.DECIDE, Step.HAND})
#: What can still be done when an order is over: telling him waits until he may know.
AFTER_THE_END = frozenset({Step.TOLD, Step.LIFT})
#: What leaves the house is decided on and handed over with a fresh factor (N34).
WITH_FACTOR = frozenset({Step.DECIDE, Step.HAND})
NOT_THERE = refused("Deze vordering is er niet.")
_FIRST: Mapping[Step, str] = {
    Step.LAWYER: "Vraag eerst een jurist.",
    Step.FG: "Vertel het eerst aan de FG.",
    Step.VALID: "Wacht op wat de jurist zegt: is de vordering geldig?",
    Step.PREPARE: "Zoek eerst uit wat het minste is dat antwoord geeft.",
    Step.DECIDE: "Een ander moet eerst beslissen of dit weggaat.",
    Step.HAND: "Er is nog niets overhandigd.",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an order is. `hands` are all who ever did a part, also one that was done anew."""

    drill: bool = False
    has_case: bool = True
    about_him: bool = True
    recorded_by: UUID | None = None
    done: frozenset[Step] = frozenset()
    hands: Mapping[Step, frozenset[UUID]] = field(default_factory=dict)
    valid: str = ""
    may_tell: str = ""
    kinds: frozenset[str] = frozenset()
    decided: str = ""

    @property
    def ended(self) -> bool:
        """Tell whether it is over."""
        return Step.END in self.done

    @property
    def holds(self) -> bool:
        """Tell whether nothing that was ordered may be destroyed because of it. A drill holds nothing back."""
        return not self.drill and not self.ended

    @property
    def he_may_know(self) -> bool:
        """Tell whether it stands in his own report: the lawyer said so, or the secrecy is over."""
        return self.may_tell == Tell.YES or Step.LIFT in self.done


def may_record(came_at: datetime | None, respond_by: date | None, came_on: date, *, now: datetime) -> Verdict:
    """Tell whether an order can be recorded as it is; `came_on` is the day on which it came here."""
    if came_at is None:
        return refused("Vul in wanneer de vordering kwam.")
    if came_at > now:
        return refused("Kies een moment dat al geweest is.")
    if respond_by is not None and respond_by < came_on:
        return refused("De termijn ligt voor de dag waarop de vordering kwam. Kijk het na.")
    return ALLOWED


def may_have_part(actor: Actor) -> Verdict:
    """Tell whether the orders of an organisation are there for somebody: who watches, and who works with cases."""
    return ALLOWED if may_watch(actor) or may_work_with_cases(actor) else NOT_THERE


def may_see(actor: Actor, *, in_team: bool, loose_drill: bool) -> Verdict:
    """Tell whether an order of his own organisation is there for somebody.

    For its team, who watches, and in a drill without a case (`loose_drill`) everybody who works with cases.
    """
    takes_part = in_team or may_watch(actor) or (loose_drill and may_work_with_cases(actor))
    return ALLOWED if takes_part and not actor.police else NOT_THERE


def may_record_from(actor: Actor, *, of_case: bool, drill: bool) -> Verdict:
    """Tell whether somebody may record one: in his own case, else who watches; a drill everybody who has cases."""
    if not may_have_part(actor):
        return NOT_THERE
    if of_case or drill or may_watch(actor):
        return ALLOWED
    return refused("Schrijf een vordering op bij het dossier waar zij over gaat.")


def may_name(standing: Standing, *, found: bool, practice: bool) -> Verdict:
    """Tell whether it can be said that an order is about a case: `found` in the organisation, `practice` or real."""
    return first_refusal(
        refused("Er staat al bij over welk dossier het gaat.") if standing.has_case else ALLOWED,
        refused("Dit is al afgesloten.") if standing.ended else ALLOWED,
        ALLOWED if found else refused("Deze code is er niet in uw organisatie. Vraag haar aan de trekker."),
        ALLOWED
        if practice == standing.drill
        else refused("Een oefening gaat over een oefendossier, en een echte vordering niet."),
    )


def may_name_by(actor: Actor, standing: Standing) -> Verdict:
    """Tell whether the page shows somebody the way to name a case: who watches, as others come by their own case."""
    open_yet = not standing.has_case and not standing.ended
    return ALLOWED if open_yet and may_watch(actor) else NOT_THERE


def may_be_moment(done_at: datetime, came_at: datetime, now: datetime) -> Verdict:
    """Tell whether a step can have been taken then; a minute of grace, as what came is written down by the minute."""
    if came_at - timedelta(minutes=1) <= done_at <= now:
        return ALLOWED
    return refused("Kies een moment nadat de vordering kwam, en niet later dan nu.")


def may_tell_him(step: Step, standing: Standing, *, in_team: bool) -> Verdict:
    """Tell whether this hand may say that he was told: somebody of the team, who knows him; in a drill anybody."""
    if step is Step.TOLD and not in_team and not standing.drill:
        return refused("Iemand van het team vertelt het hem.")
    return ALLOWED


def may_take_out(step: Step, proved_at: datetime | None, now: datetime) -> Verdict:
    """Tell whether a factor is fresh enough for a step: what leaves the house asks for one (N34)."""
    if step in WITH_FACTOR and not is_fresh(proved_at, now):
        return refused("Laat eerst opnieuw zien dat u het bent.")
    return ALLOWED


def may_step(step: Step, standing: Standing, actor: Actor) -> Verdict:
    """Tell whether somebody may take a step now.

    The FG watches, so he does none of the three parts (art. 38 lid 6 AVG).
    """
    return first_refusal(
        refused("Deze stap is al gedaan.") if step in standing.done else ALLOWED,
        refused("Dit is al afgesloten.") if standing.ended and step not in AFTER_THE_END else ALLOWED,
        _before(step, standing),
        _outcome(step, standing),
        _hand(step, standing, actor.id, watches=is_fg(actor)),
    )


def _before(step: Step, standing: Standing) -> Verdict:
    missing = next((one for one in AFTER.get(step, ()) if one not in standing.done), None)
    return ALLOWED if missing is None else refused(_FIRST[missing])


def _outcome(step: Step, standing: Standing) -> Verdict:
    """Judge what earlier steps came to."""
    if step is Step.PREPARE and standing.valid == Valid.NOT_VALID:
        return refused("De jurist vindt de vordering niet geldig. Er gaat niets weg. Sluit het af.")
    if step is Step.PREPARE and not (standing.has_case or standing.drill):
        return refused("Zeg eerst over welk dossier het gaat.")
    if step is Step.HAND and standing.decided != Decided.HAND:
        return refused("Er is besloten dat er niets weggaat.")
    if step is Step.TOLD and not standing.he_may_know:
        return refused("Hij mag het nog niet weten. Vraag de jurist wanneer wel.")
    if step is Step.LIFT and standing.may_tell != Tell.NO:
        return refused("Er is geen geheimhouding.")
    return ALLOWED


def _hand(step: Step, standing: Standing, person: UUID, *, watches: bool) -> Verdict:
    if step in THREE_HANDS and watches:
        return refused("De FG houdt toezicht, en doet dit daarom niet zelf.")
    others = THREE_HANDS - {step} if step in THREE_HANDS else frozenset()
    if any(person in standing.hands.get(one, frozenset()) for one in others):
        return refused("U deed al een ander deel. Voorbereiden, beslissen en overhandigen doen drie mensen.")
    if step is Step.END and person == standing.recorded_by:
        return refused("Een ander dan wie de vordering opschreef, sluit haar af.")
    return ALLOWED


def comes_up(step: Step, standing: Standing) -> bool:
    """Tell whether others wait for a step now: not to tell him while he may not know, nor to end what still goes on."""
    if step is Step.TOLD:
        return standing.he_may_know
    if step is Step.END:
        stops = standing.valid == Valid.NOT_VALID or standing.decided == Decided.NOTHING
        return stops or Step.RECEIPT in standing.done
    return step is not Step.LIFT


def may_choose(kinds: Collection[str]) -> Verdict:
    """Tell whether these kinds can be the minimum: some, and never all that there is."""
    chosen = set(kinds)
    if not chosen or not chosen <= set(Kind):
        return refused("Kies wat er nodig is om te antwoorden.")
    if chosen == set(Kind):
        return refused("Alles geven is nooit het minste. Laat weg waar niet om is gevraagd.")
    return ALLOWED


def may_give(kinds: Collection[str], standing: Standing, pages: int | None) -> Verdict:
    """Tell whether this is what was decided on: nothing beside it, and counted."""
    chosen = set(kinds)
    return first_refusal(
        may_choose(chosen),
        ALLOWED if chosen <= standing.kinds else refused("Hier is niet over besloten. Geef alleen wat is besloten."),
        ALLOWED if pages is not None and 1 <= pages <= MOST_PAGES else refused("Tel de bladzijden."),
    )


def may_end(how: str, standing: Standing) -> Verdict:
    """Tell whether an order can end like this. Who may be told, is told before."""
    fits = {
        How.HANDED_OVER: Step.RECEIPT in standing.done,
        How.NOT_VALID: standing.valid == Valid.NOT_VALID,
        How.NOTHING: standing.decided == Decided.NOTHING,
        How.WITHDRAWN: Step.HAND not in standing.done,
    }
    untold = standing.about_him and standing.he_may_know and Step.TOLD not in standing.done
    return first_refusal(
        ALLOWED if fits.get(How(how)) else refused("Dit past niet bij de stappen hiervoor."),
        refused("Vertel het hem eerst.") if untold else ALLOWED,
    )


def may_destroy(*, held: bool) -> Verdict:
    """Tell whether anything of a case may be destroyed: not while an order runs that may be about it.

    Also not when he stops or asks to erase: a legal duty goes before that (AVG art. 17 lid 3 onder b and e). That he
    takes part no longer needs nobody's leave. The reason names no order, as he may look along.
    """
    if not held:
        return ALLOWED
    return refused(
        "Er mag nu niets weg uit dit dossier. Bovenaan het dossier leest u waarom. "
        "Hij hoeft niet meer mee te doen: stoppen mag altijd. Wat er staat, gaat weg zodra het mag."
    )


def drill_due(last: date, today: date) -> bool:
    """Tell whether a drill is due; `last` is the last one, or the day on which the site began for an organisation."""
    return today > last + DRILL_EVERY
