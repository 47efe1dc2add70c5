"""Sends a visitor to his organisation's provider, with what makes the answer belong to this visit alone."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from authlib.integrations.requests_client import OAuth2Session

from sleutelwerk.accounts.engine.oidc.discovery import Metadata
from sleutelwerk.accounts.engine.oidc.fetch import bound
from sleutelwerk.accounts.engine.oidc.keys import read_key

#: Who somebody is, and his address and name for a first visit; nothing else is asked for.
SCOPE = "openid email profile"


@dataclass(frozen=True, slots=True)
class Us:
    """This site as one provider knows it. `key` is the text of the private key."""

    client_id: str
    redirect_uri: str
    key: bytes


@dataclass(frozen=True, slots=True)
class Secrets:
    """What only this visit knows: 256 bits each. `state` comes back in the address, `nonce` inside the token."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Demand:
    """What the sign-in must prove: one of these levels, at most this long ago; `anew` is not on an earlier sign-in."""

    levels: tuple[str, ...]
    max_age: timedelta
    anew: bool = False


def fresh_secrets() -> Secrets:
    """Make new secrets for one visit."""
    return Secrets(*(secrets.token_urlsafe(32) for _ in range(3)))


@contextmanager
def oauth_session(us: Us, *, lenient: bool, signs: bool = False) -> Iterator[OAuth2Session]:
    """Give the library's client, put under our limits; with our key when it has to sign something."""
    with OAuth2Session(
        us.client_id, read_key(us.key) if signs else None, scope=SCOPE, redirect_uri=us.redirect_uri,
        code_challenge_method="S256",
        token_endpoint_auth_method="private_key_jwt",  # noqa: S106 - the name of a method
    ) as session:  # fmt: skip
        bound(session, lenient=lenient)
        yield session


def authorization_address(metadata: Metadata, us: Us, own: Secrets, demand: Demand) -> str:
    """Give the address at the provider to which the visitor goes. Nothing about him stands in it."""
    wishes = {"max_age": str(int(demand.max_age.total_seconds()))}
    if demand.levels:
        wishes["acr_values"] = " ".join(demand.levels)
    if demand.anew:
        wishes |= {"prompt": "login", "max_age": "0"}
    with oauth_session(us, lenient=True) as session:
        address, _state = session.create_authorization_url(
            metadata.authorization_endpoint, state=own.state, code_verifier=own.verifier, nonce=own.nonce, **wishes
        )
    return str(address)
