"""Who watches over the case files of an organisation by their codes alone, and as what."""

from __future__ import annotations

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.oversight import may_oversee
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.core.verdict import ALLOWED, Verdict, refused

_WATCHES = refused("Dit doet wie toezicht houdt: de FG of de security officer.")


def may_watch(actor: Actor) -> Verdict:
    """Tell whether somebody sees codes, counts and days of case files in his organisation; the police never (N15)."""
    return ALLOWED if not actor.police and may_oversee(actor, actor.organisation) else _WATCHES


def is_fg(actor: Actor) -> bool:
    """Tell whether somebody watches as the FG, who therefore does nothing of what he watches (art. 38 lid 6 AVG)."""
    return actor.has(Role.FG)


def function_of(actor: Actor) -> Role:
    """Give as what somebody watches, for what is written down without his name."""
    return Role.FG if is_fg(actor) else Role.SECURITY_OFFICER
