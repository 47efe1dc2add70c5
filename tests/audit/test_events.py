"""Events: each is listed by its room, described in the reference, and has one meaning."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from types import ModuleType

import pytest

from sleutelwerk.audit.queries import known_events
from sleutelwerk.core.events import Event, Retention, collect

#: The class of an event in the words of the reference.
CLASSES = {
    "aanmelden": Retention.SIGN_IN,
    "inzien": Retention.ACCESS,
    "veranderen": Retention.CHANGE,
    "incident": Retention.INCIDENT,
    "vernietigen": Retention.DESTRUCTION,
}
ROW = re.compile(r"^\| `(\w+)` \| (\w+)(, weigering)? \| (.+) \|$", re.MULTILINE)


def events_made_outside(package: Path) -> list[str]:
    """Name the places that make an event elsewhere than in the list of a room."""
    found = []
    for path in package.rglob("*.py"):
        if path.stem == "events" or path.parent.name == "events":
            continue
        calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        found += [
            f"{path.relative_to(package)}:{call.lineno}"
            for call in calls
            if isinstance(call.func, ast.Name) and call.func.id == "Event"
        ]
    return sorted(found)


def described(reference: str) -> dict[str, tuple[Retention, bool, str]]:
    """Read the reference."""
    return {
        name: (CLASSES[retention], bool(refusal), meaning)
        for name, retention, refusal, meaning in ROW.findall(reference)
    }


def test_every_event_is_described_and_nothing_else(repository: Path) -> None:
    reference = (repository / "docs" / "reference" / "audit-events.md").read_text(encoding="utf-8")
    events = known_events()
    assert "entries_purged" in events
    assert described(reference) == {
        name: (event.retention, event.refusal, event.meaning_nl) for name, event in events.items()
    }


def test_every_event_is_listed_by_its_room(repository: Path) -> None:
    assert events_made_outside(repository / "src" / "sleutelwerk") == []


def test_planted_events_are_caught(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "actions.py").write_text("\nX = Event('case_read', 'access', '')\n")
    (tmp_path / "cases" / "events.py").write_text("X = Event('case_read', 'access', '')\n")
    assert events_made_outside(tmp_path) == ["cases/actions.py:2"]
    assert described("| `cow_milked` | inzien, weigering | Een koe. |\n") == {
        "cow_milked": (Retention.ACCESS, True, "Een koe.")
    }


def test_every_meaning_is_a_dutch_sentence() -> None:
    for event in known_events().values():
        assert re.fullmatch(r"[A-Z].+\.", event.meaning_nl), event.name


def test_one_name_has_one_meaning() -> None:
    one, other = ModuleType("one"), ModuleType("other")
    vars(one).update(A=Event("case_read", Retention.ACCESS, "Gelezen."), number=1)
    vars(other).update(A=Event("case_read", Retention.ACCESS, "Gelezen."))
    assert collect([one, other]) == {"case_read": Event("case_read", Retention.ACCESS, "Gelezen.")}
    vars(other).update(A=Event("case_read", Retention.CHANGE, "Gelezen."))
    with pytest.raises(ValueError, match="two meanings"):
        collect([one, other])
