"""Finding the set to show, checked once and then taken from the cache."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.function_profiles.sets import small_set, write

from sleutelwerk.function_profiles import content
from sleutelwerk.publishing.content import ContentError, NoSuchContent, content_roots


@pytest.fixture(autouse=True)
def _forget() -> None:
    content.published_profiles.cache_clear()


def test_an_organisations_own_set_goes_first(tmp_path: Path) -> None:
    write(tmp_path, small_set())
    assert content.newest_set(content_roots(tmp_path)) == ("klein", 1)
    assert content.newest_set(content_roots()) == ("sleutelwerk", 1)


def test_the_newest_version_is_shown(tmp_path: Path) -> None:
    folder = write(tmp_path, small_set())
    (folder.parent / "10").mkdir()
    assert content.newest_set((tmp_path,)) == ("klein", 10)


def test_without_any_set(tmp_path: Path) -> None:
    (tmp_path / "function_profiles" / "leeg").mkdir(parents=True)
    with pytest.raises(NoSuchContent):
        content.newest_set((tmp_path,))


def test_a_set_with_errors_is_never_shown(tmp_path: Path) -> None:
    files = small_set()
    del files["waarnemer"]["card"]
    write(tmp_path, files)
    with pytest.raises(ContentError, match="no-card"):
        content.published_profiles((tmp_path,), "klein", 1)


def test_what_was_checked_is_taken_from_the_cache_until_a_file_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "content", small_set())
    cache = tmp_path / "cache"
    roots = (tmp_path / "content",)
    first = content.published_profiles(roots, "klein", 1, cache)
    content.published_profiles.cache_clear()

    def no_parsing(folder: Path) -> object:
        message = f"{folder} was checked again"
        raise AssertionError(message)

    with monkeypatch.context() as patched:
        patched.setattr(content, "load_profiles", no_parsing)
        again = content.published_profiles(roots, "klein", 1, cache)
        assert again.profiles == first.profiles
        assert again.bibliography.sources == first.bibliography.sources
        content.published_profiles.cache_clear()
        layer = folder / "waarnemer.yaml"
        layer.write_text(layer.read_text().replace("Tekst tasks", "Ander werk"))
        with pytest.raises(AssertionError, match="checked again"):
            content.published_profiles(roots, "klein", 1, cache)


def test_the_cached_set_equals_a_freshly_read_one() -> None:
    from sleutelwerk.function_profiles.engine.load import load_profiles  # noqa: PLC0415 - as the command line reads it

    shown = content.current().profiles
    read = load_profiles(content_roots()[-1] / "function_profiles" / "sleutelwerk" / "1").profiles
    assert shown == read
