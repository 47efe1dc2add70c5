"""Letters leave by a real mail server, once each; what goes wrong is tried again, ever later, and given up at last."""

from __future__ import annotations

import time
from datetime import timedelta
from email.header import decode_header, make_header
from pathlib import Path
from unittest.mock import ANY

import pytest
from django.conf import LazySettings
from django.core.mail import send_mail
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction
from tests.mailroom import servers
from tests.people import NOW

from sleutelwerk.mailroom.actions import forget_old, mail_server, post, send_waiting
from sleutelwerk.mailroom.models import Letter
from sleutelwerk.mailroom.queries import given_up, has_mail_server, unsent, waiting
from sleutelwerk.mailroom.rules import MOST_TRIES, next_try
from sleutelwerk.mailroom.tasks import deliver

pytestmark = pytest.mark.django_db


def write(recipient: str = "noor@voorbeeld.example", subject: str = "Uitnodiging voor Sleutelwerk") -> Letter:
    """Put a letter in the outbox."""
    post(recipient=recipient, subject=subject, body="Goedendag,\n\nOpen deze link: https://x.example/één\n", now=NOW)
    return (
        Letter.objects.latest("written_at", "pk")
        if Letter.objects.count() == 1
        else Letter.objects.get(recipient=recipient)
    )


def test_a_letter_reaches_the_server_as_it_was_written(settings: LazySettings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Sleutelwerk <post@voorbeeld.example>"
    letter = write(subject="Uw account één keer\nen nog wat")
    with servers.mail_server() as box:
        assert send_waiting(mail_server(box.url), now=NOW) == 1
        assert send_waiting(mail_server(box.url), now=NOW) == 0
    ((recipients, message),) = box.letters
    assert recipients == ["noor@voorbeeld.example"]
    assert str(make_header(decode_header(message["Subject"]))) == "Uw account één keer en nog wat"
    assert message["From"] == "Sleutelwerk <post@voorbeeld.example>"
    payload = message.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert "https://x.example/één" in payload.decode()
    letter.refresh_from_db()
    assert (letter.body, letter.sent_at, letter.tries) == ("", NOW, 1)


def test_the_oldest_letter_goes_first() -> None:
    for number, minutes in enumerate((2, 0, 1)):
        post(recipient=f"{minutes}@x.example", subject=str(number), body="x", now=NOW + timedelta(minutes=minutes))
    with servers.mail_server() as box:
        send_waiting(mail_server(box.url), now=NOW + timedelta(hours=1))
    assert [recipients for recipients, _ in box.letters] == [["0@x.example"], ["1@x.example"], ["2@x.example"]]


def test_a_server_that_is_away_is_tried_ever_later_and_given_up_at_last() -> None:
    letter = write()
    server = mail_server(f"smtp://127.0.0.1:{servers.free_port()}")
    now, waits = NOW, []
    for tries in range(1, MOST_TRIES + 1):
        assert send_waiting(server, now=now) == 0
        letter.refresh_from_db()
        assert letter.tries == tries
        if letter.given_up_at:
            break
        assert letter.body
        assert letter.next_try_at == next_try(tries, now)
        waits.append(letter.next_try_at - now)
        assert not waiting(letter.next_try_at - timedelta(seconds=1)).exists()
        now = letter.next_try_at
    assert (letter.tries, letter.given_up_at, letter.body) == (MOST_TRIES, now, "")
    assert waits == sorted(waits)
    assert given_up() == 1
    assert not waiting(now + timedelta(days=9)).exists()


def test_a_server_that_comes_back_gets_what_waited() -> None:
    for number in range(3):
        write(f"{number}@x.example")
    assert send_waiting(mail_server(f"smtp://127.0.0.1:{servers.free_port()}"), now=NOW) == 0
    assert [letter.tries for letter in Letter.objects.order_by("-tries")] == [1, 0, 0], "one call tells enough"
    with servers.mail_server() as box:
        assert send_waiting(mail_server(box.url), now=NOW + timedelta(minutes=5)) == 3


def test_a_server_that_hangs_costs_one_wait_a_round_however_many_letters_there_are(settings: LazySettings) -> None:
    settings.EMAIL_TIMEOUT = 1
    for number in range(20):
        write(f"{number}@x.example")
    began = time.monotonic()
    with servers.silent_server() as url:
        assert send_waiting(mail_server(url), now=NOW) == 0
    assert time.monotonic() - began < 15, "twenty waits would take twenty seconds"
    assert Letter.objects.filter(tries=1).count() == 1


def test_an_address_that_the_server_refuses_does_not_hold_up_the_others() -> None:
    for name in ("gone", "here"):
        write(f"{name}@x.example")
    with servers.mail_server(refuses=frozenset({"gone@x.example"})) as box:
        assert send_waiting(mail_server(box.url), now=NOW) == 1
    assert [recipients for recipients, _ in box.letters] == [["here@x.example"]]
    refused = Letter.objects.get(recipient="gone@x.example")
    assert (refused.tries, refused.sent_at, refused.next_try_at) == (1, None, next_try(1, NOW))


def test_an_address_that_fits_no_letter_does_not_hold_up_the_others() -> None:
    for recipient in ("not an address <", "here@x.example"):
        post(recipient=recipient, subject="x", body="x", now=NOW)
    with servers.mail_server() as box:
        assert send_waiting(mail_server(box.url), now=NOW) == 1
    assert Letter.objects.get(sent_at=None).tries == 1


def test_the_name_and_secret_of_the_address_are_used() -> None:
    write()
    with servers.mail_server() as box:
        url = box.url.replace("smtp://", "smtp://post%40x.example:p%3Ass%2Fw@")
        assert send_waiting(mail_server(url), now=NOW) == 1
    assert box.logins == [("post@x.example", "p:ss/w")]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", {"host": "mail.example", "port": 587, "use_tls": True, "use_ssl": False}),
        ("smtp://mail.example:25", {"host": "mail.example", "port": 25, "use_tls": True, "use_ssl": False}),
        ("smtps://mail.example", {"host": "mail.example", "port": 465, "use_tls": False, "use_ssl": True}),
        ("smtp://localhost", {"host": "localhost", "port": 587, "use_tls": False, "use_ssl": False}),
        ("smtp://[::1]:2525", {"host": "::1", "port": 2525, "use_tls": False, "use_ssl": False}),
        ("smtp://localhost.mail.example", {"host": ANY, "port": 587, "use_tls": True, "use_ssl": False}),
    ],
)
def test_an_address_says_how_to_go_there_and_nothing_leaves_this_machine_in_the_clear(
    url: str, expected: dict[str, object]
) -> None:
    server = mail_server(url)
    assert {name: getattr(server, name) for name in expected} == expected


def test_a_server_elsewhere_without_encryption_gets_nothing() -> None:
    for number in range(3):
        write(f"{number}@x.example")
    with servers.mail_server() as box:
        elsewhere = mail_server(box.url)
        elsewhere.use_tls = True  # as it is for every server that is not on this machine
        for _ in range(3):  # nor over a connection that was left open
            assert send_waiting(elsewhere, now=NOW) == 0
    assert box.letters == []
    assert all(letter.body for letter in Letter.objects.all())


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
@pytest.mark.parametrize("trusted", [True, False])
def test_letters_travel_encrypted_to_a_server_that_proves_who_it_is(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    scheme: str,
    trusted: bool,
) -> None:
    write()
    context, public = servers.certificate(tmp_path)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(public))
    # Controller turns to TLS at once with ssl_context, and after STARTTLS with tls_context
    how = {"ssl_context": context} if scheme == "smtps" else {"tls_context": context, "require_starttls": True}
    with servers.mail_server(scheme=scheme, **how) as box:
        server = mail_server(box.url)
        server.use_tls = scheme == "smtp"
        assert send_waiting(server, now=NOW) == trusted
    assert box.encrypted == ([True] if trusted else [])


def test_what_is_undone_is_not_sent() -> None:
    class UndoneError(Exception):
        """Something went wrong after the letter was written."""

    def act() -> None:
        with transaction.atomic():
            write()
            raise UndoneError

    with pytest.raises(UndoneError):
        act()
    with servers.mail_server() as box:
        assert send_waiting(mail_server(box.url), now=NOW) == 0
    assert box.letters == []


def test_mail_of_other_parts_goes_through_the_outbox_too(settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "sleutelwerk.mailroom.mail.OutboxBackend"
    assert send_mail("Twee", "adressen", None, ["a@x.example", "b@x.example"]) == 1
    assert sorted(Letter.objects.values_list("recipient", "body")) == [
        ("a@x.example", "adressen"),
        ("b@x.example", "adressen"),
    ]


def test_the_job_takes_letters_to_the_server_that_was_set(settings: LazySettings) -> None:
    write()
    settings.SMTP_URL = ""
    deliver(NOW)
    assert not has_mail_server()
    assert Letter.objects.get().tries == 0
    with servers.mail_server() as box:
        settings.SMTP_URL = box.url
        deliver(NOW)
    assert len(box.letters) == 1


# --- The outbox -------------------------------------------------------------------------------------------------------


def test_the_outbox_is_read_only_where_no_letter_leaves_by_itself(settings: LazySettings) -> None:
    write("older@x.example")
    post(recipient="newer@x.example", subject="x", body="y", now=NOW + timedelta(minutes=1))
    settings.SMTP_URL = ""
    assert [letter.recipient for letter in unsent()] == ["newer@x.example", "older@x.example"]
    settings.SMTP_URL = "smtp://mail.example"
    assert unsent() == [], "links by which others come in are nobody's to read once they leave by themselves"


def test_without_a_mail_server_a_letter_stays_a_month() -> None:
    write()
    assert forget_old(now=NOW + timedelta(days=30)) == 0
    assert forget_old(now=NOW + timedelta(days=30, seconds=1)) == 1


def test_a_letter_that_was_given_up_keeps_no_text_and_goes_after_a_month() -> None:
    letter = write()
    letter.tries = MOST_TRIES - 1
    letter.save()
    send_waiting(mail_server(f"smtp://127.0.0.1:{servers.free_port()}"), now=NOW)
    letter.refresh_from_db()
    assert (letter.given_up_at, letter.body) == (NOW, "")
    assert forget_old(now=NOW + timedelta(days=30)) == 0
    assert forget_old(now=NOW + timedelta(days=30, seconds=1)) == 1


def test_a_letter_prints_as_its_opaque_id() -> None:
    assert str(write()) == str(Letter.objects.get().pk)
    assert isinstance(mail_server("smtp://localhost"), EmailBackend)
