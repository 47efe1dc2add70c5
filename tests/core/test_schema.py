"""Schema findings: Dutch, with the place, what is wrong and how to mend it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sleutelwerk.core import schema
from sleutelwerk.core.findings import Finding, Position
from sleutelwerk.core.schema import check_schema, shipped_schema
from sleutelwerk.core.yaml_source import parse_yaml

SCHEMAS = sorted(
    path.name.removesuffix(".schema.json") for path in Path(schema.__file__).parents[1].glob("content/schemas/*")
)


def of_list(source: str) -> list[Finding]:
    head = "schema: sleutelwerk/bibliography/1\nslug: proef\nversion: 1\n"
    return check_schema(parse_yaml((head + source).encode(), "bron.yaml"), "bibliography")


GOOD = "{id: D1, title: Boek, publisher: Uitgever, checked: 2026-11-24}"


def test_every_shipped_schema_is_a_schema_with_descriptions_in_every_property() -> None:
    assert len(SCHEMAS) >= 5
    for name in SCHEMAS:
        found = shipped_schema(name)
        Draft202012Validator.check_schema(found)
        assert list(_undescribed(found)) == []


def _undescribed(part: Any, path: str = "") -> Any:
    if isinstance(part, dict):
        for key, inner in part.get("properties", {}).items():
            target = inner.get("$ref", "")
            if "description" not in inner and target not in {
                "#/$defs/checked",
                "#/$defs/id",
                "#/$defs/version",
                "#/$defs/card",
            }:
                yield f"{path}.{key}"
        for key, inner in part.items():
            yield from _undescribed(inner, f"{path}.{key}")
    elif isinstance(part, list):
        for inner in part:
            yield from _undescribed(inner, path)


def test_nothing_wrong() -> None:
    assert of_list(f"sources:\n  - {GOOD}\n") == []


@pytest.mark.parametrize(
    ("source", "code", "position", "says"),
    [
        ("sources: []\n", "too-few", (4, 10), "minstens 1"),
        ("sources: {}\n", "wrong-type", (4, 10), "een lijst"),
        ("bronnen: []\n", "unknown-key", (4, 1), "bronnen"),
        ("sourcs: []\n", "unknown-key", (4, 1), "Bedoelt u 'sources'?"),
        ("slug2: x\nsources: []\n", "unknown-key", (4, 1), "Bedoelt u 'slug'?"),
        (f"sources:\n  - {GOOD.replace('D1', 'd1')}\n", "wrong-form", (5, 10), "hoofdletter"),
        (f"sources:\n  - {GOOD.replace('Boek', chr(39) * 2)}\n", "wrong-form", (5, 21), "ontbreekt de tekst"),
        (f"sources:\n  - {GOOD.replace('Boek', '3')}\n", "wrong-type", (5, 21), "een heel getal"),
        (f"sources:\n  - {GOOD.replace('Boek', '1.5')}\n", "wrong-type", (5, 21), "een getal"),
        (f"sources:\n  - {GOOD.replace('Boek', 'true')}\n", "wrong-type", (5, 21), "true of false"),
        (f"sources:\n  - {GOOD.replace('Boek', '')}\n", "wrong-type", (5, 20), "niets"),
        (f"sources:\n  - {GOOD.replace('Boek', 'x' * 301)}\n", "too-long", (5, 21), "301 tekens"),
        (f"sources:\n  - {GOOD.replace('2026-11-24', '2026-02-30')}\n", "wrong-date", (5, 57), "bestaande datum"),
        (f"sources:\n  - {GOOD.replace('D1', 'D1, year: 1200')}\n", "too-low", (5, 20), "kleiner dan 1800"),
        (f"sources:\n  - {GOOD.replace('D1', 'D1, year: 9999')}\n", "too-high", (5, 20), "groter dan 2200"),
    ],
)
def test_one_thing_wrong(source: str, code: str, position: tuple[int, int], says: str) -> None:
    finding = next(finding for finding in of_list(source) if finding.code == code)
    assert finding.position == Position(*position)
    assert says in f"{finding.message} {finding.mend}"


def test_a_missing_key_is_reported_where_it_should_stand() -> None:
    findings = of_list("sources:\n  - {id: D1, title: Boek}\n")
    assert [(f.code, f.position) for f in findings] == [("missing-key", Position(5, 5))] * 2
    assert "publisher" in findings[0].message + findings[1].message


def test_a_wrong_constant_and_a_wrong_choice() -> None:
    document = parse_yaml(b"schema: sleutelwerk/bibliografie/1\nslug: a\nversion: 1\nsources: []\n", "f")
    finding = next(f for f in check_schema(document, "bibliography") if f.code == "not-allowed")
    assert "sleutelwerk/bibliography/1" in finding.mend
    document = parse_yaml(b"outcomes: [{kind: xyz}]\n", "f")
    finding = next(f for f in check_schema(document, "route-map") if f.code == "not-allowed")
    assert "Kies uit: profile, stop, first, none." in finding.mend


def test_too_many_is_said_for_lists_and_for_conditions() -> None:
    options = [{"id": f"o{i}"} for i in range(8)]
    data = {"questions": [{"options": options}, {"options": [{"to": [{"when": {"fact": "a", "not": {"fact": "b"}}}]}]}]}
    found = check_schema(parse_yaml(json.dumps(data).encode(), "f"), "route-map")
    assert {"Hier staan er 8; het mogen er hoogstens 7 zijn.", "Hier staan er 2; het mogen er hoogstens 1 zijn."} <= {
        f.message for f in found if f.code == "too-many"
    }


def test_a_short_text_and_long_values_are_shortened() -> None:
    words = json.dumps({"allowed_words": [{"word": "x", "reason": "kort"}], "slug": "X" * 200})
    found = check_schema(parse_yaml(words.encode(), "f"), "route-map")
    assert next(f for f in found if f.code == "too-short").message == "Deze tekst is korter dan 15 tekens."
    assert "…" in next(f for f in found if f.code == "wrong-form").message


def test_a_last_newline_does_not_slip_past_a_pattern() -> None:
    assert [
        f.code for f in of_list(f"sources:\n  - {GOOD.replace('D1', chr(34) + 'D1' + chr(92) + 'n' + chr(34))}\n")
    ] == ["wrong-form"]


@pytest.mark.parametrize("source", [b"[]", b"tekst", b"3", b"~", b"sources: [[], 3, ~]"])
def test_anything_may_be_offered(source: bytes) -> None:
    for name in SCHEMAS:
        assert check_schema(parse_yaml(source, "f"), name)


def test_findings_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "MAX_FINDINGS", 5)
    assert len(of_list("".join(f"k{i}: 1\n" for i in range(50)))) == 5
