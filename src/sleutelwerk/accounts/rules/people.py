"""Who may invite, give roles, close accounts and look at access again: always somebody else than the person himself."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import OVERSEERS, SPECIAL, Role, may_be_held, review_days
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused

NOT_YOURS = refused("Dit kan alleen een beheerder van uw organisatie.")
NOT_YOURSELF = refused("Dit kunt u niet voor uzelf doen. Vraag een collega met de rol beheerder.")
LAST_ONE = refused("Er moet minstens één beheerder overblijven.")
#: How long before its date a review is asked for, and how long after it the account stays open.
REVIEW_NOTICE = timedelta(days=30)
REVIEW_GRACE = timedelta(days=14)
#: How long a closed account keeps its name and address: as long as what was recorded of signing in (Selectielijst
#: gemeenten 2020, result 19.1.24: six months). Then only its opaque id remains, for the trail.
FORGOTTEN_AFTER = timedelta(days=183)
#: The domain that a forgotten account has for its address; mail can never arrive there (RFC 2606).
NOWHERE = "vergeten.invalid"
#: After how long without a role and without signing in an account is closed. A role has its review; this has none.
UNUSED_AFTER = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Person:
    """The person whom a decision is about."""

    id: UUID
    organisation: UUID | None
    roles: frozenset[Role]
    police: bool = False
    forgotten: bool = False


def may_manage_people(actor: Actor, organisation: UUID | None) -> Verdict:
    """Tell whether the actor may invite people to this organisation and see who is in it."""
    if actor.has(Role.ADMINISTRATOR) and organisation is not None and actor.organisation == organisation:
        return ALLOWED
    return NOT_YOURS


def may_see_people(actor: Actor, organisation: UUID | None) -> Verdict:
    """Tell whether the actor may see who is in an organisation: administrators and those who oversee."""
    if actor.has(Role.ADMINISTRATOR, *OVERSEERS) and organisation is not None and actor.organisation == organisation:
        return ALLOWED
    return refused("Deze lijst is voor beheerders en toezichthouders van de organisatie.")


def may_change_person(actor: Actor, person: Person) -> Verdict:
    """Tell whether the actor may change somebody's account. Nobody does so with his own."""
    return first_refusal(
        may_manage_people(actor, person.organisation), NOT_YOURSELF if actor.id == person.id else ALLOWED
    )


def may_set_roles(actor: Actor, person: Person, roles: Collection[Role], *, other_administrators: int) -> Verdict:
    """Tell whether the actor may give somebody exactly these roles. `other_administrators` leaves this person out."""
    return first_refusal(
        may_change_person(actor, person),
        may_be_held(roles, police=person.police),
        ALLOWED if is_administrator(roles) or not is_administrator(person.roles) or other_administrators else LAST_ONE,
    )


def may_suspend(actor: Actor, person: Person, *, other_administrators: int) -> Verdict:
    """Tell whether the actor may close somebody's account for now."""
    if is_administrator(person.roles) and not other_administrators:
        return first_refusal(may_change_person(actor, person), LAST_ONE)
    return may_change_person(actor, person)


def is_administrator(roles: Collection[Role]) -> bool:
    """Tell whether somebody with these roles manages the accounts of his organisation."""
    return Role.ADMINISTRATOR in roles


def may_restore(actor: Actor, person: Person) -> Verdict:
    """Tell whether the actor may open somebody's closed account again; nobody is left behind a forgotten one."""
    gone = refused("Van dit account zijn naam en adres gewist. Nodig uw collega opnieuw uit.")
    return first_refusal(may_change_person(actor, person), gone if person.forgotten else ALLOWED)


def may_review_access(actor: Actor, person: Person) -> Verdict:
    """Tell whether the actor may say that somebody still needs his roles (N36).

    An administrator or the security officer does so, for somebody else; special rights want two kinds of eyes, so the
    FG may look at administrators as well.
    """
    if actor.organisation is None or actor.organisation != person.organisation:
        return NOT_YOURS
    if actor.id == person.id:
        return refused("Uw eigen toegang kijkt een collega na.")
    if actor.has(Role.ADMINISTRATOR, Role.SECURITY_OFFICER):
        return ALLOWED
    if actor.has(Role.FG) and person.roles & SPECIAL:
        return ALLOWED
    return NOT_YOURS


def review_due(role: Role, reviewed_at: datetime) -> datetime:
    """When a role has to have been looked at again."""
    return reviewed_at + timedelta(days=review_days(role))


def is_review_asked(due: datetime, now: datetime) -> bool:
    """Tell whether the review of a role is a task by now."""
    return now >= due - REVIEW_NOTICE


def is_review_overdue(due: datetime, now: datetime) -> bool:
    """Tell whether the review stayed away so long that the account is closed for now."""
    return now >= due + REVIEW_GRACE


def is_forgotten(email: str) -> bool:
    """Tell whether name and address of an account were wiped."""
    return email.endswith(f"@{NOWHERE}")


def is_unused(moments: Collection[datetime | None], now: datetime) -> bool:
    """Tell whether an account without a role has stood unused too long, by the last of these moments.

    The moments are of signing in, joining, being opened again and losing the last role; None is 'never'.
    """
    known = [moment for moment in moments if moment is not None]
    return bool(known) and now - max(known) >= UNUSED_AFTER


def may_give_advice(actor: Actor, organisation: UUID) -> Verdict:
    """Tell whether the actor may enter the FG's advice: only the FG of that organisation, himself (N27)."""
    if actor.has(Role.FG) and actor.organisation == organisation:
        return ALLOWED
    return refused("Dit advies kan alleen de functionaris gegevensbescherming zelf invullen.")


@dataclass(frozen=True, slots=True)
class Advice:
    """The FG's latest advice, as far as decisions need it."""

    residual_risk: str
    prior_consultation: str
    valid_until: date


def may_have_case_files(advice: Advice | None, today: date, *, production: bool) -> Verdict:
    """Tell whether an organisation may open case files at all (N27, art. 35 and 36 AVG).

    Outside production there are no real people, so nothing is refused there.
    """
    if not production:
        return ALLOWED
    if advice is None:
        return refused("De functionaris gegevensbescherming heeft nog geen advies over de DPIA ingevuld.")
    if advice.valid_until < today:
        return refused("Het advies van de functionaris gegevensbescherming is verlopen.")
    if advice.residual_risk == "high" and advice.prior_consultation != "done":
        return refused("Er blijft een hoog risico over. Vraag eerst de Autoriteit Persoonsgegevens om raad.")
    if advice.prior_consultation == "running":
        return refused("De Autoriteit Persoonsgegevens heeft nog niet geantwoord.")
    return ALLOWED


def may_lead_deliberations(actor: Actor) -> Verdict:
    """Tell whether the person may prepare and lead a deliberation: a facilitator, in his own organisation."""
    if actor.organisation is not None and actor.has(Role.FACILITATOR):
        return ALLOWED
    return refused("Alleen een gespreksleider kan een beraad voorbereiden.")


def may_open_case_files(actor: Actor) -> Verdict:
    """Tell whether the person may open any case file: never the police, never by being an administrator (N15, N30)."""
    if actor.police:
        return refused("Wie bij de politie werkt, kan geen dossiers openen.")
    if actor.organisation is None or not actor.has(Role.PROFESSIONAL, Role.DECISION_MAKER):
        return refused("U hebt hiervoor een rol als professional of beslisser nodig.")
    return ALLOWED
