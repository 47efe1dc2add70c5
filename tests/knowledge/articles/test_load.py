"""Reading articles: from files and bytes, whatever they hold, with every finding at its own line."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.knowledge.articles.texts import BODY, FIRST, FRONT, KNOWN, codes, file_of, read

from sleutelwerk.core.canonical import content_hash
from sleutelwerk.core.yaml_source import parse_yaml
from sleutelwerk.knowledge.engine.articles.load import MAX_BYTES, load_article, load_articles, read_article
from sleutelwerk.knowledge.engine.articles.model import Access, Audience, Phase, Theme


def put(root: Path, raw: bytes, slug: str = "proefstuk", version: str = "1") -> Path:
    path = root / slug / version / "article.md"
    path.parent.mkdir(parents=True)
    path.write_bytes(raw)
    return path


def test_a_right_file_becomes_an_article() -> None:
    loaded = read()
    assert loaded.findings == ()
    found = loaded.article
    assert found is not None
    assert (found.slug, found.version, found.title) == ("proefstuk", 1, "Een proefstuk")
    assert (found.theme, found.phase, found.audience) == (Theme.BEGIN, (Phase.BEFORE,), (Audience.PROFESSIONAL,))
    assert (found.access, found.gated, found.checked) == (Access.PUBLIC, False, "2026-11-27")
    assert (found.bibliography, found.keywords, found.related) == (("sleutelwerk", 1), ("beginnen",), ("ander-stuk",))
    assert (found.sources, found.names_sources) == (("D1",), ("D1",))
    assert found.body == BODY
    assert found.content_hash == content_hash({"front": parse_yaml(FRONT.encode(), "x").data, "body": BODY})


def test_line_ends_of_windows_read_the_same() -> None:
    unix, windows = read_article(file_of(), "a", KNOWN), read_article(file_of().replace(b"\n", b"\r\n"), "a", KNOWN)
    assert unix.article == windows.article is not None


@pytest.mark.parametrize("raw", [b"", b"Hallo", b"---\nslug: x\n", b"--\n---\n", b"\n---\nslug: x\n---\n"])
def test_a_file_without_its_data_says_so(raw: bytes) -> None:
    loaded = read_article(raw, "article.md", KNOWN)
    assert (loaded.article, codes(loaded)) == (None, ["no-front-matter"])


def test_what_is_wrong_in_the_data_stands_at_its_line_in_the_file() -> None:
    loaded = read(
        front=FRONT.replace("theme: beginnen", "theme: iets").replace("checked: 2026-11-27", "checked: gisteren")
    )
    assert loaded.article is None
    assert {(one.code, one.position.line) for one in loaded.findings} >= {("not-allowed", 8), ("wrong-form", 12)}


def test_yaml_that_cannot_be_read_stands_at_its_line() -> None:
    loaded = read(front=FRONT.replace("title: Een", "title: [Een"))
    assert loaded.article is None
    assert loaded.findings[0].position.line >= 5


@pytest.mark.parametrize("character", ["\0", "\x07", "\u202e", "\u2066", "\ufeff", "\u200b"])
def test_characters_that_nobody_sees_are_refused_in_the_body_where_they_stand(character: str) -> None:
    loaded = read(f"Een.\n\nTwee {character} drie.\n")
    allowed = parse_yaml(f"a: x{character}y".encode(), "x").findings == ()
    if allowed:
        assert "bad-character" not in codes(loaded)
    else:
        assert (loaded.article, codes(loaded)) == (None, ["bad-character"])
        assert (loaded.findings[0].position.line, loaded.findings[0].position.column) == (FIRST + 2, 6)


@pytest.mark.parametrize("character", ["\0", "\u202e"])
def test_nul_and_direction_marks_are_among_those(character: str) -> None:
    assert codes(read(f"Twee {character} drie.\n")) == ["bad-character"]
    assert codes(read(front=FRONT.replace("Een proefstuk", f"Een {character} proefstuk"))) == ["bad-character"]


def test_bytes_that_are_no_text_are_reported() -> None:
    loaded = read_article(file_of()[:-1] + b"\xff\n", "article.md", KNOWN)
    assert (loaded.article, codes(loaded)) == (None, ["bad-utf8"])
    assert loaded.findings[0].position.line == FIRST + 4


def test_the_largest_article_is_read_and_one_byte_more_is_not() -> None:
    filler = "Een gewone zin. " * 20_000
    fits = file_of("## Kop\n\n" + filler[: MAX_BYTES - len(file_of("## Kop\n\n"))])
    assert len(fits) == MAX_BYTES
    assert read_article(fits, "article.md", KNOWN).article is not None
    assert codes(read_article(fits + b"x", "article.md", KNOWN)) == ["too-big"]


def test_a_file_is_read_at_its_place(tmp_path: Path) -> None:
    assert load_article(put(tmp_path, file_of()), KNOWN).article is not None


def test_a_file_at_another_place_is_refused_for_each_name_that_differs(tmp_path: Path) -> None:
    loaded = load_article(put(tmp_path, file_of(), "anders", "2"), KNOWN)
    assert (loaded.article, codes(loaded)) == (None, ["wrong-place", "wrong-place"])


def test_a_file_that_is_not_there_and_one_that_is_wrong(tmp_path: Path) -> None:
    assert codes(load_article(tmp_path / "proefstuk" / "1" / "article.md", KNOWN)) == ["no-file"]
    assert codes(load_article(put(tmp_path, b"x"), KNOWN)) == ["no-front-matter"]


def test_several_files_give_those_that_are_right_and_all_findings(tmp_path: Path) -> None:
    other = FRONT.replace("slug: proefstuk", "slug: ander-stuk").replace("[ander-stuk]", "[proefstuk]")
    paths = [put(tmp_path, file_of()), put(tmp_path, file_of(front=other), "ander-stuk"), put(tmp_path, b"x", "kapot")]
    loaded = load_articles(paths, KNOWN)
    assert [one.slug for one in loaded.articles] == ["ander-stuk", "proefstuk"]
    assert [one.code for one in loaded.findings] == ["no-front-matter"]
