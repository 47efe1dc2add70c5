"""Checks what comes back from a provider, and trusts nothing that the visitor could have changed on the way."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import BadSignatureError, ExpiredTokenError, JoseError
from requests import RequestException

from sleutelwerk.accounts.engine.oidc.discovery import ALGORITHMS, Metadata, ProviderBook, SigningKey
from sleutelwerk.accounts.engine.oidc.faults import Fault, SignInRefused
from sleutelwerk.accounts.engine.oidc.fetch import get_json
from sleutelwerk.accounts.engine.oidc.keys import read_key
from sleutelwerk.accounts.engine.oidc.request import Demand, Secrets, Us, oauth_session

#: How far two clocks may differ.
LEEWAY = timedelta(seconds=30)
#: A token is made for the answer that brings it; an older one comes from somewhere else.
OLDEST_TOKEN = timedelta(minutes=5)
ASSERTION_LASTS = timedelta(minutes=1)
LONGEST_SUBJECT = 255
_OF_CLAIM = {
    "iss": Fault.WRONG_ISSUER, "aud": Fault.WRONG_AUDIENCE, "azp": Fault.WRONG_AUDIENCE, "exp": Fault.EXPIRED,
    "iat": Fault.EXPIRED, "nbf": Fault.EXPIRED, "nonce": Fault.WRONG_NONCE, "auth_time": Fault.PROOF_TOO_OLD,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Visit:
    """What was asked on this visit, kept by ourselves from the moment that the visitor left."""

    us: Us
    own: Secrets
    demand: Demand
    started_at: datetime


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whom the provider vouches for: `subject` is his lasting name there; `level` and `proved_at` say how and when."""

    subject: str
    level: str
    proved_at: datetime
    claims: Mapping[str, Any] = field(repr=False)
    access_token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Contact:
    """Address and name as the provider knows them; empty when it does not tell."""

    email: str = field(repr=False)
    name: str = field(repr=False)


def read_answer(parameters: Mapping[str, str], metadata: Metadata, visit: Visit) -> str:
    """Give the code in the answer that the visitor brings back. Raises SignInRefused."""
    if not hmac.compare_digest(parameters.get("state", "").encode(), visit.own.state.encode()):
        raise SignInRefused(Fault.UNKNOWN_STATE)
    issuer = parameters.get("iss")
    if (issuer is None and metadata.names_itself) or (issuer is not None and issuer != metadata.issuer):
        raise SignInRefused(Fault.WRONG_ISSUER)  # RFC 9207: the answer comes from another provider
    if "error" in parameters or not parameters.get("code"):
        raise SignInRefused(Fault.DECLINED)
    return parameters["code"]


def exchange(code: str, metadata: Metadata, visit: Visit, book: ProviderBook, *, now: datetime) -> SignedIn:
    """Exchange a code for a token and check all of it. Raises SignInRefused."""
    answer = _ask_token(code, metadata, visit, lenient=book.lenient, now=now)
    token, access = answer.get("id_token"), answer.get("access_token")
    if not isinstance(token, str) or not isinstance(access, str):
        raise SignInRefused(Fault.WRONG_TOKEN)
    header, claims = open_token(token, metadata, book, now=now)
    checked = CodeIDToken(
        claims, header,
        options={"iss": {"essential": True, "value": metadata.issuer},
                 "aud": {"essential": True, "value": visit.us.client_id}},
        params={"nonce": visit.own.nonce, "client_id": visit.us.client_id, "access_token": access},
    )  # fmt: skip
    try:
        checked.validate(now=int(now.timestamp()), leeway=int(LEEWAY.total_seconds()))
    except ExpiredTokenError as problem:
        raise SignInRefused(Fault.EXPIRED) from problem
    except JoseError as problem:
        raise SignInRefused(_OF_CLAIM.get(getattr(problem, "claim", ""), Fault.WRONG_TOKEN)) from problem
    except (TypeError, ValueError, AttributeError) as problem:  # claims of another type than they should be
        raise SignInRefused(Fault.WRONG_TOKEN) from problem
    return _signed_in(claims, access, visit, now)


def _ask_token(code: str, metadata: Metadata, visit: Visit, *, lenient: bool, now: datetime) -> dict[str, Any]:
    key = read_key(visit.us.key)
    algorithm = "RS256"
    if metadata.assertion_algorithms and algorithm not in metadata.assertion_algorithms:
        algorithm = "PS256"
    claims = {"exp": int((now + ASSERTION_LASTS).timestamp())}
    assertion = PrivateKeyJWT(metadata.token_endpoint, claims=claims, headers={"kid": key.kid}, alg=algorithm)
    with oauth_session(visit.us, lenient=lenient, signs=True) as session:
        session.register_client_auth_method(assertion)
        try:
            token = session.fetch_token(
                metadata.token_endpoint, grant_type="authorization_code", code=code,
                redirect_uri=visit.us.redirect_uri, code_verifier=visit.own.verifier,
            )  # fmt: skip
        except OAuthError as problem:
            ours = problem.error in ("invalid_client", "unauthorized_client", "invalid_request")
            raise SignInRefused(Fault.CLIENT_REFUSED if ours else Fault.CODE_REFUSED) from problem
        except (RequestException, ValueError, TypeError) as problem:
            raise SignInRefused(Fault.UNUSABLE_ANSWER) from problem
    return dict(token)


def open_token(
    token: str, metadata: Metadata, book: ProviderBook, *, now: datetime
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give header and claims of a token that this provider signed. Raises SignInRefused."""
    try:
        header = dict(jws.extract_compact(token.encode()).headers())
    except (JoseError, ValueError) as problem:
        raise SignInRefused(Fault.WRONG_TOKEN) from problem
    algorithm, name = header.get("alg"), header.get("kid")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        raise SignInRefused(Fault.REFUSED_ALGORITHM)
    key = _key_for(algorithm, name, book.keys(metadata, now=now))
    key = key or _key_for(algorithm, name, book.keys(metadata, now=now, anew=True))
    if key is None:
        raise SignInRefused(Fault.UNKNOWN_KEY)
    try:
        opened = jwt.decode(token, key, algorithms=[algorithm])
    except BadSignatureError as problem:
        raise SignInRefused(Fault.WRONG_SIGNATURE) from problem
    except (JoseError, ValueError) as problem:
        raise SignInRefused(Fault.WRONG_TOKEN) from problem
    return header, dict(opened.claims)


def _key_for(algorithm: str, name: object, keys: tuple[SigningKey, ...]) -> SigningKey | None:
    """Choose the key by its name; a token that names none is taken only where there is no choice."""
    fitting = [key for key in keys if isinstance(key, ALGORITHMS[algorithm]) and key.get("alg", algorithm) == algorithm]
    if name is None:
        return fitting[0] if len(fitting) == 1 else None
    return next((key for key in fitting if key.kid == name), None)


def _signed_in(claims: Mapping[str, Any], access: str, visit: Visit, now: datetime) -> SignedIn:
    """Check what the library leaves to us: how somebody signed in and when, in the answer and not in the request."""
    subject, level, issued = claims.get("sub"), claims.get("acr"), claims.get("iat")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise SignInRefused(Fault.WRONG_TOKEN)
    if not isinstance(issued, int | float) or issued < (now - OLDEST_TOKEN - LEEWAY).timestamp():
        raise SignInRefused(Fault.EXPIRED)
    if not isinstance(level, str) or level not in visit.demand.levels:
        raise SignInRefused(Fault.LEVEL_TOO_LOW)
    proved = _moment(claims.get("auth_time"))
    earliest = visit.started_at if visit.demand.anew else now - visit.demand.max_age
    if proved is None or not earliest - LEEWAY <= proved <= now + LEEWAY:
        raise SignInRefused(Fault.PROOF_TOO_OLD)
    return SignedIn(subject, level, min(proved, now), claims, access)


def _moment(seconds: object) -> datetime | None:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def contact_of(who: SignedIn, metadata: Metadata, names: tuple[str, str], *, lenient: bool) -> Contact:
    """Give address and name under these claim names, from the token or else from the provider. Raises SignInRefused.

    An address that the provider itself calls unconfirmed is left out.
    """
    claims = dict(who.claims)
    if metadata.userinfo_endpoint and not all(claims.get(name) for name in names):
        told = get_json(metadata.userinfo_endpoint, lenient=lenient, token=who.access_token)
        if told.get("sub") != who.subject:
            raise SignInRefused(Fault.OTHER_PERSON)  # OpenID Connect Core 5.3.2
        claims = told | claims
    email, name = (value if isinstance(value := claims.get(one), str) else "" for one in names)
    return Contact("" if claims.get("email_verified") is False else email.strip(), name.strip())
