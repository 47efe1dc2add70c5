"""The order of the handreiking: parts by theme, chapters as they are needed, nothing promised that is not there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.handbook.material import TITLES, an_article, shipped

from sleutelwerk.deliberation.engine.model import Sheet
from sleutelwerk.function_profiles.engine.inherit import steps
from sleutelwerk.handbook.engine.blocks import UnknownMark, words_of
from sleutelwerk.handbook.engine.compose import Material, compose, for_the_key_figure
from sleutelwerk.handbook.engine.methods import method_sheets, method_words
from sleutelwerk.handbook.engine.model import (
    Chapter,
    Comparison,
    Handbook,
    Layer,
    Paragraph,
    Posters,
    Questions,
    Run,
    Staircase,
    Table,
    Words,
    WritingSheets,
)
from sleutelwerk.knowledge.engine.articles.model import Audience, Phase, Theme
from sleutelwerk.route_map.engine.draw.sheets import question_numbers


@pytest.fixture(scope="module")
def material() -> Material:
    return shipped()


@pytest.fixture(scope="module")
def whole(material: Material) -> Handbook:
    return compose(material, TITLES)


def chapters(handbook: Handbook, part: str) -> list[Chapter]:
    """Give the chapters of a part."""
    return [chapter for one in handbook.parts if one.id == part for chapter in one.chapters]


def test_parts_follow_the_work_and_are_numbered(whole: Handbook) -> None:
    order = [theme.value for theme in Theme]
    found = [part.id for part in whole.parts]
    assert found == [name for name in (*order, "beraad") if name in found]
    assert [part.number for part in whole.parts] == list(range(1, len(found) + 1))
    numbers = [chapter.number for part in whole.parts for chapter in part.chapters]
    assert numbers == [f"{part.number}.{n}" for part in whole.parts for n in range(1, len(part.chapters) + 1)]


def test_choosing_begins_with_profiles_and_map(whole: Handbook) -> None:
    kinds = [type(chapter.content) for chapter in chapters(whole, "kiezen")]
    assert kinds[:9] == [Staircase, Layer, Layer, Layer, Layer, Layer, Comparison, Posters, Questions]
    assert set(kinds[9:]) <= {Words}


def test_every_article_stands_there_once(material: Material, whole: Handbook) -> None:
    labels = [chapter.label for part in whole.parts for chapter in part.chapters] + [one.label for one in whole.annexes]
    assert len(labels) == len(set(labels))
    assert {f"artikel-{article.slug}" for article in material.articles} <= set(labels)


def test_what_is_for_the_key_figure_stands_apart(material: Material, whole: Handbook) -> None:
    assert [one.label for one in whole.annexes] == [
        f"artikel-{article.slug}" for article in material.articles if for_the_key_figure(article)
    ]
    assert whole.annexes
    assert all(one.number == "" for one in whole.annexes)


def test_a_chapter_tells_its_sections(whole: Handbook) -> None:
    words = [one.content for part in whole.parts for one in part.chapters if isinstance(one.content, Words)]
    assert words
    assert all(one.sections and {heading.level for heading in one.sections} == {1} for one in words)


def test_an_article_that_others_read_too_is_no_annex() -> None:
    both = an_article("samen", audience=(Audience.KEY_FIGURE, Audience.PROFESSIONAL))
    assert not for_the_key_figure(both)


def test_articles_come_in_the_order_in_which_they_are_needed(material: Material) -> None:
    dilemmas: dict[str, Any] = {"theme": Theme.DILEMMAS, "audience": (Audience.PROFESSIONAL,)}
    late = an_article("later", phase=(Phase.AFTER,), title="Aan het eind", **dilemmas)
    early = an_article("eerder", phase=(Phase.BEFORE, Phase.AFTER), title="Vooraf", **dilemmas)
    made = compose(replace(material, articles=(late, early)), TITLES)
    assert [chapter.label for chapter in chapters(made, "dilemmas")] == ["artikel-eerder", "artikel-later"]


def test_a_theme_without_articles_has_no_part(material: Material) -> None:
    made = compose(replace(material, articles=(), methods=()), TITLES)
    assert [part.id for part in made.parts] == ["kiezen"]
    assert made.annexes == ()


def test_methods_have_a_part_as_soon_as_there_is_one(material: Material) -> None:
    assert all(part.id != "beraad" for part in compose(replace(material, methods=()), TITLES).parts)
    method = replace(material.methods[0], title="Korte reflectie", checked="2026-11-28")
    made = compose(replace(material, methods=(method,)), TITLES)
    assert made.parts[-1].title == "Beraad"
    chapter, sheets = made.parts[-1].chapters
    assert isinstance(chapter.content, Words)
    assert isinstance(sheets.content, WritingSheets)
    assert sheets.title == "Korte reflectie: vellen om op te schrijven"
    assert (chapter.title, chapter.content.checked) == ("Korte reflectie", "2026-11-28")
    assert made.dated == "2026-11-28"
    assert made.ingredients[-1].title == "Korte reflectie"


def test_there_is_a_sheet_for_each_step_in_which_something_is_written(material: Material) -> None:
    method = material.methods[0]
    silent = replace(method.steps[0], sheet=replace(method.steps[0].sheet, top="", columns=()))
    table = Sheet(
        top="De vraag", columns=("Wie", "A"), rows=("Hijzelf", "Lege stoel"), blank_rows=2, note="Geen namen."
    )
    written = replace(method.steps[1], sheet=table)
    (sheet,) = method_sheets(replace(method, steps=(silent, written))).sheets
    assert (sheet.step, sheet.title, sheet.minutes) == (2, written.title, written.minutes)
    assert (sheet.top, sheet.columns, sheet.note) == ("De vraag", ("Wie", "A"), "Geen namen.")
    assert (sheet.rows, sheet.named) == (("Hijzelf", "Lege stoel", "", ""), True)
    talked = compose(replace(material, methods=(replace(method, steps=(silent,)),)), TITLES)
    assert [one.content.kind for one in talked.parts[-1].chapters] == ["words"]


def test_a_method_tells_when_to_choose_it_and_how_long_each_step_takes(material: Material) -> None:
    first = material.methods[0].steps[0]
    method = replace(
        material.methods[0],
        people=(3, 9),
        steps=(
            replace(first, title="Vraag", purpose="Scherp.", minutes=10, shortest=10, skip=False),
            replace(first, title="Kijk", purpose="Breed.", minutes=20, shortest=12, skip=False),
            replace(first, title="Rust", purpose="Stil.", minutes=5, shortest=3, skip=True),
        ),
    )
    *said, table = method_words(method, TITLES.method_words).blocks
    lines = [words_of(one.runs) for one in said if isinstance(one, Paragraph)]
    assert lines[1] == f"Wanneer wel: {method.choose_when}"
    assert lines[2] == f"Wanneer niet: {method.choose_not_when}"
    assert lines[4].startswith(
        "Mensen en tijd: 3 tot 9 mensen, 35 minuten. Is er weinig tijd? Dan kan het in 25 minuten"
    )
    assert isinstance(table, Table)
    assert [tuple(words_of(cell) for cell in row) for row in table.rows] == [
        ("Vraag", "Scherp.", "10"),
        ("Kijk", "Breed.", "20 (kan in 12)"),
        ("Rust", "Stil.", "5 (kan in 3), mag vervallen"),
    ]
    no_shorter = replace(method, steps=method.steps[:1])
    told = [
        words_of(one.runs)
        for one in method_words(no_shorter, TITLES.method_words).blocks[:5]
        if isinstance(one, Paragraph)
    ]
    assert told[4] == "Mensen en tijd: 3 tot 9 mensen, 10 minuten."


def test_links_find_every_kind_of_chapter(material: Material) -> None:
    body = (
        "[a](artikel:proef) [b](artikel:weg) [c](profiel:verbinder) [d](profiel:weg) [e](profielen:) "
        "[f](routekaart:) [g](contact:)"
    )
    made = compose(replace(material, articles=(an_article("proef", body, theme=Theme.BEGIN),)), TITLES)
    (chapter,) = chapters(made, "beginnen")
    assert isinstance(chapter.content, Words)
    (paragraph,) = chapter.content.blocks
    assert isinstance(paragraph, Paragraph)
    links = {run.text: run.link for run in paragraph.runs if isinstance(run, Run) and run.text.strip()}
    assert links == {
        "a": "artikel-proef", "b": "", "c": "profiel-verbinder", "d": "", "e": "profielen", "f": "routekaart",
        "g": "contact",
    }  # fmt: skip


def test_an_unknown_mark_stops_it(material: Material) -> None:
    with pytest.raises(UnknownMark, match="'stuk', regel 2"):
        compose(replace(material, articles=(an_article("stuk", "\n---\n"),)), TITLES)


def test_every_point_of_the_profiles_stands_there_once(material: Material, whole: Handbook) -> None:
    layers = [one.content for one in chapters(whole, "kiezen") if isinstance(one.content, Layer)]
    found = [point.text for layer in layers for group in layer.groups for point in group.points]
    expected = [item.text for layer in material.profiles.layers for item in layer.items]
    assert sorted(found) == sorted(expected)


def test_what_no_longer_holds_is_said_where_it_goes(material: Material, whole: Handbook) -> None:
    gone = {
        one.content.id: len(one.content.dropped) for one in chapters(whole, "kiezen") if isinstance(one.content, Layer)
    }
    assert gone == {layer.id: len(layer.drops) for layer in material.profiles.layers}


def test_the_comparison_tells_differences_only(material: Material, whole: Handbook) -> None:
    (content,) = (one.content for one in chapters(whole, "kiezen") if isinstance(one.content, Comparison))
    assert [column.id for column in content.columns] == [layer.id for layer in steps(material.profiles)]
    rows = [row for _, found in content.lists for row in found]
    assert rows
    assert all(set(row.holdings) != {"holds"} for row in rows)


def test_every_question_and_end_of_the_map_is_told(material: Material, whole: Handbook) -> None:
    (content,) = (one.content for one in chapters(whole, "kiezen") if isinstance(one.content, Questions))
    asked = [one for _, stretches in content.parts for stretch in stretches for one in stretch.questions]
    numbers = question_numbers(material.route_map)
    assert {one.number for one in asked} == set(numbers.values())
    assert len(asked) == len(material.route_map.questions)
    assert sum(len(one.answers) for one in asked) == sum(len(one.options) for one in material.route_map.questions)
    assert len(content.ends) == len(material.route_map.outcomes)
    ways = [way for one in asked for answer in one.answers for way in answer.ways]
    assert all(bool(way.number) is not bool(way.end) for way in ways)
    assert any(way.otherwise for way in ways)
    assert any(answer.first for one in asked for answer in one.answers)


def test_a_map_of_one_part_has_one_part(material: Material) -> None:
    only = tuple(one for one in material.route_map.sections if one.part.value == "assignment")
    names = {one.id for one in only}
    smaller = replace(
        material.route_map,
        sections=only,
        questions=tuple(one for one in material.route_map.questions if one.section in names),
    )
    made = compose(replace(material, route_map=smaller), TITLES)
    (content,) = (one.content for one in chapters(made, "kiezen") if isinstance(one.content, Questions))
    assert [name for name, _ in content.parts] == ["assignment"]


def test_sources_are_numbered_without_gaps(whole: Handbook) -> None:
    assert [one.number for one in whole.sources] == list(range(1, len(whole.sources) + 1))


def test_the_hash_changes_with_every_kind_of_content(material: Material) -> None:
    article = replace(material.articles[0], content_hash="0" * 64)
    changed = [
        replace(material, articles=(article, *material.articles[1:])),
        replace(material, articles=material.articles[1:]),
        replace(material, terms=replace(material.terms, all=material.terms.all[1:])),
        replace(material, article_sources=replace(material.article_sources, content_hash="0")),
        replace(material, profile_sources=replace(material.profile_sources, content_hash="0")),
        replace(material, route_sources=replace(material.route_sources, content_hash="0")),
        replace(material, profiles=replace(material.profiles, content_hash="0")),
        replace(material, route_map=replace(material.route_map, content_hash="0")),
        replace(material, methods=material.methods[1:]),
    ]
    hashes = [one.content_hash for one in (material, *changed)]
    assert len(set(hashes)) == len(hashes)
    assert replace(material, articles=material.articles[::-1]).content_hash == material.content_hash
