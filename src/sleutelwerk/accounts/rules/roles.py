"""The roles of people, which of them go together, and how often each is looked at again."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from sleutelwerk.core.verdict import ALLOWED, Verdict, refused


class Role(StrEnum):
    """What somebody does in his organisation. A person may hold several; four eyes counts persons."""

    PROFESSIONAL = "professional"
    FACILITATOR = "facilitator"
    DECISION_MAKER = "decision_maker"
    CONTENT_OWNER = "content_owner"
    ACCESS_REVIEWER = "access_reviewer"
    FG = "fg"
    SECURITY_OFFICER = "security_officer"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """What the role is called on the screen."""
        return LABELS[self]

    @property
    def does(self) -> str:
        """What the role is for, in one line."""
        return DOES[self]


LABELS = {
    Role.PROFESSIONAL: "Professional",
    Role.FACILITATOR: "Gespreksleider",
    Role.DECISION_MAKER: "Beslisser",
    Role.CONTENT_OWNER: "Beheerder van de inhoud",
    Role.ACCESS_REVIEWER: "Beoordelaar van toegang",
    Role.FG: "Functionaris gegevensbescherming",
    Role.SECURITY_OFFICER: "Security officer",
    Role.ADMINISTRATOR: "Beheerder van accounts",
}
DOES = {
    Role.PROFESSIONAL: "Werkt zelf samen met een sleutelfiguur.",
    Role.FACILITATOR: "Leidt een moreel beraad.",
    Role.DECISION_MAKER: "Beslist over een samenwerking en staat voor het risico.",
    Role.CONTENT_OWNER: "Onderhoudt de kennisbank, de routekaart en de profielen.",
    Role.ACCESS_REVIEWER: "Beoordeelt wie afgeschermde stukken mag lezen.",
    Role.FG: "Ziet toe op de omgang met gegevens. Ziet wie wat inzag.",
    Role.SECURITY_OFFICER: "Ziet toe op de beveiliging. Ziet wie wat inzag.",
    Role.ADMINISTRATOR: "Nodigt mensen uit en geeft rollen. Ziet zelf geen inhoud.",
}

#: Roles with special rights: looked at again every quarter (BIO 8.02.01); all others every year (BIO 5.18.02).
SPECIAL = frozenset({Role.ADMINISTRATOR, Role.FG, Role.SECURITY_OFFICER})
QUARTER_DAYS = 91
YEAR_DAYS = 365
#: Who looks whether everybody still needs what he has.
OVERSEERS = frozenset({Role.FG, Role.SECURITY_OFFICER})
#: What nobody from the police may hold: these open case files (N15).
OPENS_CASES = frozenset({Role.PROFESSIONAL, Role.DECISION_MAKER})
#: The FG decides nothing that he has to watch over (art. 38 lid 6 AVG).
NOT_WITH_FG = frozenset(Role) - {Role.FG}
#: What the first administrator may be besides; the FG has to be somebody else.
FOUNDER_ROLES = tuple(role for role in Role if role not in {Role.FG, Role.ADMINISTRATOR})


def roles_in_order(roles: Collection[str]) -> list[Role]:
    """Give roles in the order of the list of roles, to name them on a screen."""
    return [role for role in Role if role in roles]


def review_days(role: Role) -> int:
    """After how many days a role has to be looked at again."""
    return QUARTER_DAYS if role in SPECIAL else YEAR_DAYS


def may_be_held(roles: Collection[Role], *, police: bool) -> Verdict:
    """Tell whether one person may hold these roles together."""
    if Role.FG in roles and NOT_WITH_FG & set(roles):
        return refused(
            "De functionaris gegevensbescherming houdt toezicht en mag daarom geen andere rol hebben "
            "(art. 38 lid 6 AVG)."
        )
    if police and OPENS_CASES & set(roles):
        return refused("Wie bij de politie werkt, kan geen dossiers openen en krijgt deze rol daarom niet.")
    return ALLOWED
