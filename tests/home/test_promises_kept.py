"""Proof for promises of the page 'Hoe wij met gegevens omgaan' that no other test gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.conf import LazySettings
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from tests.people import NOW, Cast, make_cast, sign_in, somebody_absent
from tests.route_map.web.walker import TO_VERBINDER, Walker

from sleutelwerk.accounts.actions.invitations import Invitation, invite_person, send_new_factor_link
from sleutelwerk.accounts.actions.people import set_roles
from sleutelwerk.accounts.models import RoleGrant
from sleutelwerk.accounts.rules.actors import Actor, is_police
from sleutelwerk.accounts.rules.people import Advice, may_have_case_files, may_open_case_files
from sleutelwerk.accounts.rules.roles import Role, may_be_held
from sleutelwerk.accounts.tasks import close_unreviewed_accounts
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.home.rules import may_see_alarms
from sleutelwerk.mailroom.models import Letter

_ID = somebody_absent()
#: Words that would tell whoever reads over a shoulder what the work is about.
TELLING = (
    "sleutelfigu", "gemeenschap", "criminaliteit", "politie", "dossier", "kandidaat", "beraad", "beraden", "nood",
    "envelop", "vordering", "justitie", "moreel", "veiligheid",
)  # fmt: skip
#: Room in a letter: links, how long they work, where the site is, and whether it is an exercise.
NEUTRAL = frozenset({"link", "days", "password_reset_url", "site"})
NEUTRAL_TAGS = frozenset({"if drill", "else", "endif"})
#: Where a letter without a secret leads: to the page that is the same for everybody, and tells nothing by its address.
OVERVIEW = "mijn/"
SCORING = frozenset(
    "score scores rank ranking rating grade points stars percentile weight cijfer punten rang waardering".split()
)


@pytest.fixture
def cast(db: None) -> Cast:
    """Give everybody."""
    return make_cast()


def everything() -> Iterator[tuple[str, str]]:
    """Give every row of every table as text, straight from the database."""
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names of tables
            for row in cursor.fetchall():
                yield table, " ".join(_as_text(value) for value in row)


def _as_text(value: Any) -> str:
    return bytes(value).hex() if isinstance(value, (bytes, memoryview)) else str(value)


@pytest.mark.django_db
def test_a_whole_walk_leaves_nothing_in_the_database(settings: LazySettings) -> None:
    settings.ROUTE_MAP_SOURCE = "tests.route_map.web.maps.published"
    before = list(everything())
    walker = Walker()
    assert walker.walk(*TO_VERBINDER) == "/routekaart/uitkomst/"
    walker.begin_candidate()
    walker.walk("ja")
    assert list(everything()) == before
    assert len(before) > 5


@pytest.mark.parametrize(
    ("began", "seen", "ends"),
    [
        (timedelta(minutes=14), timedelta(minutes=14), False),
        (timedelta(minutes=16), timedelta(minutes=16), True),
        (timedelta(hours=7, minutes=59), timedelta(minutes=1), False),
        (timedelta(hours=8, minutes=1), timedelta(minutes=1), True),
    ],
)
def test_a_session_ends_after_fifteen_minutes_of_silence_and_after_eight_hours(
    cast: Cast, began: timedelta, seen: timedelta, *, ends: bool
) -> None:
    client = Client()
    sign_in(client, cast["professional"])
    now, session = datetime.now(UTC), client.session
    session["began_at"], session["seen_at"] = (now - began).timestamp(), (now - seen).timestamp()
    session.save()
    answer = client.get(reverse("home:dashboard"))
    assert (answer.status_code == 302) is ends
    assert client.get(reverse("home:dashboard")).status_code == (302 if ends else 200)


def test_every_look_at_a_colleague_is_shown_to_him_with_the_name_of_who_looked(cast: Cast) -> None:
    administrator, professional = Client(), Client()
    sign_in(administrator, cast["administrator"])
    sign_in(professional, cast["professional"])
    page = reverse("home:who-looked")
    assert "Niemand anders heeft gekeken" in professional.get(page).content.decode()
    for _ in range(2):
        assert administrator.get(reverse("accounts:person", args=[cast["professional"].pk])).status_code == 200
    shown = professional.get(page).content.decode()
    assert shown.count("De gegevens van een collega zijn bekeken.") == 2
    assert cast["administrator"].name in shown


def test_a_letter_tells_neither_whom_nor_what_it_is_about(cast: Cast) -> None:
    administrator = cast.actor("administrator")
    invitation = Invitation("Iris Iemand", "iris@voorbeeld.example", frozenset({Role.PROFESSIONAL}))
    invite_person(administrator, invitation, site="https://x.example/", now=NOW)
    send_new_factor_link(administrator, cast["professional"], site="https://x.example/", now=NOW)
    close_unreviewed_accounts(NOW + timedelta(days=400))
    letters = list(Letter.objects.all())
    names = [user.name for user in cast.people.values()] + ["Iris", cast.here.name, Role.PROFESSIONAL.label]
    assert len({letter.subject for letter in letters}) == 3
    for letter in letters:
        # the secret in a link is chance, and may hold any letters
        text = re.sub(r"https?://\S+", "", f"{letter.subject}\n{letter.body}").lower()
        assert [word for word in (*TELLING, *names) if word.lower() in text] == []


def test_who_reads_the_trail_stands_in_it_himself(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast["fg"])
    client.get(reverse("home:audit-entries"))
    again = client.get(reverse("home:audit-entries")).content.decode()
    line = again.split("Het logboek is bekeken.")[0].rsplit("<tr>", 1)[-1] + again.split("Het logboek is bekeken.")[1]
    assert cast["fg"].name in line.split("</tr>")[0]


def telling(letter: str) -> list[str]:
    """Name what a letter's template would give away: a word, an address, or a name that is filled in."""
    filled = re.findall(r"{{\s*([\w.]+)", letter)
    tags = re.findall(r"{%\s*(.*?)\s*%}", letter)
    leads_to = re.findall(r"{{\s*(?:site|link)\s*}}(\S*)|(https?://\S+)", letter)
    return [
        *(word for word in TELLING if word in letter.lower()),
        *(name for name in filled if name not in NEUTRAL),
        *(tag for tag in tags if tag not in NEUTRAL_TAGS),
        *(path for found in leads_to for path in found if path not in {"", OVERVIEW}),
    ]


def letters_of_the_site() -> dict[str, str]:
    """Give the template of every letter of every room, by its name for the code."""
    root = Path(str(files("sleutelwerk")))
    paths = {path for kind in ("mail", "email") for path in root.glob(f"*/templates/**/{kind}/*.txt")}
    return {path.as_posix().partition("/templates/")[2]: path.read_text(encoding="utf-8") for path in sorted(paths)}


def test_no_template_of_a_letter_has_room_for_a_name() -> None:
    letters = letters_of_the_site()
    assert {name.partition("/")[0] for name in letters} >= {
        "accounts",
        "account",
        "mfa",
        "cases",
        "deliberation",
        "knowledge",
    }
    assert {name: found for name, letter in letters.items() if (found := telling(letter))} == {}


def test_no_letter_is_written_elsewhere() -> None:
    """What the code posts is a template that was read above: a letter in another folder would be outside."""
    known = letters_of_the_site()
    folders = {name.rpartition("/")[0] for name in known}
    posted = [
        name
        for path in Path(str(files("sleutelwerk"))).rglob("*.py")
        for name in re.findall(r"\bpost(?:_letter)?\(\s*(?!self\b)f?\"([^\"]+)\"", path.read_text(encoding="utf-8"))
        if name.endswith(".txt")
    ]
    assert len(posted) > 8
    assert [
        name for name in posted if name not in known and ("{" not in name or name.rpartition("/")[0] not in folders)
    ] == []


@pytest.mark.parametrize("letter", [
    "Dag {{ user.name }}", "Uw dossier is klaar", "Van {{ organisation }}", "Kijk bij 'Mijn beraden'",
    "{{ site }}dossiers/", "{{ site }}mijn/wie-keek/", "{{ link }}noor/", "https://voorbeeld.example/wijk/",
    "{% if case %}Ja{% endif %}", "Er is noodtoegang gebruikt",
])  # fmt: skip
def test_a_planted_letter_that_tells_is_caught(letter: str) -> None:
    assert telling(letter)


def test_the_database_holds_no_key_and_no_secret_of_an_app(cast: Cast, settings: LazySettings) -> None:
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    user = cast["professional"]
    sign_in(Client(), user)
    Authenticator.objects.filter(user=user).delete()
    TOTP.activate(user, secret)
    invite_person(
        cast.actor("administrator"), Invitation("A", "a@voorbeeld.example", frozenset()), site="https://x/", now=NOW
    )
    keys = [path.read_bytes() for path in settings.KEYS_FOLDER.rglob("*") if path.is_file()]
    hidden = [raw.hex() for raw in keys] + [raw.decode("latin-1").strip() for raw in keys]
    rows = list(everything())
    assert keys
    assert any(user.email in text for _, text in rows)
    for value in (secret, settings.SECRET_KEY, *hidden):
        assert [table for table, text in rows if value in text] == []


def test_nobody_gives_himself_a_role_not_even_past_the_rules(cast: Cast) -> None:
    administrator = cast["administrator"]
    roles = {Role.ADMINISTRATOR, Role.PROFESSIONAL}
    with pytest.raises(NotAllowedError, match="niet voor uzelf"):
        set_roles(cast.actor("administrator"), administrator, roles, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(
            user=administrator, organisation=cast.here, role=Role.PROFESSIONAL, granted_by=administrator,
            granted_at=NOW, reviewed_at=NOW,
        )  # fmt: skip


def test_access_that_nobody_reviews_ends_by_itself(cast: Cast) -> None:
    professional, officer = cast["professional"], cast["security_officer"]
    close_unreviewed_accounts(NOW + timedelta(days=91 + 14))
    officer.refresh_from_db()
    professional.refresh_from_db()
    assert (officer.is_active, professional.is_active) == (False, True)
    close_unreviewed_accounts(NOW + timedelta(days=365 + 14))
    professional.refresh_from_db()
    assert not professional.is_active


def scoring(names: Iterable[str]) -> list[str]:
    """Name the fields that would give people a score or a place in a rank."""
    return [name for name in names if set(name.split(".")[-1].split("_")) & SCORING]


def test_nothing_about_people_is_a_score_or_a_rank() -> None:
    names = [f"{m._meta.label}.{field.name}" for m in apps.get_models() for field in m._meta.get_fields()]
    assert "accounts.User.email" in names
    assert scoring(names) == []


@pytest.mark.parametrize("name", ["cases.Candidate.score", "cases.Candidate.trust_rating", "x.Y.rank", "x.Y.punten"])
def test_a_planted_score_is_caught(name: str) -> None:
    assert scoring([name]) == [name]


def somebody(*roles: Role, police: bool = False) -> Actor:
    """Make somebody with these roles."""
    return Actor(id=_ID, organisation=_ID, roles=frozenset(roles), police=police)


def test_the_police_never_opens_a_case_file() -> None:
    assert may_open_case_files(somebody(Role.PROFESSIONAL))
    for role in Role:
        assert not may_open_case_files(somebody(role, police=True)), role
    assert not may_be_held([Role.PROFESSIONAL], police=True)
    assert is_police("jan@eenheid.politie.nl", "municipality")
    assert is_police("jan@voorbeeld.example", "police")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PROFESSIONAL, Role.DECISION_MAKER}))
def test_who_manages_or_watches_opens_no_case_file(role: Role) -> None:
    assert not may_open_case_files(somebody(role))


def test_the_fg_holds_no_other_role() -> None:
    assert may_be_held([Role.FG], police=False)
    for role in set(Role) - {Role.FG}:
        assert not may_be_held([Role.FG, role], police=False), role


@pytest.mark.parametrize(
    ("advice", "may"),
    [
        (None, False),
        (Advice("low", "not_needed", date(2027, 1, 1)), True),
        (Advice("low", "not_needed", date(2026, 11, 26)), False),
        (Advice("high", "not_needed", date(2027, 1, 1)), False),
        (Advice("high", "done", date(2027, 1, 1)), True),
        (Advice("medium", "running", date(2027, 1, 1)), False),
    ],
)
def test_without_a_valid_advice_of_the_fg_no_case_file_opens(advice: Advice | None, *, may: bool) -> None:
    assert bool(may_have_case_files(advice, date(2026, 11, 27), production=True)) is may


def test_alarms_on_staff_stay_off_until_the_works_council_agreed() -> None:
    fg = somebody(Role.FG)
    assert not may_see_alarms(fg, _ID, works_council_agreed=False)
    assert may_see_alarms(fg, _ID, works_council_agreed=True)
    assert not may_see_alarms(fg, None, works_council_agreed=True)
