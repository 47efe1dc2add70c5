"""A real OpenID provider in a process of its own: strict with its clients, and able to misbehave on request.

Started as `python provider.py`; it prints its address. `POST /control` takes JSON that changes what it does:
`person` (the claims of whoever signs in), `fault` (a name below), `client` (id, redirect_uri and jwks or jwks_uri),
`seconds_ago` (how long ago somebody signed in there), `form` (ask for a click), `drop` (leave out of the metadata).
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import html
import json
import secrets
import socket
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode
from urllib.request import urlopen

import uvicorn
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey
from joserfc.jws import JWSRegistry
from joserfc.registry import HeaderParameter

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
SUBSTANTIAL = "http://eidas.europa.eu/LoA/substantial"
LOW = "http://eidas.europa.eu/LoA/low"
Answer = tuple[int, bytes, dict[str, str]]
#: What may be wrong with the claims of a token: other values, without those that are None.
WRONG_CLAIMS: dict[str, dict[str, Any]] = {
    "wrong_nonce": {"nonce": "somebody-elses"},
    "no_nonce": {"nonce": None},
    "absurd_time": {"iat": -(10**400)},
    "never_expires": {"exp": None},
    "wrong_aud": {"aud": "another-application"},
    "two_audiences": {"aud": ["sleutelwerk-test", "another-application"]},
    "other_azp": {"azp": "another-application"},
    "wrong_iss": {"iss": "https://elsewhere.example"},
    "no_acr": {"acr": None},
    "low_acr": {"acr": LOW},
    "acr_of_another_kind": {"acr": [SUBSTANTIAL]},
    "no_auth_time": {"auth_time": None},
    "auth_time_in_words": {"auth_time": "now"},
    "wrong_at_hash": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    "at_hash_of_another_kind": {"at_hash": {"a": "b"}},
    "auth_time_beyond_all": {"auth_time": 10**20},
    "no_sub": {"sub": None},
    "endless_sub": {"sub": "x" * 300},
}
#: By how many seconds moments may be wrong.
WRONG_TIMES: dict[str, dict[str, int]] = {
    "expired": {"exp": -240, "iat": -240},
    "from_long_ago": {"iat": -3600},
    "from_the_future": {"iat": 3600},
    "auth_time_to_come": {"auth_time": 3600},
}


@dataclass
class Grant:
    """What was approved at the authorization endpoint."""

    parameters: dict[str, str]
    auth_time: int


@dataclass
class Provider:
    """All that the provider knows."""

    issuer: str
    key: RSAKey | ECKey = field(default_factory=lambda: RSAKey.generate_key(2048, auto_kid=True))
    settings: dict[str, Any] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    tokens: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    last: dict[str, str] = field(default_factory=dict)

    @property
    def fault(self) -> str:
        """How it misbehaves now."""
        return str(self.settings.get("fault", ""))

    def metadata(self) -> dict[str, Any]:
        """Describe itself."""
        told = {
            "issuer": self.issuer + ("/" if self.fault == "names_itself_otherwise" else ""),
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256", "ES256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": ["RS256", "PS256"],
            "code_challenge_methods_supported": ["S256"],
            "acr_values_supported": [LOW, SUBSTANTIAL],
            "authorization_response_iss_parameter_supported": True,
        } | self.settings.get("metadata", {})
        return {name: value for name, value in told.items() if name not in self.settings.get("drop", [])}

    def authorize(self, parameters: dict[str, str], *, clicked: bool) -> Answer:
        """Approve whoever is chosen, or ask for a click."""
        client = self.settings["client"]
        wanted = {"client_id": client["id"], "response_type": "code", "redirect_uri": client["redirect_uri"],
                  "code_challenge_method": "S256"}  # fmt: skip
        if any(parameters.get(name) != value for name, value in wanted.items()) or not all(
            parameters.get(name) for name in ("state", "nonce", "code_challenge")
        ):
            return text(400, "this request is refused")
        self.last = parameters
        if self.settings.get("form") and not clicked:
            return self.form(parameters)
        answer = {"state": parameters["state"], "iss": self.issuer}
        if self.fault == "declines":
            answer |= {"error": "access_denied", "error_description": "<script>alert('provider')</script>"}
        else:
            code = secrets.token_urlsafe(16)
            answer["code"] = code
            anew = parameters.get("prompt") == "login" and self.fault != "ignores_prompt"
            ago = 0 if anew or clicked else int(self.settings.get("seconds_ago", 0))
            self.grants[code] = Grant(parameters, int(time.time()) - ago)
        if self.fault == "mix_up":
            answer["iss"] = "https://elsewhere.example"
        if self.fault == "says_not_who":
            del answer["iss"]
        return 302, b"", {"Location": f"{client['redirect_uri']}?{urlencode(answer)}"}

    def form(self, parameters: dict[str, str]) -> Answer:
        """Show a page with one button."""
        hidden = "".join(
            f'<input type=hidden name={name} value="{html.escape(value)}">' for name, value in parameters.items()
        )
        name = html.escape(str(self.settings["person"].get("name", "")))
        page = (
            f"<!doctype html><html lang=nl><title>Provider</title><h1>Dit is de provider</h1>"
            f"<form method=post>{hidden}<button>Ga verder als {name}</button></form>"
        )
        return 200, page.encode(), {"Content-Type": "text/html; charset=utf-8"}

    async def token(self, form: dict[str, str]) -> Answer:
        """Give tokens to a client that proves itself, for a code that was not used before."""
        try:
            await self.check_client(form)
        except (ValueError, KeyError, JoseError) as problem:
            return refusal(401, "invalid_client", str(problem))
        grant = self.grants.pop(form.get("code", ""), None)
        verifier = form.get("code_verifier", "")
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        if grant is None or self.fault == "knows_no_code":
            return refusal(400, "invalid_grant", "unknown or used code")
        if (
            challenge != grant.parameters["code_challenge"]
            or form.get("redirect_uri") != grant.parameters["redirect_uri"]
        ):
            return refusal(400, "invalid_grant", "another visit")
        access = secrets.token_urlsafe(24)
        person = self.settings["person"]
        self.tokens[access] = person
        token = self.signed(self.claims(grant, person, access))
        answer = {"access_token": access, "token_type": "Bearer", "expires_in": 60, "id_token": token}
        if self.fault == "no_id_token":
            del answer["id_token"]
        return as_json(answer)

    async def check_client(self, form: dict[str, str]) -> None:
        """Verify the assertion of a client (RFC 7523). Raises ValueError, KeyError or JoseError."""
        client = self.settings["client"]
        if form.get("client_assertion_type") != ASSERTION or "client_secret" in form:
            raise ValueError("only private_key_jwt is taken")
        keys = client.get("jwks")
        if keys is None:
            keys = json.loads(await asyncio.to_thread(fetch, client["jwks_uri"]))
        assertion = jwt.decode(form["client_assertion"], KeySet.import_key_set(keys), algorithms=["RS256", "PS256"])
        claims = assertion.claims
        if claims.get("iss") != client["id"] or claims.get("sub") != client["id"]:
            raise ValueError("the assertion is of another client")
        if claims.get("aud") not in {self.issuer, f"{self.issuer}/token"}:
            raise ValueError("the assertion is for another provider")
        if not time.time() < claims["exp"] <= time.time() + 300:
            raise ValueError("the assertion is not of this moment")
        if claims["jti"] in self.seen:
            raise ValueError("the assertion was used before")
        self.seen.add(claims["jti"])

    def claims(self, grant: Grant, person: dict[str, Any], access: str) -> dict[str, Any]:
        """Write what the token says."""
        now = int(time.time())
        digest = hashlib.sha256(access.encode()).digest()[:16]
        claims: dict[str, Any] = {
            "iss": self.issuer, "aud": grant.parameters["client_id"], "iat": now, "exp": now + 120,
            "nonce": grant.parameters["nonce"],
            "auth_time": grant.auth_time, "acr": SUBSTANTIAL, "amr": ["pwd", "otp"],
            "at_hash": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(), **person,
        }  # fmt: skip
        claims |= WRONG_CLAIMS.get(self.fault, {})
        claims |= {name: claims[name] + by for name, by in WRONG_TIMES.get(self.fault, {}).items()}
        if self.settings.get("thin"):  # name and address come from userinfo only
            claims |= {"email": None, "name": None}
        return {name: value for name, value in claims.items() if value is not None}

    def signed(self, claims: dict[str, Any]) -> str:
        """Sign, in one of the ways that it should not."""
        if self.fault == "alg_none":
            parts = (json.dumps({"alg": "none", "typ": "JWT"}), json.dumps(claims))
            return ".".join(base64.urlsafe_b64encode(part.encode()).rstrip(b"=").decode() for part in parts) + "."
        if self.fault == "hs256_with_the_public_key":
            told = (json.dumps({"alg": "HS256", "kid": self.key.kid}), json.dumps(claims))
            head = ".".join(base64.urlsafe_b64encode(part.encode()).rstrip(b"=").decode() for part in told)
            digest = hmac.digest(self.key.as_pem(private=False), head.encode(), "sha256")
            return f"{head}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"
        key = self.key
        if self.fault in {"wrong_signature", "unpublished_key"}:
            # of the same kind, whichever that is after a rotation: another one would not even be tried
            another = (ECKey, "P-256") if isinstance(key, ECKey) else (RSAKey, 2048)
            key = another[0].generate_key(another[1], auto_kid=True)  # type: ignore[arg-type]
        name = key.kid if self.fault == "unpublished_key" else self.key.kid
        algorithm = "ES256" if isinstance(key, ECKey) else "RS256"
        header: dict[str, Any] = {"alg": algorithm} | ({} if self.fault == "names_no_key" else {"kid": name})
        if self.fault == "demands_more":
            header |= {"crit": ["something-new"], "something-new": True}
            registry = JWSRegistry(header_registry={"something-new": HeaderParameter("new", "bool")})
            return jwt.encode(header, claims, key, algorithms=[algorithm], registry=registry)
        if self.fault == "not_a_token":
            return "not.a.token"
        return jwt.encode(header, claims, key, algorithms=[algorithm])

    def userinfo(self, headers: dict[str, str]) -> Answer:
        """Tell about whoever a token is of."""
        person = self.tokens.get(headers.get("authorization", "").removeprefix("Bearer "))
        if person is None:
            return refusal(401, "invalid_token", "unknown token")
        return as_json(person | ({"sub": "somebody-else"} if self.fault == "userinfo_of_another" else {}))

    def control(self, wishes: dict[str, Any]) -> Answer:
        """Change what it does from here on."""
        if wishes.pop("rotate", None):
            self.key = ECKey.generate_key("P-256", auto_kid=True)
        self.settings |= wishes
        return as_json({"asked": self.asked, "last": self.last})

    async def answer(
        self, method: str, path: str, query: dict[str, str], body: bytes, headers: dict[str, str]
    ) -> Answer:
        """Answer one request."""
        self.asked[path] = self.asked.get(path, 0) + 1
        if path == "/control":
            return self.control(json.loads(body))
        if path == "/authorize":
            return self.authorize(query if method == "GET" else first(body.decode()), clicked=method == "POST")
        if path == "/token":
            return await self.token(first(body.decode()))
        if path == "/userinfo":
            return self.userinfo(headers)
        published = {
            "/.well-known/openid-configuration": self.metadata(),
            "/jwks": {"keys": [self.key.as_dict(private=False)]},
        }
        return as_json(published[path]) if path in published else text(404, "nothing here")


def fetch(address: str) -> bytes:
    """Fetch the keys of a client."""
    with urlopen(address, timeout=5) as answer:  # noqa: S310 - loopback
        return bytes(answer.read())


def first(encoded: str) -> dict[str, str]:
    """Read a form or query."""
    return {name: values[0] for name, values in parse_qs(encoded, keep_blank_values=True).items()}


def as_json(value: dict[str, Any], status: int = 200) -> Answer:
    """Answer with JSON."""
    return status, json.dumps(value).encode(), {"Content-Type": "application/json"}


def refusal(status: int, error: str, why: str) -> Answer:
    """Answer as OAuth refuses."""
    return as_json({"error": error, "error_description": why}, status)


def text(status: int, words: str) -> Answer:
    """Answer with plain text."""
    return status, words.encode(), {"Content-Type": "text/plain"}


def application(provider: Provider) -> Callable[[Any, Any, Any], Awaitable[None]]:
    """Make it an ASGI application."""

    async def serve(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        query = first(scope["query_string"].decode())
        status, content, told = await provider.answer(scope["method"], scope["path"], query, body, headers)
        where = "token" if scope["path"] == "/token" else "metadata"
        if scope["path"] != "/control":
            status, content, told = broken(provider.fault, where, status, content, told)
        await send({"type": "http.response.start", "status": status,
                    "headers": [(name.encode(), value.encode()) for name, value in told.items()]})  # fmt: skip
        if provider.fault == "drips" and where == "token":
            for byte in b" " * 60:
                await send({"type": "http.response.body", "body": bytes([byte]), "more_body": True})
                await asyncio.sleep(0.5)
        await send({"type": "http.response.body", "body": content})

    return serve


def broken(fault: str, where: str, status: int, content: bytes, told: dict[str, str]) -> Answer:
    """Break the answer of the token endpoint below the level of OpenID Connect."""
    if where == "token":
        if fault == "huge":
            return 200, b'{"id_token": "' + b"x" * 2_000_000 + b'"}', told
        if fault == "sends_elsewhere":
            return 307, b"", {"Location": "http://127.0.0.1:9/token"}
        if fault == "no_json":
            return 200, b"<html>niet beschikbaar</html>", {"Content-Type": "text/html"}
        if fault == "fails":
            return 500, b"{}", told
        if fault == "a_list":
            return 200, b"[]", told
    return status, content, told


def main() -> None:
    """Serve on a free port and print the address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()  # who calls as soon as he knows the address waits, and is not refused
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(application(Provider(address)), log_level="error", lifespan="off"))
        sys.stdout.write(address + "\n")
        sys.stdout.flush()
        server.run(sockets=[listener])


if __name__ == "__main__":
    main()
