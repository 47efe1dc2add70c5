"""Puts candidates in envelopes for tests, and opens those, as a team would."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from tests.cases.begun import TODAY, at_assessment
from tests.people import NOW, Cast

from sleutelwerk.cases.actions.envelope import agree_to_open, ask_to_open, put_in_envelope
from sleutelwerk.cases.actions.team import add_member, answer_invitation, invite_partner
from sleutelwerk.cases.models import Case
from sleutelwerk.cases.queries.cases import invitations_for
from sleutelwerk.vault.rules import USUAL, Field

NAME, REACH, NEVER = "Zuster Hildegonda", "Bel 06-verzonnen, na zessen.", "Nooit de post."
TEXTS = {Field.NAME: NAME, Field.REACH: REACH, Field.NEVER: NEVER}
REASON = "De afspraak van morgen gaat niet door."


def team_of_two(cast: Cast) -> Case:
    """Begin a case whose candidate said yes, with a colleague of the lead in its team."""
    row = at_assessment(cast)
    add_member(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)
    return row


def with_envelope(cast: Cast) -> Case:
    """Give one with who he is in an envelope."""
    row = team_of_two(cast)
    put_in_envelope(cast.actor("professional"), row.pk, TEXTS, now=NOW)
    return row


def with_partner(cast: Cast, row: Case) -> None:
    """Let somebody of a partner in."""
    address = "outside_professional@voorbeeld.example"
    until = TODAY + timedelta(days=200)
    invite_partner(cast.actor("professional"), row.pk, address, until, site="https://x.example/", now=NOW)
    partner = cast.actor("outside_professional")
    (place,) = invitations_for(partner, today=TODAY)
    answer_invitation(partner, place.pk, takes_part=True, now=NOW)


def asked(cast: Cast, row: Case, who: str = "professional", now: datetime = NOW) -> UUID:
    """Ask to open it."""
    return ask_to_open(cast.actor(who, proved_at=now), row.pk, REASON, now=now)


def opened(cast: Cast, row: Case, lasting: timedelta = USUAL, now: datetime = NOW) -> UUID:
    """Ask to open it, and have the colleague agree."""
    opening = asked(cast, row, now=now)
    agree_to_open(cast.actor("colleague", proved_at=now), row.pk, opening, lasting, now=now)
    return opening


def envelope_number(row: Case) -> UUID:
    """Give the number that stands with the candidate."""
    number = Case.objects.get(pk=row.pk).candidate.envelope
    assert isinstance(number, UUID)
    return number
