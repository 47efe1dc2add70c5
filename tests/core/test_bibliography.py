"""The list of sources: loaded, checked and looked up."""

from __future__ import annotations

from pathlib import Path

from sleutelwerk.core.bibliography import load_bibliography
from sleutelwerk.core.findings import Position

HEAD = "schema: sleutelwerk/bibliography/1\nslug: proef\nversion: 1\nsources:\n"
LINE = "  - {id: %s, title: Boek, publisher: Uitgever, checked: 2026-11-24}\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "sources.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_good_list(tmp_path: Path) -> None:
    loaded = load_bibliography(written(tmp_path, HEAD + LINE % "D1" + LINE % "D2"))
    assert loaded.findings == ()
    assert loaded.bibliography is not None
    assert [source.id for source in loaded.bibliography.sources] == ["D1", "D2"]
    assert loaded.bibliography.by_id["D1"].publisher == "Uitgever"
    assert len(loaded.bibliography.content_hash) == 64
    assert loaded.bibliography.knows("D2")
    assert loaded.bibliography.knows("eigen-oordeel")
    assert not loaded.bibliography.knows("D3")


def test_twice_the_same_source(tmp_path: Path) -> None:
    loaded = load_bibliography(written(tmp_path, HEAD + LINE % "D1" + LINE % "D1"))
    assert loaded.bibliography is None
    assert [(f.code, f.position) for f in loaded.findings] == [("duplicate-id", Position(6, 10))]


def test_broken_lists(tmp_path: Path) -> None:
    for text in ("", "[]", "sources: 3", "sources: [3, {id: 4}]", "a: [", HEAD):
        loaded = load_bibliography(written(tmp_path, text))
        assert loaded.bibliography is None
        assert loaded.findings
    assert load_bibliography(tmp_path / "weg.yaml").findings[0].code == "no-file"
