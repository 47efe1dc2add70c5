"""Who may write, propose, sign, return and take out an article: always two different people before readers see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused


class State(StrEnum):
    """How far a version of an article has come."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    RETURNED = "returned"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    DISCARDED = "discarded"

    @property
    def label(self) -> str:
        """What the state is called on the screen."""
        return _LABELS[self]


_LABELS = {
    State.DRAFT: "Concept",
    State.PROPOSED: "Wacht op een tweede handtekening",
    State.RETURNED: "Teruggestuurd",
    State.PUBLISHED: "Staat in de kennisbank",
    State.SUPERSEDED: "Vervangen",
    State.DISCARDED: "Weggelegd",
}
#: Somebody is still working on it; an article has one such version at most.
OPEN = (State.DRAFT, State.PROPOSED, State.RETURNED)
#: Its text may be changed.
WRITABLE = (State.DRAFT, State.RETURNED)
#: Readers have seen it, or see it now: its text never changes again.
SEEN = (State.PUBLISHED, State.SUPERSEDED)

NOT_YOURS = refused("Artikelen schrijft alleen een beheerder van de inhoud.")
CHANGED = refused("Intussen is deze tekst veranderd. Kijk hem opnieuw door voordat u tekent.")
LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True)
class Facts:
    """What a decision may know of a version. `writers` are all who changed its text or proposed it."""

    state: State
    organisation: UUID
    proposed_by: UUID | None = None
    writers: frozenset[UUID] = field(default_factory=frozenset)


def may_write(actor: Actor, house: UUID | None) -> Verdict:
    """Tell whether the actor may see and write articles: a content owner of the house, and nobody else."""
    if house is not None and actor.organisation == house and actor.has(Role.CONTENT_OWNER):
        return ALLOWED
    return NOT_YOURS


def may_edit(actor: Actor, version: Facts) -> Verdict:
    """Tell whether the actor may change the text. Whoever does has written along, and cannot sign it any more."""
    stuck = {
        State.PROPOSED: "Deze tekst wacht op een handtekening. Trek het voorstel eerst in, of stuur het terug.",
        State.DISCARDED: "Deze tekst is weggelegd.",
    }
    closed = refused(stuck.get(version.state, "Deze tekst is al gepubliceerd. Maak een nieuwe versie."))
    return first_refusal(may_write(actor, version.organisation), ALLOWED if version.state in WRITABLE else closed)


def may_propose(actor: Actor, version: Facts, *, note: str, errors: bool) -> Verdict:
    """Tell whether the actor may ask for a second signature: nothing is wrong in the text, and he says why."""
    return first_refusal(
        may_edit(actor, version),
        refused("Er zitten nog fouten in de tekst. Herstel die eerst.") if errors else ALLOWED,
        may_be_noted(note),
    )


def may_be_noted(note: str) -> Verdict:
    """Tell whether this says why an article is to change."""
    if not note.strip():
        return refused("Schrijf op waarom dit verandert. De tweede lezer ziet dat.")
    if len(note) > LONGEST_NOTE:
        return refused(f"Houd het korter dan {LONGEST_NOTE} tekens.")
    return ALLOWED


def may_withdraw(actor: Actor, version: Facts) -> Verdict:
    """Tell whether the actor may take a proposal back: only whoever made it; others return it with a reason."""
    mine = actor.id == version.proposed_by
    return first_refusal(
        may_write(actor, version.organisation),
        _waits(version),
        ALLOWED if mine else refused("Alleen wie het voorstel deed, kan het intrekken."),
    )


def may_sign(actor: Actor, version: Facts) -> Verdict:
    """Tell whether the actor may publish a proposal: never somebody who wrote along (four eyes, on persons)."""
    wrote = actor.id in version.writers or actor.id == version.proposed_by
    return first_refusal(
        may_write(actor, version.organisation),
        _waits(version),
        refused("U schreef mee aan deze tekst. Een collega tekent.") if wrote else ALLOWED,
    )


def may_return(actor: Actor, version: Facts, *, reason: str) -> Verdict:
    """Tell whether the actor may send a proposal back: whoever might have signed it, with a reason."""
    return first_refusal(
        may_sign(actor, version),
        ALLOWED if reason.strip() else refused("Schrijf op wat er beter kan."),
        ALLOWED if len(reason) <= LONGEST_NOTE else refused(f"Houd het korter dan {LONGEST_NOTE} tekens."),
    )


def may_discard(actor: Actor, version: Facts) -> Verdict:
    """Tell whether the actor may put a draft aside; its text stays, and can be looked up."""
    return may_edit(actor, version)


def _waits(version: Facts) -> Verdict:
    answers = {
        State.PROPOSED: ALLOWED,
        State.PUBLISHED: refused("Deze versie is al ondertekend en gepubliceerd."),
        State.SUPERSEDED: refused("Deze versie is al ondertekend en intussen vervangen."),
        State.DISCARDED: refused("Deze versie is weggelegd."),
    }
    return answers.get(version.state, refused("Dit voorstel is ingetrokken of teruggestuurd."))
