"""Content files: found, cached by what is in them, and pinned once published."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sleutelwerk.core.findings import Finding
from sleutelwerk.core.yaml_source import MAX_BYTES, Document
from sleutelwerk.publishing.content import (
    LOCK_FILE,
    ContentError,
    NoSuchContent,
    changed_since_publication,
    checked_data,
    content_roots,
    folder_of,
    publish,
    shipped_root,
    versions_of,
)


class Check:
    """Counts how often something was really read."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, document: Document) -> tuple[Finding, ...]:
        self.times += 1
        return document.findings


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for version in ("1", "2", "10"):
        folder = tmp_path / "own" / "kaarten" / "proef" / version
        folder.mkdir(parents=True)
        (folder / "kaart.yaml").write_text(f"versie: {version}\ngetal: 1.5\n", "utf-8")
    (tmp_path / "own" / "kaarten" / "proef" / "concept").mkdir()
    return tmp_path / "own"


def test_finding_a_version(root: Path) -> None:
    roots = (root, shipped_root())
    assert folder_of(roots, "kaarten", "proef", 2) == root / "kaarten" / "proef" / "2"
    assert versions_of(roots, "kaarten", "proef") == (1, 2, 10)
    assert versions_of(roots, "kaarten", "weg") == ()
    assert folder_of(roots, "bibliography", "sleutelwerk", 1).is_relative_to(shipped_root())
    assert content_roots(root) == roots
    assert content_roots() == (shipped_root(),)


@pytest.mark.parametrize(("slug", "version"), [("proef", 3), ("weg", 1), ("../kaarten/proef", 1), ("", 1)])
def test_a_version_that_is_not_there(root: Path, slug: str, version: int) -> None:
    with pytest.raises(NoSuchContent):
        folder_of([root], "kaarten", slug, version)
    assert versions_of([root], "kaarten", "../kaarten/proef") == ()


def test_the_cache_gives_the_same_data_without_reading_again(root: Path, tmp_path: Path) -> None:
    path, cache, check = root / "kaarten/proef/1/kaart.yaml", tmp_path / "cache", Check()
    first = checked_data(path, check, cache=cache)
    again = checked_data(path, check, cache=cache)
    assert first == again == {"versie": 1, "getal": 1.5}
    assert check.times == 1


def test_other_content_or_another_base_is_checked_again(root: Path, tmp_path: Path) -> None:
    path, cache, check = root / "kaarten/proef/1/kaart.yaml", tmp_path / "cache", Check()
    checked_data(path, check, cache=cache)
    checked_data(path, check, cache=cache, rests_on="andere profielen")
    path.write_text("versie: 7\n", "utf-8")
    assert checked_data(path, check, cache=cache) == {"versie": 7}
    assert check.times == 3


def test_a_broken_or_unwritable_cache_only_costs_time(root: Path, tmp_path: Path) -> None:
    path, cache, check = root / "kaarten/proef/1/kaart.yaml", tmp_path / "cache", Check()
    checked_data(path, check, cache=cache)
    (kept,) = cache.iterdir()
    kept.write_bytes(b"{half")
    assert checked_data(path, check, cache=cache) == {"versie": 1, "getal": 1.5}
    assert json.loads(kept.read_bytes())["versie"] == 1
    blocked = tmp_path / "bestand"
    blocked.write_text("geen map", "utf-8")
    assert checked_data(path, check, cache=blocked) == {"versie": 1, "getal": 1.5}
    assert checked_data(path, check) == {"versie": 1, "getal": 1.5}


def test_a_write_that_fails_half_way_leaves_nothing(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    cache = tmp_path / "cache"
    assert checked_data(root / "kaarten/proef/1/kaart.yaml", Check(), cache=cache) == {"versie": 1, "getal": 1.5}
    assert list(cache.iterdir()) == []


def test_errors_are_raised_and_never_cached(root: Path, tmp_path: Path) -> None:
    path, cache, check = root / "kaarten/proef/1/kaart.yaml", tmp_path / "cache", Check()
    path.write_text("a: [", "utf-8")
    for _ in range(2):
        with pytest.raises(ContentError) as raised:
            checked_data(path, check, cache=cache)
        assert raised.value.findings[0].code == "syntax"
        assert str(path) in str(raised.value)
    assert check.times == 2
    with pytest.raises(ContentError):
        checked_data(root / "weg" / "a" / "1" / "b.yaml", check, cache=cache)


def test_a_huge_file_is_not_hashed_for_the_cache(root: Path, tmp_path: Path) -> None:
    path = root / "kaarten/proef/1/kaart.yaml"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    with pytest.raises(ContentError) as raised:
        checked_data(path, Check(), cache=tmp_path / "cache")
    assert raised.value.findings[0].code == "too-big"


def test_a_published_version_never_changes(root: Path) -> None:
    assert changed_since_publication(root) == []
    publish(root, ["kaarten/proef/1"])
    publish(root, ["kaarten/proef/2"])
    assert list(json.loads((root / LOCK_FILE).read_text("utf-8"))) == [
        "kaarten/proef/1/kaart.yaml",
        "kaarten/proef/2/kaart.yaml",
    ]
    assert changed_since_publication(root) == []
    (root / "kaarten/proef/10/kaart.yaml").write_text("versie: 11\n", "utf-8")
    assert changed_since_publication(root) == []
    (root / "kaarten/proef/1/kaart.yaml").write_text("versie: 3\n", "utf-8")
    (root / "kaarten/proef/2/kaart.yaml").unlink()
    assert [f.code for f in changed_since_publication(root)] == ["published-changed", "published-missing"]
    with pytest.raises(ContentError):
        publish(root, ["kaarten/proef/10"])


def test_what_ships_as_published_is_unchanged() -> None:
    assert changed_since_publication(shipped_root()) == []
