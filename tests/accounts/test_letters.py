"""Every letter that the site can write: neither who nor what it is about, and no word of the sign-in library's own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import allauth
import pytest
from allauth.account.models import EmailAddress
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.accounts.steps import code_of, has_app, has_password, has_recovery_codes, link_to, sign_in_for_real
from tests.people import PASSWORD, Cast

import sleutelwerk.accounts
from sleutelwerk.accounts.actions.invitations import Invitation, invite_person, send_new_factor_link
from sleutelwerk.accounts.actions.own_details import send_confirmation
from sleutelwerk.accounts.actions.people import close_unreviewed, close_unused
from sleutelwerk.accounts.actions.set_up import add_organisation
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.mailroom.models import Letter

TEMPLATES = Path(sleutelwerk.accounts.__file__).parent / "templates"
OURS = sorted((TEMPLATES / "accounts" / "mail").glob("*.txt"))
IN_PLACE_OF_THE_LIBRARYS = sorted(p for p in TEMPLATES.glob("*/email/*.txt") if p.parent.parent.name != "accounts")
#: What a letter may fill in: where to go, and how long that works.
MAY_FILL_IN = {"link", "days", "password_reset_url"}
#: The library writes these for what this site does not have: sign-up, changing an address, codes by mail.
NEVER_SENT = re.compile(r"account/email/(account_already_exists|email_|login_code|unknown_account|password_reset_code)")


def letters_of_the_library() -> Iterator[str]:
    """Name every letter that the parts of the library which we use can write."""
    root = Path(allauth.__file__).parent
    for room in ("account", "mfa", "usersessions"):
        for file in (root / room).rglob("*.py"):
            nodes = ast.walk(ast.parse(file.read_text("utf-8")))
            said = [str(node.value) for node in nodes if isinstance(node, ast.Constant)]
            yield from (text for text in said if re.fullmatch(r"(account|mfa)/email/[a-z_]+", text))


def test_no_letter_of_the_library_goes_out_in_its_own_words() -> None:
    sent = {name for name in letters_of_the_library() if not NEVER_SENT.match(name)}
    assert "account/email/password_reset" in sent
    assert len(sent) > 8
    for name in sent:
        for part in ("subject", "message"):
            assert (TEMPLATES / f"{name}_{part}.txt").is_file(), f"{name}_{part}"


@pytest.mark.parametrize("path", [*OURS, *IN_PLACE_OF_THE_LIBRARYS], ids=lambda path: path.stem)
def test_a_letter_has_room_for_a_link_and_for_nothing_about_anybody(path: Path) -> None:
    text = path.read_text("utf-8")
    assert set(re.findall(r"\{\{\s*([\w.]+)", text)) <= MAY_FILL_IN
    assert "{%" not in text
    assert re.search(r"(?i)sleutelfigu|dossier|politie|rol\b|organisatie\.|beraad", text) is None
    found = get_template(str(path.relative_to(TEMPLATES)))
    origin = found.origin.name  # type: ignore[attr-defined]  # the type is that of any engine, and this is Django's
    assert origin == str(path), "ours comes before the library's"


def everything_happens(cast: Cast) -> None:
    """Let everything happen that somebody gets a letter about."""
    now, host, site = timezone.now(), cast.actor("administrator"), "https://werk.example/"
    for email in ("nieuw@voorbeeld.example", "reader@voorbeeld.example"):
        invite_person(host, Invitation("Noor Nieuw", email, frozenset({Role.FACILITATOR})), site=site, now=now)
    send_new_factor_link(host, cast["colleague"], site=site, now=now)
    close_unreviewed(cast["facilitator"], now=now + timedelta(days=400))
    close_unused(cast["newcomer"], now=now + timedelta(days=400))
    unsure = cast["security_officer"]
    EmailAddress.objects.filter(user=unsure).update(verified=False)
    assert send_confirmation(unsure, site=site, now=now)
    add_organisation(name="Wijkteam Oost", now=now)
    user = has_password(cast["professional"])
    secret, _ = has_app(user), has_recovery_codes(user)
    client = Client()
    sign_in_for_real(client, user, secret)
    client.post(reverse("mfa_reauthenticate"), {"code": code_of(secret, later=1)})
    client.post(reverse("mfa_generate_recovery_codes"))
    new = "vier paarse olifanten dansen"
    given = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post(reverse("account_change_password"), given).status_code == 302
    Client().post(reverse("account_reset_password"), {"email": user.email})
    resetting = Client()
    form = resetting.get(link_to(user.email))["Location"]
    again = "een heel ander lang wachtwoord"
    assert resetting.post(form, {"password1": again, "password2": again}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_no_letter_tells_who_where_or_what(cast: Cast, outbox: None) -> None:
    everything_happens(cast)
    letters = list(Letter.objects.all())
    assert len({letter.subject for letter in letters}) == 8
    told = [cast.here.name, "Wijkteam", "Gemeente", "Noor", "127.0.0.1", "testserver/mensen", *(r.label for r in Role)]
    told += [user.name for user in cast.people.values()] + [user.email for user in cast.people.values()]
    for letter in letters:
        # a secret may spell anybody's name by chance
        said = re.sub(r"(?<=/)[\w-]{20,}(?=/)", "SECRET", f"{letter.subject}\n{letter.body}")
        assert [one for one in told if one.lower() in said.lower()] == [], said
        assert "{" not in said
        assert letter.body.startswith("Goedendag,")
