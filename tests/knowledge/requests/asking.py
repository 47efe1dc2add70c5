"""What askers and reviewers do in these tests, and the letters that they then find."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.test import Client
from django.urls import reverse
from tests.people import Cast

from sleutelwerk.knowledge.actions.judging import Decision, answer_request
from sleutelwerk.knowledge.actions.requests import Ask, ask_for_access, confirm_address
from sleutelwerk.knowledge.content import access_rules
from sleutelwerk.knowledge.models import AccessRequest, RequestLink
from sleutelwerk.knowledge.queries.requests import usable_link
from sleutelwerk.knowledge.rules.requests import Answer, LinkFor, State
from sleutelwerk.mailroom.models import Letter

SITE = "https://x.example/"
#: The real moment: pages look at the real clock, and the links that actions make have to work there.
NOW = datetime.now(UTC)
ADDRESS = "sanne@gemeente-proef.nl"
FILLED: dict[str, str] = {
    "name": "Sanne Proef",
    "email": ADDRESS,
    "workplace": "Gemeente Proef",
    "function": "adviseur veiligheid",
    "approach": "neighbourhood",
    "purpose_text": "Ik bereid een aanpak in onze wijk voor en wil weten waar wij op letten.",
}
ALL_MET = tuple(one.id for one in access_rules().criteria)
GRANT = Decision(Answer.GRANT, ALL_MET)


def an_ask(email: str = ADDRESS, **more: Any) -> Ask:
    """Give what somebody fills in."""
    said = {"name": "Sanne Proef", "workplace": "Gemeente Proef", "function": "adviseur", "approach": "youth",
            "purpose": "Voor onze aanpak in de wijk."}  # fmt: skip
    return Ask(email=email, **{**said, **more})


def letters(address: str = ADDRESS) -> list[Letter]:
    """Give the letters to an address, the newest last."""
    return list(Letter.objects.filter(recipient=address).order_by("written_at", "subject"))


def path_in(letter: Letter) -> str:
    """Give the one link in a letter, as a path of this site."""
    (link,) = re.findall(r"https?://\S+", letter.body)
    return str(urlsplit(link).path)


def path_to(what: str, address: str = ADDRESS) -> str:
    """Give the newest link of a kind in the letters to an address: `bevestigen`, `vraag`, `borg`, `verlengen`."""
    found = [path for letter in letters(address) if f"/{what}/" in (path := path_in(letter))]
    return found[-1]


def link_to(purpose: LinkFor, what: str, address: str = ADDRESS, now: datetime = NOW) -> RequestLink:
    """Give the newest link of a kind as actions take it."""
    found = usable_link(path_to(what, address).split("/")[-2], purpose, now=now)
    assert found is not None
    return found


def in_queue(email: str = ADDRESS, *, now: datetime = NOW, **more: Any) -> AccessRequest:
    """Ask and confirm, so that a reviewer can judge."""
    ask_for_access(an_ask(email, **more), site=SITE, now=now)
    return confirm_address(link_to(LinkFor.CONFIRM, "bevestigen", email, now), now=now)


def granted(cast: Cast, email: str = ADDRESS, *, now: datetime = NOW, by: str = "access_reviewer") -> AccessRequest:
    """Ask, confirm and grant."""
    row = in_queue(email, now=now)
    assert answer_request(cast.actor(by), row.pk, GRANT, site=SITE, now=now) is State.GRANTED
    row.refresh_from_db()
    return row


def post_ask(client: Client, **changed: str) -> Any:
    """Send the form."""
    return client.post(reverse("knowledge:ask-access"), {**FILLED, **changed})
