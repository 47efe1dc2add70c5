"""The published map: checked once, then from the cache, and the same both ways."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.route_map.maps import KNOWN_PROFILES, good_map

from sleutelwerk.publishing.content import ContentError, NoSuchContent
from sleutelwerk.route_map import content
from sleutelwerk.route_map.content import published_map
from sleutelwerk.route_map.engine.known import KnownSources

SOURCES = KnownSources("proef", 1, frozenset())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "route_maps" / "proef" / "1"
    folder.mkdir(parents=True)
    (folder / "route.yaml").write_text(json.dumps(good_map()), "utf-8")
    return tmp_path


def test_through_the_cache_the_map_is_the_same(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    plain = published_map([root], "proef", 1, profiles=KNOWN_PROFILES, sources=SOURCES)
    first = published_map([root], "proef", 1, profiles=KNOWN_PROFILES, sources=SOURCES, cache=cache)
    # from here on reading the YAML would be an error
    monkeypatch.delattr(content, "check_document")
    again = published_map([root], "proef", 1, profiles=KNOWN_PROFILES, sources=SOURCES, cache=cache)
    assert plain == first == again
    assert again.content_hash


def test_a_map_with_errors_is_not_given(root: Path) -> None:
    data = good_map()
    data["start"] = "weg"
    (root / "route_maps/proef/1/route.yaml").write_text(json.dumps(data), "utf-8")
    with pytest.raises(ContentError) as raised:
        published_map([root], "proef", 1, profiles=KNOWN_PROFILES, sources=SOURCES)
    assert "unknown-question" in {finding.code for finding in raised.value.findings}


def test_a_map_that_is_not_there(root: Path) -> None:
    with pytest.raises(NoSuchContent):
        published_map([root], "proef", 2, profiles=KNOWN_PROFILES, sources=SOURCES)
