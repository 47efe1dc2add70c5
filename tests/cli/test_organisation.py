"""`sleutelwerk organisation` as an operator gives it, on a real installation: what it makes, refuses and tells."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.audit.installations import Installation, installation

pytestmark = pytest.mark.django_db

ASK = """
from django.test import Client
from sleutelwerk.accounts.models import OneTimeLink, Organisation
def status(secret):
    return Client(HTTP_HOST="localhost").get(f"/aan-de-slag/{secret}/").status_code
"""
LINK = re.compile(r"Open deze link \(één keer, binnen een dag\): http://localhost:(\d+)/aan-de-slag/([\w-]{43})/\n")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation that nobody has started yet."""
    with installation(tmp_path_factory.mktemp("site") / "data") as made:
        yield made


def link(said: subprocess.CompletedProcess[str]) -> tuple[str, str]:
    """Give the port and the secret of the link that a command printed."""
    assert said.returncode == 0, said.stderr
    found = LINK.fullmatch(said.stdout)
    assert found, said.stdout
    return found[1], found[2]


def ask(site: Installation, what: str) -> str:
    """Ask the installation something."""
    return site.run(f"{ASK}print({what})", uuid.uuid4()).strip()


def test_the_house_is_first_and_its_newest_link_is_the_one_that_works(site: Installation) -> None:
    _, first = link(site.command("organisation", "link"))
    port, second = link(site.command("organisation", "link", "--port", "9000"))
    assert port == "9000"
    assert ask(site, f"[status('{first}'), status('{second}')]") == "[404, 200]"
    house, *others = site.command("organisation", "list").stdout.splitlines()
    assert re.fullmatch(r"[0-9a-f-]{36}  \(nog zonder naam\) \(huis\): wacht op inrichten", house), house
    assert not any("(huis)" in one for one in others)


def test_an_organisation_is_added_found_by_name_or_number_and_linked_again(site: Installation) -> None:
    _, secret = link(site.command("organisation", "add", "  Wijkteam   Oost "))
    assert ask(site, f"status('{secret}')") == "200"
    line = next(one for one in site.command("organisation", "list").stdout.splitlines() if "Wijkteam" in one)
    number, rest = line.split("  ", 1)
    assert rest == "Wijkteam Oost: wacht op inrichten"
    for which in ("Wijkteam Oost", number):
        _, newer = link(site.command("organisation", "link", which))
        assert ask(site, f"[status('{secret}'), status('{newer}')]") == "[404, 200]"
        secret = newer


def test_names_that_are_shared_are_told_apart_by_number(site: Installation) -> None:
    for _ in range(2):
        link(site.command("organisation", "add", "Dubbel"))
    refused = site.command("organisation", "link", "Dubbel")
    assert refused.returncode == 2
    assert "meer organisaties met deze naam" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["add", ""], "Geef de organisatie een naam."),
        (["add", " \t "], "Geef de organisatie een naam."),
        (["add", "x" * 121], "Deze naam is te lang. Neem hooguit 120 tekens."),
        (["add"], "Er ontbreekt 'NAAM'."),
        (["link", "Bestaat Niet"], "Deze organisatie is er niet."),
        (["link", ""], "Deze organisatie is er niet."),
        (["link", "--port", "x"], "--port"),
        (["onzin"], "bestaat niet"),
    ],
)
def test_what_cannot_be_done_ends_with_2_and_in_dutch(site: Installation, arguments: list[str], says: str) -> None:
    refused = site.command("organisation", *arguments)
    assert refused.returncode == 2
    assert says in refused.stderr
    assert "Traceback" not in refused.stderr
    assert refused.stdout == ""


def test_the_trail_of_an_organisation_is_found_by_name_or_number(site: Installation, tmp_path: Path) -> None:
    for name in ("Wijkteam West", "Twee", "Twee"):
        link(site.command("organisation", "add", name))
    listed = site.command("organisation", "list").stdout.splitlines()
    number = next(one for one in listed if "Wijkteam West" in one).split("  ", 1)[0]
    write = "from sleutelwerk.accounts.models import Organisation\n"
    site.run(f"{write}chain = Organisation.objects.get(name='Wijkteam West').pk\nwrite()", uuid.uuid4())
    by_name = site.command("audit", "verify", "--organisation", "Wijkteam West")
    assert by_name.returncode == 0, by_name.stderr
    assert f"rganisatie {number}: " in by_name.stdout
    assert site.command("audit", "purge", "--dry-run", "--organisation", number).returncode == 0
    exported = site.command("audit", "export", "--organisation", "Wijkteam West", "-o", tmp_path / "west.zip")
    assert number in exported.stdout, exported.stderr
    for which, says in (
        ("Twee", "meer organisaties met deze naam"),
        ("Nergens", "Deze organisatie is er niet."),
        ("", "Deze organisatie is er niet."),
        (str(uuid.uuid4()), "Er is geen logboek van organisatie"),
    ):
        for command in ("verify", "export", "purge"):
            refused = site.command("audit", command, "--organisation", which)
            assert (refused.returncode, says in refused.stderr, refused.stdout) == (2, True, ""), (command, refused)


def test_what_has_been_set_up_gets_no_link_that_would_go_round_its_administrator(site: Installation) -> None:
    link(site.command("organisation", "add", "Ingericht"))
    link(site.command("organisation", "link"))
    links = "OneTimeLink.objects.filter(used_at=None).count()"
    site.run(f"{ASK}Organisation.objects.update(set_up_at=datetime.now(UTC))", uuid.uuid4())
    site.run(f"{ASK}OneTimeLink.objects.all().delete()", uuid.uuid4())
    for which in ([], ["Ingericht"]):
        refused = site.command("organisation", "link", *which)
        assert refused.returncode == 2
        assert "al ingericht" in refused.stderr
    assert ask(site, links) == "0"
    assert "Ingericht: ingericht" in site.command("organisation", "list").stdout
    site.run(f"{ASK}Organisation.objects.update(set_up_at=None)", uuid.uuid4())


def test_the_trail_tells_that_it_came_by_command_and_no_name(site: Installation) -> None:
    link(site.command("organisation", "add", "Geheime Naam"))
    said = site.run(
        "from sleutelwerk.audit.models import Entry\n"
        "for body in Entry.objects.filter(kind__in=['organisation_added', 'set_up_link_made'])"
        ".values_list('body', flat=True): print(body)",
        uuid.uuid4(),
    )
    lines = said.splitlines()
    assert len(lines) >= 2
    assert all('"via":"command"' in one for one in lines)
    assert '"kind":"organisation_added"' in said
    assert "Geheime" not in said


def test_a_name_cannot_steer_the_terminal_of_whoever_lists(site: Installation) -> None:
    link(site.command("organisation", "add", "Rood\x1b[31m\u202e"))
    listed = site.command("organisation", "list").stdout
    assert "Rood\N{REPLACEMENT CHARACTER}[31m" in listed
    assert "\x1b" not in listed


def test_help_needs_no_data_and_a_wrong_folder_is_told_and_not_made(site: Installation, tmp_path: Path) -> None:
    bare = {name: value for name, value in site.environment.items() if name != "SLEUTELWERK_DATABASE_URL"}
    nowhere = Installation(bare | {"SLEUTELWERK_DATA": str(tmp_path / "nowhere")})
    for arguments in (["--help"], ["add", "--help"], ["link", "--help"], ["list", "--help"]):
        helped = nowhere.command("organisation", *arguments)
        assert (helped.returncode, helped.stderr) == (0, "")
        assert "Gebruik:" in helped.stdout
    for command in (["organisation", "list"], ["organisation", "add", "Oost"], ["upkeep", "run"], ["upkeep", "list"]):
        refused = nowhere.command(*command)
        assert refused.returncode == 2
        assert "De database gaat niet open. Zet SLEUTELWERK_DATA" in refused.stderr
        assert "Traceback" not in refused.stderr
    assert not (tmp_path / "nowhere").exists()
    unfit = Installation(bare | {"SLEUTELWERK_THREADS": "veel"}).command("organisation", "list")
    assert (unfit.returncode, "SLEUTELWERK_THREADS" in unfit.stderr) == (2, True)


@pytest.mark.own_sqlite
def test_a_database_that_a_command_makes_is_for_the_owner_only(site: Installation, tmp_path: Path) -> None:
    bare = {name: value for name, value in site.environment.items() if name != "SLEUTELWERK_DATABASE_URL"}
    folder = tmp_path / "data"
    folder.mkdir()
    link(Installation(bare | {"SLEUTELWERK_DATA": str(folder)}).command("organisation", "link"))
    for made in folder.iterdir():
        assert stat.S_IMODE(made.stat().st_mode) & 0o077 == 0, made.name


def test_in_production_the_link_leads_to_the_site_itself(tmp_path: Path) -> None:
    code = """
import sys
from django.conf import settings
settings.configure(PRODUCTION=True, ALLOWED_HOSTS=["sleutelwerk.gemeente.example"])
from sleutelwerk.cli.organisation import _print_link
_print_link("geheim", 8000)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.stdout.endswith(": https://sleutelwerk.gemeente.example/aan-de-slag/geheim/\n"), done.stderr
