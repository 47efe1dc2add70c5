"""What a provider publishes about itself: its addresses, what it can do, and the keys that it signs with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, RSAKey

from sleutelwerk.accounts.engine.oidc.faults import Fault, SignInRefused
from sleutelwerk.accounts.engine.oidc.fetch import get_json, is_safe_address

#: Signatures that we take, by the kind of key they need. None of these can be made with a published key.
ALGORITHMS: Mapping[str, type[RSAKey | ECKey]] = {
    "PS256": RSAKey, "PS384": RSAKey, "PS512": RSAKey, "RS256": RSAKey, "RS384": RSAKey, "RS512": RSAKey,
    "ES256": ECKey, "ES384": ECKey, "ES512": ECKey,
}  # fmt: skip
LEAST_RSA_BITS = 2048
WELL_KNOWN = "/.well-known/openid-configuration"
#: How long what a provider publishes is taken from memory. An unknown key is looked up at once all the same.
KEPT_FOR = timedelta(hours=1)
#: How long a provider that did not answer is left alone, so that visitors do not wait in a row.
LEFT_ALONE_FOR = timedelta(seconds=10)

SigningKey = RSAKey | ECKey
GetJson = Callable[..., dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Metadata:
    """A provider's own description. `names_itself` is whether it says who it is in its answers (RFC 9207)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str
    names_itself: bool
    client_authentication: tuple[str, ...]
    assertion_algorithms: tuple[str, ...]
    challenges: tuple[str, ...]
    signatures: tuple[str, ...]
    levels: tuple[str, ...]


def read_metadata(document: Mapping[str, Any], issuer: str, *, lenient: bool) -> Metadata:
    """Read a discovery document of exactly this issuer. Raises SignInRefused."""
    if document.get("issuer") != issuer:
        raise SignInRefused(Fault.WRONG_ISSUER)
    needed = {name: document.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
    userinfo = document.get("userinfo_endpoint") or ""
    for address in (*needed.values(), userinfo or issuer):
        if not isinstance(address, str):
            raise SignInRefused(Fault.WRONG_METADATA)
        if not is_safe_address(address, lenient=lenient):
            raise SignInRefused(Fault.INSECURE_ADDRESS)
    return Metadata(
        issuer=issuer,
        **{name: str(address) for name, address in needed.items()},
        userinfo_endpoint=userinfo,
        names_itself=document.get("authorization_response_iss_parameter_supported") is True,
        client_authentication=_texts(document, "token_endpoint_auth_methods_supported"),
        assertion_algorithms=_texts(document, "token_endpoint_auth_signing_alg_values_supported"),
        challenges=_texts(document, "code_challenge_methods_supported"),
        signatures=_texts(document, "id_token_signing_alg_values_supported"),
        levels=_texts(document, "acr_values_supported"),
    )


def _texts(document: Mapping[str, Any], name: str) -> tuple[str, ...]:
    found = document.get(name)
    return tuple(value for value in found if isinstance(value, str)) if isinstance(found, list) else ()


def read_keys(document: Mapping[str, Any]) -> tuple[SigningKey, ...]:
    """Read the public keys that can check a signature; others are left out. Raises SignInRefused when none is left."""
    listed = document.get("keys")
    keys = tuple(_signing_keys(listed if isinstance(listed, list) else ()))
    if not keys:
        raise SignInRefused(Fault.UNKNOWN_KEY)
    return keys


def _signing_keys(listed: Iterable[Any]) -> Iterable[SigningKey]:
    for one in listed:
        if not isinstance(one, dict) or one.get("kty") not in {"RSA", "EC"} or one.get("use", "sig") != "sig":
            continue
        try:
            key = JWKRegistry.import_key(one)
        except (JoseError, ValueError, TypeError):
            continue  # a kind of key that we do not know is none of our business
        if isinstance(key, ECKey) or (isinstance(key, RSAKey) and key.public_key.key_size >= LEAST_RSA_BITS):
            yield key


class ProviderBook:
    """Remembers what providers publish, for a while, so that signing in does not ask for it each time."""

    def __init__(self, *, lenient: bool, fetch: GetJson = get_json) -> None:
        self.lenient = lenient
        self._fetch = fetch
        self._metadata: dict[str, tuple[datetime, Metadata]] = {}
        self._keys: dict[str, tuple[datetime, tuple[SigningKey, ...]]] = {}
        self._silent: dict[str, datetime] = {}

    def metadata(self, issuer: str, *, now: datetime) -> Metadata:
        """Give a provider's own description. Raises SignInRefused."""
        kept = self._metadata.get(issuer)
        if kept and now - kept[0] < KEPT_FOR:
            return kept[1]
        if not is_safe_address(issuer, lenient=self.lenient):
            raise SignInRefused(Fault.INSECURE_ADDRESS)
        document = self._ask(issuer, issuer.rstrip("/") + WELL_KNOWN, now)
        found = read_metadata(document, issuer, lenient=self.lenient)
        self._metadata[issuer] = (now, found)
        return found

    def keys(self, metadata: Metadata, *, now: datetime, anew: bool = False) -> tuple[SigningKey, ...]:
        """Give the keys that a provider signs with; `anew` looks again, as keys change. Raises SignInRefused."""
        kept = self._keys.get(metadata.issuer)
        if kept and not anew and now - kept[0] < KEPT_FOR:
            return kept[1]
        keys = read_keys(self._ask(metadata.issuer, metadata.jwks_uri, now))
        self._keys[metadata.issuer] = (now, keys)
        return keys

    def forget(self, issuer: str) -> None:
        """Let go of what is known of a provider, to look afresh."""
        for shelf in (self._metadata, self._keys, self._silent):
            shelf.pop(issuer, None)

    def _ask(self, issuer: str, address: str, now: datetime) -> dict[str, Any]:
        silent = self._silent.get(issuer)
        if silent and now - silent < LEFT_ALONE_FOR:
            raise SignInRefused(Fault.UNREACHABLE)
        try:
            answer = self._fetch(address, lenient=self.lenient)
        except SignInRefused as refusal:
            if refusal.fault is Fault.UNREACHABLE:
                self._silent[issuer] = now
            raise
        self._silent.pop(issuer, None)
        return answer
