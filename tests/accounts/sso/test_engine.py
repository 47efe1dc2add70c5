"""What providers publish, and how it is read: without Django, without a network."""

from __future__ import annotations

import socket
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from sleutelwerk.accounts.engine.oidc.answer import Visit, read_answer
from sleutelwerk.accounts.engine.oidc.discovery import (
    KEPT_FOR,
    LEFT_ALONE_FOR,
    ProviderBook,
    read_keys,
    read_metadata,
)
from sleutelwerk.accounts.engine.oidc.faults import Fault, SignInRefused
from sleutelwerk.accounts.engine.oidc.fetch import as_object, get_json, is_safe_address
from sleutelwerk.accounts.engine.oidc.keys import make_key, public_set, read_key
from sleutelwerk.accounts.engine.oidc.request import Demand, Secrets, Us, authorization_address, fresh_secrets

NOW = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
ISSUER = "https://inloggen.voorbeeld.example"
METADATA = {
    "issuer": ISSUER, "authorization_endpoint": f"{ISSUER}/a", "token_endpoint": f"{ISSUER}/t",
    "jwks_uri": f"{ISSUER}/k",
}  # fmt: skip


def weak_key() -> dict[str, Any]:
    """Give an RSA key that is too short."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - that is the point
    numbers = key.public_key().public_numbers()
    return {"kty": "RSA", "n": urlsafe_b64encode(numbers.n.to_bytes(128)).rstrip(b"=").decode(), "e": "AQAB"}


class Shelf:
    """A provider on paper, which counts how often it is asked."""

    def __init__(self, **answers: Any) -> None:
        self.answers = {f"{ISSUER}/.well-known/openid-configuration": METADATA, f"{ISSUER}/k": {"keys": []}, **answers}
        self.asked = 0

    def __call__(self, address: str, **_: Any) -> dict[str, Any]:
        self.asked += 1
        answer = self.answers[address]
        if isinstance(answer, Fault):
            raise SignInRefused(answer)
        return dict(answer)


@pytest.mark.parametrize(
    ("address", "lenient", "safe"),
    [
        ("https://voorbeeld.example/x", False, True),
        ("http://voorbeeld.example/x", True, False),
        ("http://127.0.0.1:8080/", True, True),
        ("http://127.0.0.1:8080/", False, False),
        ("http://localhost/", True, True),
        ("http://[::1]/", True, True),
        ("http://127.0.0.1.voorbeeld.example/", True, False),
        ("https://name:secret@voorbeeld.example/", True, False),
        ("https://voorbeeld.example/#deel", True, False),
        ("https:///pad", True, False),
        ("https://[half", True, False),
        ("file:///etc/passwd", True, False),
        ("ftp://voorbeeld.example", True, False),
        ("", True, False),
    ],
)
def test_only_safe_addresses_are_talked_to(address: str, lenient: bool, safe: bool) -> None:
    assert is_safe_address(address, lenient=lenient) is safe


@pytest.mark.parametrize("content", [b"", b"[]", b"<html>", b'"text"', b"[" * 100_000, b"\xff\xfe"])
def test_only_objects_are_read(content: bytes) -> None:
    with pytest.raises(SignInRefused) as refusal:
        as_object(content)
    assert refusal.value.fault is Fault.UNUSABLE_ANSWER


def test_only_keys_that_can_check_a_signature_are_read() -> None:
    strong, curve = RSAKey.generate_key(2048), ECKey.generate_key("P-256")
    keys = [
        strong.as_dict(private=False),
        curve.as_dict(private=False),
        OctKey.generate_key(256).as_dict(private=True),
        OKPKey.generate_key("Ed25519").as_dict(private=False),
        {**ECKey.generate_key("P-256").as_dict(private=False), "use": "enc"},
        weak_key(),
        {"kty": "EC", "crv": "P-256", "x": "x"},
        {"kty": "RSA"},
        {},
        "key",
    ]
    with pytest.warns(SecurityWarning):  # the library says so as well
        found = read_keys({"keys": keys})
    assert [type(key) for key in found] == [RSAKey, ECKey]


@pytest.mark.parametrize("document", [{}, {"keys": []}, {"keys": "x"}, {"keys": None}])
def test_no_keys_is_a_fault(document: dict[str, Any]) -> None:
    with pytest.raises(SignInRefused) as refusal:
        read_keys(document)
    assert refusal.value.fault is Fault.UNKNOWN_KEY


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"issuer": f"{ISSUER}/"}, Fault.WRONG_ISSUER),
        ({"issuer": None}, Fault.WRONG_ISSUER),
        ({"jwks_uri": None}, Fault.WRONG_METADATA),
        ({"token_endpoint": 3}, Fault.WRONG_METADATA),
        ({"userinfo_endpoint": ["x"]}, Fault.WRONG_METADATA),
        ({"userinfo_endpoint": "http://voorbeeld.example"}, Fault.INSECURE_ADDRESS),
    ],
)
def test_metadata_that_cannot_be_right_is_refused(change: dict[str, Any], fault: Fault) -> None:
    shelf = Shelf(**{f"{ISSUER}/.well-known/openid-configuration": METADATA | change})
    with pytest.raises(SignInRefused) as refusal:
        ProviderBook(lenient=False, fetch=shelf).metadata(ISSUER, now=NOW)
    assert refusal.value.fault is fault


def test_what_is_published_is_asked_once_an_hour() -> None:
    shelf = Shelf()
    book = ProviderBook(lenient=False, fetch=shelf)
    for minutes in (0, 1, 59):
        book.metadata(ISSUER, now=NOW + timedelta(minutes=minutes))
    assert shelf.asked == 1
    book.metadata(ISSUER, now=NOW + KEPT_FOR)
    assert shelf.asked == 2


def test_a_silent_provider_is_left_alone_for_a_moment() -> None:
    shelf = Shelf(**{f"{ISSUER}/.well-known/openid-configuration": Fault.UNREACHABLE})
    book = ProviderBook(lenient=False, fetch=shelf)
    for seconds in (0, 1, 9):
        with pytest.raises(SignInRefused) as refusal:
            book.metadata(ISSUER, now=NOW + timedelta(seconds=seconds))
        assert refusal.value.fault is Fault.UNREACHABLE
    assert shelf.asked == 1
    shelf.answers[f"{ISSUER}/.well-known/openid-configuration"] = METADATA
    assert book.metadata(ISSUER, now=NOW + LEFT_ALONE_FOR).issuer == ISSUER


def test_a_provider_that_answers_nonsense_is_asked_again_at_once() -> None:
    shelf = Shelf(**{f"{ISSUER}/.well-known/openid-configuration": Fault.UNUSABLE_ANSWER})
    book = ProviderBook(lenient=False, fetch=shelf)
    for _ in range(2):
        with pytest.raises(SignInRefused):
            book.metadata(ISSUER, now=NOW)
    assert shelf.asked == 2


def test_an_answer_of_another_visit_is_refused() -> None:
    metadata = read_metadata(METADATA, ISSUER, lenient=False)
    visit = Visit(Us("us", "https://voorbeeld.example/terug/", b""), Secrets("state", "nonce", "verifier"),
                  Demand((), timedelta(hours=8)), NOW)  # fmt: skip
    assert read_answer({"state": "state", "code": "x"}, metadata, visit) == "x"
    for parameters in ({"state": "of-another", "code": "x"}, {"code": "x"}, {"state": "stäte", "code": "x"}):
        with pytest.raises(SignInRefused) as refusal:
            read_answer(parameters, metadata, visit)
        assert refusal.value.fault is Fault.UNKNOWN_STATE


def test_a_request_without_levels_names_none() -> None:
    metadata = read_metadata(METADATA, ISSUER, lenient=False)
    us = Us("us", "https://voorbeeld.example/terug/", b"")
    address = authorization_address(metadata, us, fresh_secrets(), Demand((), timedelta(hours=8)))
    assert "acr_values" not in address


def test_an_unsafe_address_is_not_asked_wherever_it_comes_from() -> None:
    with pytest.raises(SignInRefused) as refusal:
        get_json("http://192.0.2.1/", lenient=True)
    assert refusal.value.fault is Fault.INSECURE_ADDRESS


def test_an_answer_that_breaks_off_is_no_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n")

        server = Thread(target=serve)
        server.start()
        with pytest.raises(SignInRefused) as refusal:
            get_json(f"http://127.0.0.1:{listener.getsockname()[1]}/", lenient=True)
        server.join()
    assert refusal.value.fault is Fault.UNREACHABLE


def test_an_unsafe_issuer_is_not_asked() -> None:
    shelf = Shelf()
    with pytest.raises(SignInRefused) as refusal:
        ProviderBook(lenient=False, fetch=shelf).metadata("http://127.0.0.1/", now=NOW)
    assert refusal.value.fault is Fault.INSECURE_ADDRESS
    assert shelf.asked == 0


def test_our_key_is_strong_and_only_its_public_half_is_told() -> None:
    pem = make_key()
    told = public_set(pem)["keys"][0]
    assert set(told) == {"kty", "n", "e", "kid", "use"}
    assert told["kid"] == read_key(pem).kid
    assert read_key(pem).public_key.key_size == 3072
