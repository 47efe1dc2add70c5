"""What somebody may ask about what is kept of him, by when he hears, and what stands still meanwhile (N23, N24)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from sleutelwerk.cases.engine.retention import Term, Unit
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused

#: Within one month he hears what was done, and at most two months later when it is hard and he was told so in that
#: first month (AVG art. 12 lid 3; read 28 November 2026).
ANSWER_WITHIN = Term(1, Unit.MONTHS)
LONGEST = Term(3, Unit.MONTHS)
SHORTEST_ANSWER = 10
#: How long before the last day his team is reminded (own judgement: a talk has to be planned).
REMIND_BEFORE = timedelta(days=10)


#: A lock never lapses by itself. After a year somebody asks him, and each year again (own judgement).
LONG_LOCK, ASK_ANEW_FOR = Term(1, Unit.YEARS), timedelta(days=28)


class Right(StrEnum):
    """What he may ask (AVG art. 15 to 18 and 21)."""

    ACCESS = "access"
    RECTIFY = "rectify"
    RESTRICT = "restrict"
    OBJECT = "object"
    ERASE = "erase"


#: With any of these he may say that what was written or decided is not right.
ASKS_ANEW = frozenset({Right.ACCESS, Right.RECTIFY, Right.OBJECT})
#: So long after his yes two may look anew without a noted question; later his question is the only step that is left of
#: what was done, and without it he would be forgotten at once (own judgement).
ANEW_WITHOUT_QUESTION = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of his. `answered_on` is empty while he waits; `lifted_on` ends a restriction."""

    right: Right
    received_on: date
    due_on: date
    answered_on: date | None = None
    lifted_on: date | None = None

    @property
    def open(self) -> bool:
        """Tell whether he still waits for an answer."""
        return self.answered_on is None

    @property
    def locks(self) -> bool:
        """Tell whether the file stands still: while an objection is looked at, and until a restriction is lifted.

        AVG art. 18 lid 1 onder d (objection) and lid 2 (only keeping, or with his consent).
        """
        if self.right is Right.RESTRICT:
            return self.lifted_on is None
        return self.right is Right.OBJECT and self.open

    def holds(self, today: date) -> bool:
        """Tell whether nothing of his may be destroyed yet because of this.

        A restriction holds until it is lifted: he wants it kept (AVG art. 18 lid 2). Any other question, also an
        objection, holds until it is answered, and never after the last day on which he had to hear: who leaves him
        without an answer may not keep his file longer for it.
        """
        if self.right is Right.RESTRICT:
            return self.locks
        return self.open and today <= self.due_on

    def long_on_lock(self, today: date) -> bool:
        """Tell whether the file stands locked for a year or longer: it never lapses, and somebody asks him."""
        return self.right is Right.RESTRICT and self.locks and today >= LONG_LOCK.after(self.received_on)

    def to_ask_anew(self, today: date) -> bool:
        """Tell whether it is time to ask him whether he still wants it: four weeks long, each year."""
        years = Term(today.year - self.received_on.year, Unit.YEARS)
        if not self.long_on_lock(today):
            return False
        last = years.after(self.received_on)
        last = last if last <= today else Term(years.count - 1, Unit.YEARS).after(self.received_on)
        return today < last + ASK_ANEW_FOR

    def nearly_due(self, today: date) -> bool:
        """Tell whether he waits, and the last day to answer is near or was."""
        return self.open and self.due_on <= today + REMIND_BEFORE

    def overdue(self, today: date) -> bool:
        """Tell whether he should have heard already."""
        return self.open and today > self.due_on


def due_on(received_on: date, *, longer: bool = False) -> date:
    """Give the last day on which he must have an answer."""
    return (LONGEST if longer else ANSWER_WITHIN).after(received_on)


def may_note(right: Right, received_on: date | None, today: date, known: Iterable[Asked]) -> Verdict:
    """Tell whether a question of his can be noted: on a day that was, and not the same one twice."""
    if received_on is None:
        return refused("Vul in wanneer hij het vroeg. De termijn loopt vanaf die dag.", "received_on")
    if received_on > today:
        return refused("Kies een dag die al geweest is.", "received_on")
    if any(one.right is right and (one.open or one.locks) for one in known):
        return refused("Dit staat er al. Geef eerst antwoord op die vraag.")
    return ALLOWED


def may_take_longer(asked: Asked, today: date) -> Verdict:
    """Tell whether the answer may take two months more: once, and only when he hears it within the first month."""
    first = due_on(asked.received_on)
    return first_refusal(
        _still_open(asked),
        ALLOWED if asked.due_on == first else refused("Langer dan drie maanden mag niet."),
        ALLOWED if today <= first else refused("De eerste maand is om. Geef nu antwoord."),
    )


def may_be_why_longer(text: str) -> Verdict:
    """Tell whether he can follow why the answer takes longer: he must hear the reason too (AVG art. 12 lid 3)."""
    short = len(text.strip()) < SHORTEST_ANSWER
    return refused("Schrijf op waarom u meer tijd nodig hebt. Hij leest dit.", "why") if short else ALLOWED


def may_answer(asked: Asked, answer: str, today: date) -> Verdict:
    """Tell whether an answer can be noted: what was done, or why not, in words that he can read."""
    short = len(answer.strip()) < SHORTEST_ANSWER
    return first_refusal(
        _still_open(asked),
        ALLOWED if today >= asked.received_on else refused("Dit is nog niet gevraagd."),
        refused("Schrijf op wat u deed, of waarom niet. Hij leest dit.", "answer") if short else ALLOWED,
    )


def may_lift(asked: Asked) -> Verdict:
    """Tell whether a restriction can end: after it was answered, and he was told before it ends (art. 18 lid 3)."""
    if asked.right is not Right.RESTRICT or not asked.locks:
        return refused("Dit dossier staat niet op slot.")
    if asked.open:
        return refused("Geef hem eerst antwoord.")
    return ALLOWED


def may_erase(known: Iterable[Asked]) -> Verdict:
    """Tell whether all about him can go at once: he asked for it, and it was not answered yet."""
    asked = any(one.right is Right.ERASE and one.open for one in known)
    return ALLOWED if asked else refused("Noteer eerst dat hij vroeg om alles te wissen.")


def may_change(known: Iterable[Asked]) -> Verdict:
    """Tell whether anything may be changed about him: not while the file is locked."""
    return not_while_locked(locked=any(one.locks for one in known))


def not_while_locked(*, locked: bool) -> Verdict:
    """Tell whether anything may be changed about him, for a page that knows already whether the file is locked."""
    if locked:
        return refused("Dit dossier staat op slot, omdat hij dat vroeg. U kunt lezen, en zijn vraag beantwoorden.")
    return ALLOWED


def waits_for_him(known: Iterable[Asked], today: date) -> bool:
    """Tell whether destroying waits: he asked to let it stand, or still has to hear (AVG art. 12, 15 and 18)."""
    return any(one.holds(today) for one in known)


def may_begin_anew(known: Iterable[Asked], *, after_no: bool, agreed_on: date, today: date) -> Verdict:
    """Tell whether two people may look at him anew: after a no only because he asks, as it stops his 28 days.

    His own objection does not stand in the way of what it asks for; a restriction does.
    """
    asked = list(known)
    needs_question = after_no or today > agreed_on + ANEW_WITHOUT_QUESTION
    if needs_question and not any(one.right in ASKS_ANEW and one.open for one in asked):
        return refused("Noteer eerst zijn vraag, bij ‘Hij vraagt wat er over hem staat’. Begin daarna opnieuw.")
    return may_change(one for one in asked if one.right is not Right.OBJECT)


def may_confirm_anew(actor: UUID, asked_by: UUID | None, *, pending: bool) -> Verdict:
    """Tell whether somebody may say that he asked to look anew after a no: another than who wants to begin anew."""
    if not pending:
        return refused("Er is niets om te bevestigen.")
    if asked_by == actor:
        return refused("Een ander dan u bevestigt dat hij dit vroeg. Vraag het een collega uit het team.")
    return ALLOWED


def may_drop_anew(actor: UUID, asked_by: UUID | None, *, pending: bool) -> Verdict:
    """Tell whether somebody may say that he did not ask for it: who may confirm it, and who asked it himself."""
    return may_confirm_anew(actor, None if asked_by == actor else asked_by, pending=pending)


def may_propose_anew(*, pending: bool) -> Verdict:
    """Tell whether one may ask a colleague to confirm it: once."""
    return refused("Dit staat al klaar. Een collega uit het team bevestigt het.") if pending else ALLOWED


def _still_open(asked: Asked) -> Verdict:
    return ALLOWED if asked.open else refused("Deze vraag is al beantwoord.")
