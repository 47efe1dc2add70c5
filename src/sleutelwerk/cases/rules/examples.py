"""What an example case is, how long it stays, and what nobody else may be asked in it."""

from __future__ import annotations

from datetime import date, timedelta

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.engine.naming import EXAMPLE
from sleutelwerk.cases.rules.team import may_begin
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused

#: So long somebody looks around in them (own judgement: two months; who learns longer makes them again in a moment).
KEPT = timedelta(days=60)


def is_example(code: str, *, practice: bool) -> bool:
    """Tell whether a case is one of ours to look around in; its code says so wherever it stands, on paper too."""
    return practice and code.startswith(EXAMPLE)


def may_make_examples(actor: Actor, *, organisation_ready: Verdict, present: bool) -> Verdict:
    """Tell whether somebody may get examples: who may begin a case of his own, and has none of them yet.

    Nothing in them is of a person, and yet the advice of the FG comes first: in a place where case files may not be
    kept there must be no pages that look as if they may.
    """
    already = refused("U hebt al voorbeelddossiers.") if present else ALLOWED
    return first_refusal(may_begin(actor, organisation_ready=organisation_ready), already)


def may_ask_others(*, example: bool) -> Verdict:
    """Tell whether anybody else may be asked something in a case: in an example nobody is."""
    if example:
        return refused("Dit is een voorbeeld. Er komt niemand bij en niemand krijgt bericht.")
    return ALLOWED


def may_keep_somebody(*, example: bool, practice: bool) -> Verdict:
    """Tell whether it may be kept who somebody is: in an example and in an exercise nobody exists."""
    if example:
        return refused("Dit is een voorbeeld. Er is niemand om in een envelop te leggen.")
    return refused(f"{_EXERCISE} Leg hier dus niemand in een envelop. {_REAL_ONE}") if practice else ALLOWED


def may_reward(*, example: bool, practice: bool) -> Verdict:
    """Tell whether something may be given: in an exercise there is nobody to give it to, as in no list it is seen.

    In an example one may try it, alone and among invented colleagues.
    """
    only = practice and not example
    return refused(f"{_EXERCISE} Er is dus niemand die iets krijgt. {_REAL_ONE}") if only else ALLOWED


_EXERCISE = "Dit is een oefening: niemand hierin bestaat."
_REAL_ONE = "Gaat het om iemand die bestaat? Begin dan een gewoon dossier."
#: Whoever still writes in the assignment of an exercise has so long before it goes, and never longer than the second.
LAST_CHANGE, LONGEST_EXERCISE = timedelta(days=14), timedelta(days=120)  # own judgement


def exercise_gone_on(begun_on: date, changed_on: date) -> date:
    """Give the day on which an exercise goes by itself: after two months, not right after a change, in four at most."""
    return min(max(gone_on(begun_on), changed_on + LAST_CHANGE), begun_on + LONGEST_EXERCISE)


def gone_on(made_on: date) -> date:
    """Give the day on which an example goes by itself."""
    return made_on + KEPT
