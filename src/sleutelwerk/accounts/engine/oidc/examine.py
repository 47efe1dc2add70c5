"""Looks a provider over for an administrator: every point that must be right, and how to mend what is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sleutelwerk.accounts.engine.oidc.discovery import ALGORITHMS, Metadata, ProviderBook
from sleutelwerk.accounts.engine.oidc.faults import Fault, SignInRefused


class State(StrEnum):
    """How a point came out: right, wrong, or not told by the provider."""

    GOOD = "good"
    WRONG = "stop"
    UNTOLD = "attention"


@dataclass(frozen=True, slots=True)
class Point:
    """One point that was looked at. `mend` says what to do, empty when nothing is needed."""

    state: State
    what: str
    mend: str = ""


#: What went wrong while asking the provider, in words for whoever can mend it.
MENDS = {
    Fault.UNREACHABLE: (
        "De provider antwoordt niet binnen een paar seconden. Klopt het adres, en mag deze server naar buiten?"
    ),
    Fault.UNUSABLE_ANSWER: (
        "Op dit adres staat geen beschrijving die we kunnen lezen. Klopt het adres van de uitgever? Doorverwijzen "
        "volgen we niet."
    ),
    Fault.INSECURE_ADDRESS: "Alle adressen van de provider moeten met https:// beginnen.",
    Fault.WRONG_ISSUER: (
        "De provider noemt zichzelf anders. Neem zijn uitgever (issuer) letterlijk over, ook de schuine streep aan "
        "het eind."
    ),
    Fault.WRONG_METADATA: (
        "De beschrijving mist een adres. Nodig zijn authorization_endpoint, token_endpoint en jwks_uri."
    ),
    Fault.UNKNOWN_KEY: (
        "De provider geeft geen bruikbare sleutel. Nodig is een RSA-sleutel van minstens 2048 bits of een EC-"
        "sleutel."
    ),
}  # fmt: skip
ELSE = "Er ging iets anders mis. Vraag uw leverancier naar de beschrijving (openid-configuration) van de provider."


def examine(issuer: str, levels: tuple[str, ...], book: ProviderBook, *, now: datetime) -> tuple[Point, ...]:
    """Look a provider over, afresh. What cannot be reached ends the list."""
    book.forget(issuer)
    return tuple(_points(issuer, levels, book, now))


def _points(issuer: str, levels: tuple[str, ...], book: ProviderBook, now: datetime) -> Iterator[Point]:
    description = "De provider is bereikbaar, over een veilige verbinding, en noemt zichzelf zoals u opgaf."
    try:
        metadata = book.metadata(issuer, now=now)
    except SignInRefused as refusal:
        yield Point(State.WRONG, description, MENDS.get(refusal.fault, ELSE))
        return
    yield Point(State.GOOD, description)
    try:
        book.keys(metadata, now=now)
    except SignInRefused as refusal:
        yield Point(State.WRONG, "De provider geeft zijn openbare sleutels.", MENDS.get(refusal.fault, ELSE))
    else:
        yield Point(State.GOOD, "De provider geeft zijn openbare sleutels.")
    yield from _abilities(metadata, levels)


def _abilities(metadata: Metadata, levels: tuple[str, ...]) -> Iterator[Point]:
    yield _listed(
        metadata.client_authentication, ("private_key_jwt",), "Deze site mag zich melden met een sleutel.",
        (
            "Zet bij de provider private_key_jwt aan voor deze toepassing. Een wachtwoord (client secret) staat NL "
            "GOV niet toe."
        ),
    )  # fmt: skip
    yield _listed(
        metadata.challenges, ("S256",), "De provider beschermt de code van het inloggen (PKCE met S256).",
        "Zet bij de provider PKCE met S256 aan voor deze toepassing.",
    )  # fmt: skip
    yield _listed(
        metadata.signatures, tuple(ALGORITHMS), "De provider ondertekent met een methode die we vertrouwen.",
        "Kies bij de provider RS256, PS256 of ES256 voor het ID-token.",
    )  # fmt: skip
    for level in levels:
        yield _listed(
            metadata.levels, (level,), f"De provider kent het niveau {level}.",
            "Dit niveau staat niet in acr_values_supported. Neem de waarde letterlijk over van de provider.",
        )  # fmt: skip
    if metadata.names_itself:
        yield Point(State.GOOD, "De provider zegt in elk antwoord wie hij is.")
    else:
        yield Point(State.UNTOLD, "De provider zegt niet in elk antwoord wie hij is (RFC 9207).",
                    (
                        "Kan de provider dit, zet het dan aan. Zonder werkt het ook: elk adres waarop we antwoord "
                        "krijgen, hoort bij één provider."
                    ))  # fmt: skip


def _listed(told: tuple[str, ...], wanted: tuple[str, ...], what: str, mend: str) -> Point:
    if not told:
        return Point(State.UNTOLD, what, "De provider vertelt dit niet. De proefaanmelding wijst het uit.")
    return Point(State.GOOD, what) if set(told) & set(wanted) else Point(State.WRONG, what, mend)
