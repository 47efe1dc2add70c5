"""Who may open the room of a deliberation, sit at its desk and pass its door."""

from __future__ import annotations

from uuid import UUID

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.core.verdict import ALLOWED, Verdict, refused

#: What a device may say of itself at the door; the facilitator is no choice.
AT_THE_DOOR = ("participant", "inbrenger", "decision_maker", "listener")


def leads(actor: Actor, facilitator: UUID | None, second: UUID | None) -> bool:
    """Tell whether somebody leads a deliberation: he is named for it, and still has the role."""
    return actor.has(Role.FACILITATOR) and actor.id in {facilitator, second}


def may_open(actor: Actor, facilitator: UUID | None, second: UUID | None, *, state: str, known: bool) -> Verdict:
    """Tell whether somebody may open the room now. `known` tells whether its method is on this installation."""
    if not leads(actor, facilitator, second):
        return refused("Alleen wie dit beraad leidt, kan de kamer openen.")
    if state != "preparing":
        return refused("De kamer van dit beraad is al open geweest.")
    if not known:
        return refused("De methode van dit beraad staat niet meer op deze site. Kies een andere methode.")
    return ALLOWED
