"""Where word lists come from: the shipped one, an organisation's own, checked once per content."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.privacy.lists import small_list, write

from sleutelwerk.privacy.content import current_guard, newest_words, published_guard
from sleutelwerk.privacy.engine.load import load_words
from sleutelwerk.publishing.content import ContentError, NoSuchContent, content_roots, file_hashes, shipped_root


def test_the_shipped_list_is_in_use() -> None:
    assert newest_words(content_roots()) == ("sleutelwerk", 1)
    assert current_guard().words.title == "Woorden die niet in een notitie horen"
    assert current_guard() is current_guard()


def test_an_organisation_may_bring_its_own(tmp_path: Path) -> None:
    files = small_list()
    write(tmp_path, files)
    roots = content_roots(tmp_path)
    guard = published_guard(roots, *newest_words(roots))
    assert [term.id for term in guard.words.terms] == ["imam", "moskee"]
    assert guard.examine("De Turk en de imam.")[0].words == "imam"


def test_what_was_checked_once_is_not_read_again(tmp_path: Path) -> None:
    folder = write(tmp_path, small_list())
    cache = tmp_path / "cache"
    first = published_guard((tmp_path,), "sleutelwerk", 1, cache)
    kept = sorted(cache.iterdir())
    assert len(kept) == 3
    published_guard.cache_clear()
    second = published_guard((tmp_path,), "sleutelwerk", 1, cache)
    assert first is not second
    assert first.words == second.words
    assert first.words.content_hash == load_words(folder).words.content_hash  # type: ignore[union-attr]
    assert sorted(cache.iterdir()) == kept


def test_a_list_with_errors_is_never_used(tmp_path: Path) -> None:
    files = small_list()
    del files["terms.yaml"]["kind"]
    write(tmp_path, files)
    with pytest.raises(ContentError, match="missing-key"):
        published_guard((tmp_path,), "sleutelwerk", 1)


def test_no_list_at_all(tmp_path: Path) -> None:
    (tmp_path / "guard" / "empty").mkdir(parents=True)
    with pytest.raises(NoSuchContent):
        newest_words((tmp_path,))


def test_the_files_of_the_list_are_among_those_that_are_pinned() -> None:
    assert "guard/sleutelwerk/1/guard.yaml" in file_hashes(shipped_root())
