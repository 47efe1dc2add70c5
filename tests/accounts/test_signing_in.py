"""Signing in: a password alone opens nothing, and nobody learns which addresses have an account."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from cryptography.exceptions import InvalidTag
from django.conf import LazySettings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from tests.access.addresses import addresses
from tests.accounts.steps import (
    code_of,
    couple_app,
    everything_stored,
    has_app,
    has_password,
    has_recovery_codes,
    kinds,
    letters_to,
    link_to,
    sign_in_for_real,
    type_code,
    type_password,
    wait_past_the_turn,
)
from tests.people import PASSWORD, Cast, somebody_absent

from sleutelwerk.accounts.actions.fiction import add_fiction
from sleutelwerk.accounts.actions.sealing import KEY_NAME, open_sealed, seal
from sleutelwerk.accounts.models import User
from sleutelwerk.accounts.views import forgotten
from sleutelwerk.audit.engine.chain import SITE_CHAIN
from sleutelwerk.audit.models import Entry
from sleutelwerk.config.private_area import ENROLMENT, PUBLIC_PAGES
from sleutelwerk.mailroom.models import Letter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("outbox")]

LOGIN, RESET, DASHBOARD = reverse("account_login"), reverse("account_reset_password"), reverse("home:dashboard")
NOBODY = "niemand@voorbeeld.example"
#: Pages for administrators, among those of single sign-on.
PROVIDER_SETTINGS = frozenset({"accounts:sso-provider", "accounts:sso-check", "accounts:sso-try"})
#: Differ from answer to answer whoever asks.
VARIES = frozenset({"Date", "Expires", "Set-Cookie", "Content-Length"})


@pytest.fixture
def strangers(cast: Cast) -> dict[str, str]:
    """Give addresses of every kind that somebody may try: known in some way, or not at all."""
    for name in ("professional", "colleague", "facilitator"):
        has_password(cast[name])
    has_app(cast["professional"])
    closed, unverified = cast["colleague"], cast["facilitator"]
    closed.is_active = False
    closed.save()
    unverified.emailaddress_set.update(verified=False)  # type: ignore[attr-defined]
    add_fiction(cast.actor("administrator"), now=timezone.now())
    return {
        "nobody": NOBODY,
        "with password and app": cast["professional"].email,
        "with a password only": unverified.email,
        "passkey only": cast["decision_maker"].email,
        "closed": closed.email,
        "made up": User.objects.filter(is_fictional=True)[0].email,
        "in capitals": cast["professional"].email.upper(),
    }


def seen(answer: Any, address: str) -> tuple[int, dict[str, str], str]:
    """Give all that a stranger sees of an answer, less his own words and what differs every time."""
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    headers = {name: value for name, value in answer.headers.items() if name not in VARIES}
    return answer.status_code, headers, body.replace(address, "ADDRESS")


def by_kind(strangers: dict[str, str], ask: Callable[[Client, str], Any]) -> dict[str, tuple[int, dict[str, str], str]]:
    """Ask for each kind of address in a browser of its own."""
    return {kind: seen(ask(Client(), address), address) for kind, address in strangers.items()}


def test_a_wrong_password_says_the_same_for_every_address(strangers: dict[str, str]) -> None:
    found = by_kind(strangers, lambda client, address: type_password(client, address, "een verkeerde zin"))
    assert found["nobody"][0] == 200
    assert "horen niet bij elkaar" in found["nobody"][2]
    assert {kind: one for kind, one in found.items() if one != found["nobody"]} == {}


def test_asking_for_a_new_password_says_the_same_for_every_address(strangers: dict[str, str]) -> None:
    found = by_kind(strangers, lambda client, address: client.post(RESET, {"email": address}))
    pages = by_kind(strangers, lambda client, address: client.post(RESET, {"email": address}, follow=True))
    assert found["nobody"][:2] == (302, found["nobody"][1])
    assert {kind: one for kind, one in found.items() if one != found["nobody"]} == {}
    assert {kind: one for kind, one in pages.items() if one != pages["nobody"]} == {}


class Clock:
    """A clock on which work takes what it is told to take, and waiting takes no time in truth."""

    def __init__(self, *took: float) -> None:
        self.now, self.took = 100.0, iter(took)

    def monotonic(self) -> float:
        """Give the time."""
        return self.now

    def sleep(self, rest: float) -> None:
        """Let time pass."""
        self.now += rest

    def work(self, _request: HttpRequest) -> HttpResponse:
        """Take the time that comes next."""
        self.now += next(self.took)
        return HttpResponse()


def test_asking_for_a_new_password_takes_a_whole_number_of_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the work took, which is more where a letter is written."""
    took, steps = (0.0, 0.013, 0.021, 0.2, 0.399, 0.41, 0.9), (1, 1, 1, 1, 1, 2, 3)
    clock = Clock(*took)
    monkeypatch.setattr(forgotten, "time", clock)
    monkeypatch.setattr(forgotten, "password_reset", clock.work)
    for work, expected in zip(took, steps, strict=True):
        began = clock.now
        forgotten.ask_new_password(RequestFactory().post(RESET))
        assert round((clock.now - began) / forgotten.STEP, 6) == expected, work


def test_who_asks_for_a_new_password_waits_in_truth(strangers: dict[str, str]) -> None:
    """And whoever only looks at the form does not."""
    Client().get(RESET)  # the first page of a process takes long
    began = time.monotonic()
    Client().get(RESET)
    assert time.monotonic() - began < forgotten.STEP
    for kind in ("nobody", "with password and app"):
        began = time.monotonic()
        Client().post(RESET, {"email": strangers[kind]})
        assert time.monotonic() - began >= forgotten.STEP * 0.99, kind


def test_the_link_for_a_new_password_goes_to_the_address_of_the_account(cast: Cast) -> None:
    """Whatever capitals were typed: who looks into the outbox is then seen by its owner as well."""
    user = has_password(cast["professional"])
    Client().post(RESET, {"email": user.email.upper()})
    assert Letter.objects.get().recipient == user.email


def test_only_who_has_a_password_gets_a_link_for_a_new_one(strangers: dict[str, str]) -> None:
    by_kind(strangers, lambda client, address: client.post(RESET, {"email": address}))
    written = {letter.recipient.lower() for letter in Letter.objects.all()}
    assert written == {strangers["with password and app"], strangers["with a password only"]}
    assert kinds(SITE_CHAIN).count("password_reset_asked") == len(strangers)


def test_a_password_is_hashed_once_for_every_address(
    strangers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    for name in ("encode", "verify"):
        real = getattr(Argon2PasswordHasher, name)

        def counted(*args: Any, real: Callable[..., Any] = real, **kwargs: Any) -> Any:
            hashed.append(real.__name__)
            return real(*args, **kwargs)

        monkeypatch.setattr(Argon2PasswordHasher, name, counted)
    times = {}
    for kind, address in strangers.items():
        hashed.clear()
        type_password(Client(), address, "een verkeerde zin")
        times[kind] = len(hashed)
    assert times == dict.fromkeys(strangers, 1), "the hash is what takes time, so time tells nothing either"


def private_addresses() -> list[str]:
    """Give the address of every page of home and accounts that is not for everybody and not for making a factor.

    Those on the way in through an organisation's own provider have tests of their own.
    """
    taken: dict[str, Any] = {
        "secret": "x", "number": 1, "person": somebody_absent(), "invitation": somebody_absent(), "document": "dpia",
    }  # fmt: skip
    found = []
    for one in addresses():
        left_out = one.name in ENROLMENT | PUBLIC_PAGES or one.name.startswith(("accounts:sso-", "accounts:saml-"))
        if one.name.startswith(("home:", "accounts:")) and (not left_out or one.name in PROVIDER_SETTINGS):
            found.append(reverse(one.name, kwargs={name: taken[name] for name in one.takes}))
    return found


@pytest.mark.parametrize("with_factor", [True, False])
def test_a_password_alone_reaches_no_private_page(cast: Cast, with_factor: bool) -> None:
    user = has_password(cast["administrator"])
    if with_factor:
        has_app(user)
    client = Client()
    answer = type_password(client, user.email)
    assert answer["Location"] == (reverse("mfa_authenticate") if with_factor else DASHBOARD)
    tried = private_addresses()
    assert len(tried) > 25
    for address in tried:
        for found in (client.get(address), client.post(address)):
            assert found.status_code in {302, 404, 405}, address
            goes_to = found.headers.get("Location", "")
            assert not goes_to or goes_to == reverse("accounts:choose-factor") or "/inloggen/" in goes_to, address


def test_a_password_and_a_code_open_the_door(cast: Cast) -> None:
    user = has_password(cast["professional"])
    secret = has_app(user)
    client = Client()
    sign_in_for_real(client, user, secret)
    assert client.get(DASHBOARD).status_code == 200
    assert kinds(cast.here.pk)[-1] == "signed_in"


def test_somebody_comes_back_to_where_he_was_going_but_never_to_another_site(cast: Cast) -> None:
    user = has_password(cast["professional"])
    secret = has_app(user)
    for later, (wanted, reached) in enumerate(
        [("/mijn/account/", "/mijn/account/"), ("https://evil.example/", DASHBOARD)]
    ):
        client = Client()
        type_password(client, user.email, next=wanted)
        assert type_code(client, code_of(secret, later=later))["Location"] == reached


def test_a_code_works_once(cast: Cast) -> None:
    user = has_password(cast["professional"])
    secret = has_app(user)
    code = code_of(secret)
    one, two = Client(), Client()
    for client in (one, two):
        type_password(client, user.email)
    assert type_code(one, code).status_code == 302
    again = type_code(two, code)
    assert again.status_code == 200
    assert "Deze code klopt niet, of is verlopen" in again.content.decode()
    assert kinds(cast.here.pk)[-1] == "second_factor_failed"
    assert two.get(DASHBOARD)["Location"].startswith(LOGIN)


@pytest.mark.django_db(transaction=True)
def test_the_code_that_coupled_an_app_is_used_by_that(cast: Cast) -> None:
    user = has_password(cast["professional"])
    wait_past_the_turn()
    client, over_his_shoulder = Client(), Client()
    type_password(client, user.email)
    secret = couple_app(client)
    type_password(over_his_shoulder, user.email)
    assert type_code(over_his_shoulder, code_of(secret)).status_code == 200
    assert type_code(over_his_shoulder, code_of(secret, later=1)).status_code == 302


def test_a_code_of_half_a_minute_ago_still_works_and_an_older_one_does_not(cast: Cast) -> None:
    user = has_password(cast["professional"])
    secret = has_app(user)
    client = Client()
    type_password(client, user.email)
    wait_past_the_turn()
    assert type_code(client, code_of(secret, later=-3)).status_code == 200
    assert type_code(client, code_of(secret, later=-1)).status_code == 302


def test_a_recovery_code_opens_the_door_once(cast: Cast) -> None:
    user = has_password(cast["professional"])
    has_app(user)
    codes = has_recovery_codes(user)
    assert len(set(codes)) == 10
    for expected in (302, 200):
        client = Client()
        type_password(client, user.email)
        assert type_code(client, codes[0]).status_code == expected
    assert len(Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()) == 9


def test_guessing_a_password_stops_soon_for_that_address_only(cast: Cast) -> None:
    one, other = has_password(cast["professional"]), has_password(cast["colleague"])
    has_app(other)
    for _ in range(5):
        assert "horen niet bij elkaar" in type_password(Client(), one.email, "een gok").content.decode()
    locked = type_password(Client(), one.email)
    assert locked.status_code == 200
    assert "Het is te vaak misgegaan. Wacht vijf minuten" in locked.content.decode()
    assert type_password(Client(), other.email)["Location"] == reverse("mfa_authenticate")
    assert kinds(SITE_CHAIN).count("sign_in_failed") == 5


def test_locking_says_the_same_for_an_address_that_nobody_has(cast: Cast) -> None:
    has_password(cast["professional"])
    answers = []
    for address in (NOBODY, cast["professional"].email):
        for _ in range(6):
            answer = type_password(Client(REMOTE_ADDR=f"192.0.2.{len(address)}"), address, "een gok")
        answers.append(seen(answer, address))
    assert answers[0] == answers[1]
    assert "te vaak misgegaan" in answers[0][2]


def test_guessing_a_code_stops_soon(cast: Cast) -> None:
    user = has_password(cast["professional"])
    secret = has_app(user)
    client = Client()
    type_password(client, user.email)
    for _ in range(5):
        type_code(client, "000000")
    locked = type_code(client, code_of(secret))
    assert "te vaak misgegaan" in locked.content.decode()
    assert client.get(DASHBOARD)["Location"].startswith(LOGIN)


def test_guessing_many_addresses_from_one_place_stops(cast: Cast) -> None:
    has_password(cast["professional"])
    for number in range(10):
        type_password(Client(REMOTE_ADDR="192.0.2.9"), f"{number}@voorbeeld.example", "een gok")
    locked = type_password(Client(REMOTE_ADDR="192.0.2.9"), cast["professional"].email)
    assert "te vaak misgegaan" in locked.content.decode()
    assert type_password(Client(REMOTE_ADDR="192.0.2.10"), cast["professional"].email).status_code == 302


def test_a_whole_town_hall_signs_in_within_a_minute(cast: Cast) -> None:
    user = has_password(cast["professional"])
    has_app(user)
    asked = {type_password(Client(REMOTE_ADDR="192.0.2.11"), user.email).status_code for _ in range(35)}
    assert asked == {302}


def test_a_closed_account_does_not_open_even_with_the_right_password(cast: Cast) -> None:
    user = has_password(cast["professional"])
    secret = has_app(user)
    pending = Client()
    type_password(pending, user.email)
    user.is_active = False
    user.save()
    assert type_password(Client(), user.email).headers.get("Location") != reverse("mfa_authenticate")
    type_code(pending, code_of(secret))
    assert pending.get(DASHBOARD)["Location"].startswith(LOGIN)


def test_a_new_password_is_chosen_by_a_link_that_works_once_and_still_asks_the_second_factor(cast: Cast) -> None:
    user = has_password(cast["professional"])
    has_app(user)
    elsewhere = Client()
    Client().post(RESET, {"email": user.email})
    path, client = link_to(user.email), Client()
    form = client.get(path)["Location"]
    new = {"password1": "vier paarse olifanten dansen", "password2": "vier paarse olifanten dansen"}
    assert client.post(form, {"password1": "te kort", "password2": "te kort"}).status_code == 200
    assert client.post(form, new).status_code == 302
    assert type_password(elsewhere, user.email).status_code == 200
    answer = type_password(elsewhere, user.email, new["password1"])
    assert answer["Location"] == reverse("mfa_authenticate")
    assert "werkt niet meer" in Client().get(path, follow=True).content.decode()
    assert [letter.subject for letter in letters_to(user.email)] == [
        "Een nieuw wachtwoord voor Sleutelwerk",
        "Uw wachtwoord is veranderd",
    ]
    assert "password_changed" in kinds(cast.here.pk)


def test_signing_in_makes_a_new_session(cast: Cast) -> None:
    user = has_password(cast["professional"])
    secret = has_app(user)
    client = Client()
    client.get(LOGIN)
    planted = client.session
    planted["planted"] = "by whoever made this session"
    planted.save()
    before = str(planted.session_key)
    client.cookies["sleutelwerk_session"] = before
    sign_in_for_real(client, user, secret)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()
    attacker = Client()
    attacker.cookies["sleutelwerk_session"] = before
    assert attacker.get(DASHBOARD)["Location"].startswith(LOGIN)


@pytest.mark.usefixtures("cast")
def test_nobody_signs_himself_up() -> None:
    people = User.objects.count()
    page = reverse("account_signup")
    assert Client().get(page).status_code == 200
    given = {"email": NOBODY, "password1": PASSWORD, "password2": PASSWORD}
    assert Client().post(page, given).status_code == 405
    assert User.objects.count() == people


def test_the_trail_holds_no_address_that_was_typed(strangers: dict[str, str]) -> None:
    for address in strangers.values():
        type_password(Client(), address, "een gok")
        Client().post(RESET, {"email": address})
    bodies = "\n".join(Entry.objects.values_list("body", flat=True)).lower()
    assert "sign_in_failed" in bodies
    assert [one for one in (*strangers.values(), "een gok", "127.0.0.1") if one.lower() in bodies] == []


# --- What is kept of second factors -----------------------------------------------------------------------------------


def test_secrets_of_apps_and_recovery_codes_are_sealed_in_the_database(cast: Cast) -> None:
    user = has_password(cast["professional"])
    secret, codes = has_app(user), has_recovery_codes(user)
    client = Client()
    type_password(client, user.email)
    type_code(client, codes[1])
    stored = everything_stored()
    assert user.email in stored
    assert secret not in stored
    assert [code for code in codes if code in stored] == []
    data = Authenticator.objects.get(user=user, type="recovery_codes").data
    assert open_sealed(data["seed"]) not in stored


@pytest.mark.django_db(transaction=True)
def test_coupling_an_app_leaves_its_secret_nowhere(cast: Cast) -> None:
    user = has_password(cast["professional"])
    client = Client()
    type_password(client, user.email)
    client.get(reverse("mfa_activate_totp"))
    picture = client.get(reverse("accounts:totp-picture"))
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture["Cache-Control"] == "no-store"
    secret = couple_app(client)
    assert client.get(reverse("accounts:totp-picture")).status_code == 404
    sessions = [session.get_decoded() for session in Session.objects.all()]
    assert sessions
    assert secret not in repr(sessions)
    assert secret not in everything_stored()
    shown = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert shown.count('class="sw-code"') == 10
    assert 'class="sw-code"' not in client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert letters_to(user.email)[-1].subject == "Er is een app gekoppeld aan uw account"
    assert {"factor_added"} <= set(kinds(cast.here.pk))


def test_a_sealed_secret_opens_under_its_own_key_only(settings: LazySettings, tmp_path: Any) -> None:
    sealed = seal("JBSWY3DPEHPK3PXP")
    assert open_sealed(sealed) == "JBSWY3DPEHPK3PXP"
    assert seal("JBSWY3DPEHPK3PXP") != sealed
    with pytest.raises(InvalidTag):
        open_sealed(sealed[:-6] + ("AAAA" if sealed[-6:-2] != "AAAA" else "BBBB") + sealed[-2:])
    settings.KEYS_FOLDER = tmp_path / "other"
    with pytest.raises(InvalidTag):
        open_sealed(sealed)
    assert (tmp_path / "other" / KEY_NAME).stat().st_mode & 0o777 == 0o600


def test_the_last_factor_stays(cast: Cast) -> None:
    user = has_password(cast["professional"])
    secret = has_app(user)
    has_recovery_codes(user)
    client = Client()
    sign_in_for_real(client, user, secret)
    client.post(reverse("mfa_reauthenticate"), {"code": code_of(secret, later=1)})
    answer = client.post(reverse("mfa_deactivate_totp"))
    assert "Dit is uw enige inlogmiddel" in answer.content.decode()
    assert Authenticator.objects.filter(user=user, type="totp").exists()


def test_changing_factors_asks_to_show_one_again(cast: Cast) -> None:
    user = has_password(cast["professional"])
    secret = has_app(user)
    has_recovery_codes(user)
    client = Client()
    sign_in_for_real(client, user, secret)
    session = client.session
    session["account_authentication_methods"] = [
        record | {"at": record["at"] - 301} for record in session["account_authentication_methods"]
    ]
    session.save()
    for name in ("mfa_add_webauthn", "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_view_recovery_codes"):
        answer = client.get(reverse(name))
        assert answer.headers.get("Location", "").startswith("/bevestigen/"), name
