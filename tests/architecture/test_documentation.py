"""Every setting and every command, with each of its options, is described in the reference."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from sleutelwerk.accounts.rules.roles import SPECIAL, Role
from sleutelwerk.cli import main

READERS = frozenset({"text", "flag", "number", "names", "folder"})


def settings_in(source: str) -> set[str]:
    """Name the settings that a module reads from the environment."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return {
        f"SLEUTELWERK_{call.args[0].value!s}"
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in READERS
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "env"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


def commands_in(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """Give every command below one, with its full name."""
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            assert found is not None
            yield from commands_in(found, f"{name} {child}")


def undocumented(names: set[str], reference: str) -> set[str]:
    """Name what the reference does not mention as code."""
    return {name for name in names if f"`{name}`" not in reference and f"`{name} " not in reference}


def undocumented_options(command: click.Command, reference: str) -> set[str]:
    """Name the options of a command that the reference does not mention."""
    options = {option for parameter in command.params for option in parameter.opts if option.startswith("--")}
    return {option for option in options if option not in reference}


@pytest.fixture
def settings_source(repository: Path) -> str:
    return (repository / "src" / "sleutelwerk" / "config" / "settings.py").read_text(encoding="utf-8")


@pytest.fixture
def settings_reference(repository: Path) -> str:
    return (repository / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")


@pytest.fixture
def commands_reference(repository: Path) -> str:
    return (repository / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")


def test_every_setting_is_documented(settings_source: str, settings_reference: str) -> None:
    settings = settings_in(settings_source)
    assert "SLEUTELWERK_DATA" in settings
    assert undocumented(settings, settings_reference) == set()


def test_every_command_is_documented(commands_reference: str) -> None:
    commands = dict(commands_in(main, "sleutelwerk"))
    assert "sleutelwerk start" in commands
    assert undocumented(set(commands), commands_reference) == set()
    missing = {name: undocumented_options(command, commands_reference) for name, command in commands.items()}
    assert {name: options for name, options in missing.items() if options} == {}


def test_a_planted_setting_is_caught(settings_reference: str) -> None:
    planted = settings_in('SHED = env.text("SHED")\n')
    assert undocumented(planted, settings_reference) == {"SLEUTELWERK_SHED"}


def test_a_planted_command_and_option_are_caught(commands_reference: str) -> None:
    @click.command()
    @click.option("--no-such-option")
    def shed(no_such_option: str) -> None:
        """Do nothing with it."""
        click.echo(no_such_option)

    group = click.Group("sleutelwerk", {"shed": shed})
    commands = dict(commands_in(group, "sleutelwerk"))
    assert undocumented(set(commands), commands_reference) == {"sleutelwerk shed"}
    assert undocumented_options(shed, commands_reference) == {"--no-such-option"}


@pytest.fixture
def roles_reference(repository: Path) -> str:
    return (repository / "docs" / "reference" / "roles.md").read_text(encoding="utf-8")


def role_rows() -> list[str]:
    """Give the row that each role must have in the reference."""
    often = {True: "elk kwartaal", False: "elk jaar"}
    return [f"| {role.label} | `{role}` | {role.does} | {often[role in SPECIAL]} |" for role in Role]


def test_every_role_is_documented_as_it_is(roles_reference: str) -> None:
    assert [row for row in role_rows() if row not in roles_reference] == []


def test_a_planted_role_is_caught(roles_reference: str) -> None:
    assert "| Koning | `king` |" not in roles_reference
    assert all(row not in roles_reference.replace("elk jaar", "nooit") for row in role_rows() if "elk jaar" in row)


#: A page with pictures must open on a phone in the field as well.
MOST_BYTES = 120_000
PICTURED = re.compile(r"!\[([^\]]+)\]\(([^)]+\.png)\)")


def pictures_in(page: Path) -> list[tuple[str, Path]]:
    """Give the pictures of a page, each with what it says to whoever does not see it."""
    return [(said, (page.parent / name).resolve()) for said, name in PICTURED.findall(page.read_text("utf-8"))]


def test_every_picture_is_there_small_and_told_in_words(repository: Path) -> None:
    pages = [repository / "README.md", *sorted((repository / "docs").rglob("*.md"))]
    shown = [(page.name, said, path) for page in pages for said, path in pictures_in(page)]
    wrong = [
        (page, path.name)
        for page, said, path in shown
        if not path.is_file() or path.stat().st_size >= MOST_BYTES or len(said) < 20
    ]
    assert wrong == []
    there = {path.resolve() for path in (repository / "docs" / "images").glob("*.png")}
    assert {path for _page, _said, path in shown} == there


def rooms_missing(said: str, rooms: frozenset[str]) -> list[str]:
    """Name the rooms that a page does not mention as a word of its own, in code."""
    in_lines = re.sub(r"```.*?```", "", said, flags=re.DOTALL)
    told = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`]+)`", in_lines))))
    return sorted(rooms - told)


def test_the_readme_and_the_house_name_every_room(repository: Path) -> None:
    source = repository / "src" / "sleutelwerk"
    rooms = frozenset(path.parent.name for path in source.glob("*/__init__.py"))
    assert len(rooms) > 10
    for page in ("README.md", "docs/explanation/house.md"):
        assert rooms_missing((repository / page).read_text("utf-8"), rooms) == [], page


def test_a_room_that_no_page_names_is_caught() -> None:
    assert rooms_missing("`cases > vault` and privacy in passing", frozenset({"cases", "privacy"})) == ["privacy"]
