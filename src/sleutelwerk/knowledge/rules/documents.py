"""Who may add documents, and who may look up whose copy a page is."""

from __future__ import annotations

from uuid import UUID

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.core.verdict import ALLOWED, Verdict, refused

#: Who looks up the code on a page that turned up somewhere.
TRACERS = (Role.ACCESS_REVIEWER, Role.SECURITY_OFFICER)


def may_keep_documents(actor: Actor, house: UUID | None) -> Verdict:
    """Tell whether somebody may add, replace and withdraw documents: a content owner of the house."""
    if house is not None and actor.organisation == house and actor.has(Role.CONTENT_OWNER):
        return ALLOWED
    return refused("Stukken toevoegen doet de beheerder van de inhoud.")


def may_trace_copies(actor: Actor, house: UUID | None) -> Verdict:
    """Tell whether somebody may turn the code on a page into whose copy it is."""
    if house is not None and actor.organisation == house and actor.has(*TRACERS):
        return ALLOWED
    return refused("Een code opzoeken doen de beoordelaar van toegang en de security officer.")
