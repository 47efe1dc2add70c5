"""The picture of a map: nothing overlaps, everything is there, and print stays readable, for any valid map."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from itertools import combinations
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sleutelwerk.route_map.engine.draw import Drawing, draw, to_svg
from sleutelwerk.route_map.engine.draw.blocks import CARD_WIDTH, CHIP_WIDTH, condition_text
from sleutelwerk.route_map.engine.draw.lanes import Interval, assign_lanes
from sleutelwerk.route_map.engine.draw.layout import CHIP_GAP, Layout
from sleutelwerk.route_map.engine.draw.measure import text_width, wrap
from sleutelwerk.route_map.engine.draw.sheets import A3_HEIGHT, A3_WIDTH, question_numbers
from sleutelwerk.route_map.engine.draw.svg import Lit
from sleutelwerk.route_map.engine.model import (
    AllOf,
    Answered,
    AnyOf,
    Branch,
    Fact,
    FactIsSet,
    LimitAllows,
    Not,
    Option,
    Outcome,
    OutcomeKind,
    Part,
    Question,
    RouteMap,
    Section,
)
from sleutelwerk.route_map.engine.order import reading_order

PROFILES = ("vertaler", "verbinder", "waarnemer", "ambassadeur")
WORDS = "wij vragen of de mensen in de wijk hier zelf ook iets van vinden verantwoordelijkheidsgevoel".split()
Box = tuple[float, float, float, float]


def drawable_map(seed: int, questions: int, sections: int) -> RouteMap:
    """A random map with long and short texts, conditions, stops, things to do first and two parts."""
    chance = random.Random(seed)
    person_from = questions - questions // 3

    def words(most: int) -> str:
        return " ".join(chance.choices(WORDS, k=chance.randint(1, most))).capitalize()

    def branches(index: int, last: int, profiles: list[str]) -> tuple[Branch, ...]:
        ahead = [f"q{i}" for i in range(index + 1, min(last, index + 9))]
        ends = [*ahead, *profiles, "stop", "geen", "eerst"]
        if index and chance.random() < 0.3:
            earlier = Answered(f"q{chance.randrange(index)}", frozenset({"a0"}))
            return (Branch(chance.choice(ends), earlier), Branch(chance.choice(ends)))
        return (Branch(chance.choice(ahead or ends)),)

    def question(index: int) -> Question:
        person = index >= person_from
        last = questions if person else person_from
        profiles = [f"{'past' if person else 'zoek'}-{p}" for p in PROFILES]
        options = tuple(
            Option(f"a{i}", words(9), "Daarom.", branches(index, last, profiles),
                   first="eerst" if chance.random() < 0.25 else None)
            for i in range(chance.randint(2, 7))
        )  # fmt: skip
        section = min(index * sections // questions, sections - 1)
        return Question(f"q{index}", f"s{section}", words(25) + "?", "Omdat.", options, ("eigen-oordeel",),
                        about_person=person, short=words(2)[:24])  # fmt: skip

    asked = tuple(question(index) for index in range(questions))
    persons = {q.section for q in asked if q.about_person}
    outcomes = [
        Outcome(f"{kind}-{p}", OutcomeKind.PROFILE, words(6), "Zo.", profile=p)
        for kind in ("zoek", "past")
        for p in PROFILES
    ]
    outcomes += [
        Outcome("stop", OutcomeKind.STOP, words(8), "Stop."),
        Outcome("geen", OutcomeKind.NONE, words(8), "Geen."),
        Outcome("eerst", OutcomeKind.FIRST, words(8), "Eerst."),
    ]
    return RouteMap(
        "proef", 1, "Proefkaart", "Proef.", "Eigen tekst.", "2026-11-24", "q0", ("sleutelwerk", 1), PROFILES,
        tuple(Section(f"s{i}", words(4), Part.PERSON if f"s{i}" in persons else Part.ASSIGNMENT)
              for i in range(sections)),
        (Fact("stil", "De rol blijft in stilte. Daarom.", "verbinder"),), (), asked, tuple(outcomes),
    )  # fmt: skip


def overlap(one: Box, other: Box, slack: float = 0.2) -> bool:
    """Tell whether two boxes (left, top, right, bottom) share more than an edge."""
    return (
        one[0] + slack < other[2]
        and other[0] + slack < one[2]
        and one[1] + slack < other[3]
        and other[1] + slack < one[3]
    )


def solid_boxes(layout: Layout) -> list[Box]:
    """Every card (with its section heading), sign and step of a sheet."""
    boxes: list[Box] = []
    for placed in layout.blocks:
        boxes.append((placed.x, placed.y - placed.block.section_height, placed.x + CARD_WIDTH, placed.bottom))
        for row, top in zip(placed.block.rows, placed.row_tops(), strict=True):
            if row.chip:
                middle, right = top + row.height / 2, placed.x - CHIP_GAP
                half = row.chip.height / 2
                boxes.append((right - CHIP_WIDTH, middle - half, right, middle + half))
    boxes += [(s.x, s.y, s.x + s.width, s.y + s.height) for s in layout.stairs]
    return boxes


def text_boxes(svg: str) -> list[tuple[Box, str]]:
    """Every text of a picture with the room that it takes."""
    found = []
    for text in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"):  # noqa: S314 - our own output
        size, words = float(text.attrib["font-size"]), text.text or ""
        x, y = float(text.attrib["x"]), float(text.attrib["y"])
        width = text_width(words, size, bold="font-weight" in text.attrib)
        found.append(((x, y - 0.75 * size, x + width, y + 0.2 * size), words))
    return found


def upright(layout: Layout) -> list[tuple[str, float, float, float]]:
    """The upright stretches of all lines that do not follow the road: target, x, top, bottom."""
    return [
        (way.row.target or "", a[0], min(a[1], b[1]), max(a[1], b[1]))
        for way in layout.ways
        if not way.road
        for a, b in zip(way.line, way.line[1:], strict=False)
        if a[0] == b[0]
    ]


maps = st.builds(
    drawable_map,
    seed=st.integers(0, 10_000),
    questions=st.integers(3, 30),
    sections=st.integers(1, 4),
)


def every_sheet(route_map: RouteMap) -> list[Drawing]:
    """The pictures for the screen and those for paper."""
    return [draw(route_map), draw(route_map, paper=True)]


@settings(max_examples=25, deadline=None)
@given(maps)
def test_nothing_overlaps(route_map: RouteMap) -> None:
    """Cards, signs, steps and texts keep clear of each other, and no two lines share a lane."""
    for drawing in every_sheet(route_map):
        for sheet in drawing.sheets:
            boxes = solid_boxes(sheet.layout)
            assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
            texts = text_boxes(to_svg(sheet))
            assert not [(a[1], b[1]) for a, b in combinations(texts, 2) if overlap(a[0], b[0], slack=0.6)]
            lines = upright(sheet.layout)
            assert not [
                (a, b)
                for a, b in combinations(lines, 2)
                if a[0] != b[0] and abs(a[1] - b[1]) < 1 and a[2] < b[3] - 1 and b[2] < a[3] - 1
            ]
            assert all(x1 >= 0 and x2 <= sheet.layout.width for x1, _, x2, _ in boxes)
            assert all(y1 >= 0 and y2 <= sheet.layout.height for _, y1, _, y2 in boxes)


@settings(max_examples=25, deadline=None)
@given(maps)
def test_everything_is_there(route_map: RouteMap) -> None:
    """Every question stands in the picture once, with every answer, and every line ends at its target."""
    for drawing in every_sheet(route_map):
        drawn = [placed.block for sheet in drawing.sheets for placed in sheet.layout.blocks]
        assert sorted(block.id for block in drawn) == sorted(q.id for q in route_map.questions)
        for block in drawn:
            question = next(q for q in route_map.questions if q.id == block.id)
            answers = {option for row in block.rows if not row.signpost for option in row.options}
            assert answers == set(range(len(question.options)))
            for index, option in enumerate(question.options):
                leads = {row.leads_to for row in block.rows if index in row.options} - {None}
                assert leads == {branch.to for branch in option.branches}


@settings(max_examples=15, deadline=None)
@given(maps)
def test_paper_is_readable(route_map: RouteMap) -> None:
    """Every paper sheet fits on A3 at true size with no type under 9 points (a single card may need more room)."""
    for sheet in draw(route_map, paper=True).sheets:
        sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', to_svg(sheet))]
        assert min(sizes) >= 9
        if len(sheet.questions) > 1:
            assert sheet.layout.width <= A3_WIDTH
            assert sheet.layout.height <= A3_HEIGHT


def test_a_large_map_gets_an_overview_and_a_sheet_per_section() -> None:
    """Above forty questions: first the sections with their number of questions, then sheets that each fit on paper."""
    route_map = drawable_map(7, 60, 6)
    drawing = draw(route_map)
    assert drawing.sheets[0].title == "Overzicht"
    assert drawing.sheets[0].questions == tuple(section.id for section in route_map.sections)
    assert "10 vragen" in to_svg(drawing.sheets[0])
    of_question = {q.id: q.section for q in route_map.questions}
    for sheet in drawing.sheets[1:]:
        assert len({of_question[question] for question in sheet.questions}) == 1
        assert sheet.layout.width <= A3_WIDTH


def test_an_overview_names_stops_only_where_a_section_has_them() -> None:
    """A section from which one only goes on says nothing about stops; one that leads back says so in words."""
    route_map = drawable_map(7, 60, 6)
    first, last = route_map.questions[0], route_map.questions[-1]
    onward = tuple(replace(q, options=(Option("a0", "Ja", "Zo.", (Branch("q30"),)),)) for q in route_map.questions[:10])
    back = replace(last, options=(Option("a0", "Ja", "Zo.", (Branch("q30"),)),))
    changed = replace(route_map, questions=(*onward, *route_map.questions[10:-1], back))
    blocks = {placed.block.id: placed.block for placed in draw(changed).sheets[0].layout.blocks}
    of_first = [" ".join(row.lines) for row in blocks[first.section].rows]
    assert len(of_first) == 1
    assert of_first[0].startswith("naar ")
    assert any(" ".join(row.lines).startswith("terug naar ") for row in blocks[last.section].rows)


def test_the_walked_route_is_lit_without_colour_too() -> None:
    """A walked answer is outlined, ticked and drawn thicker; a link carries an address and a name."""
    route_map = drawable_map(3, 9, 2)
    sheet = draw(route_map).sheets[0]
    question = route_map.questions[0]
    plain = to_svg(sheet)
    lit = to_svg(
        sheet,
        lit=Lit({question.id: (0, question.options[0].branches[-1].to)}),
        link=lambda kind, name: f"#{kind}-{name}",
    )
    assert 'stroke-width="4.6"' not in plain
    assert "l1.7 1.9 l3.1 -3.7" in lit
    assert 'stroke-width="2.6"' in lit
    assert f'href="#question-{question.id}"' in lit
    assert f"Vraag 1: {question.text}" in lit


def test_a_picture_is_plain_xml_that_a_strict_page_allows() -> None:
    """No style, script or outside address in a picture; hostile texts stay texts."""
    route_map = drawable_map(5, 6, 1)
    hostile = Question(
        "q0", "s0", '<script>alert("&")</script>', "w", route_map.questions[0].options, ("x",), short="<b>"
    )
    route_map = RouteMap(**{**as_fields(route_map), "questions": (hostile, *route_map.questions[1:])})
    svg = to_svg(draw(route_map).sheets[0], footer="Blad 1")
    assert "<script" not in svg
    assert "style=" not in svg
    assert not re.search(r"https?://(?!www\.w3\.org)", svg)
    assert "Blad 1" in svg
    assert ET.fromstring(svg).tag.endswith("svg")  # noqa: S314 - our own output


def as_fields(route_map: RouteMap) -> dict[str, Any]:
    """The fields of a map by name."""
    return {name: getattr(route_map, name) for name in route_map.__slots__}


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (LimitAllows("waarnemer"), "waarnemer kan"),
        (Not(LimitAllows("waarnemer")), "waarnemer kan niet"),
        (FactIsSet("stil"), "geldt: ‘De rol blijft in stilte’"),
        (Not(FactIsSet("stil")), "niet geldt: ‘De rol blijft in stilte’"),
        (AllOf((FactIsSet("stil"), LimitAllows("verbinder"))), "geldt: ‘De rol blijft in stilte’ en verbinder kan"),
        (
            Not(AnyOf((FactIsSet("stil"), LimitAllows("verbinder")))),
            "niet geldt: ‘De rol blijft in stilte’ en verbinder kan niet",
        ),
        (AnyOf((FactIsSet("stil"), LimitAllows("verbinder"))), "geldt: ‘De rol blijft in stilte’ of verbinder kan"),
    ],
)
def test_conditions_are_said_in_words(condition: object, words: str) -> None:
    """A signpost says in Dutch when it applies."""
    assert condition_text(drawable_map(1, 3, 1), condition) == words  # type: ignore[arg-type]


def test_a_condition_on_an_answer_names_the_question_and_the_answers() -> None:
    """An answer that does not count is said by those that do."""
    route_map = drawable_map(2, 4, 1)
    question = route_map.questions[0]
    first, others = question.options[0].text, [option.text for option in question.options[1:]]
    yes = Answered(question.id, frozenset({"a0"}))
    assert condition_text(route_map, yes) == f"u bij vraag 1 ‘{first}’ koos"
    assert condition_text(route_map, Not(yes)) == f"u bij vraag 1 ‘{'’ of ‘'.join(others)}’ koos"


def test_reading_order_puts_every_question_before_those_it_leads_to() -> None:
    """Questions in a muddled file are numbered in the order in which one meets them."""
    route_map = drawable_map(11, 12, 2)
    muddled = RouteMap(**{**as_fields(route_map), "questions": tuple(reversed(route_map.questions))})
    numbers = question_numbers(muddled)
    assert sorted(numbers.values()) == list(range(1, 13))
    for question in muddled.questions:
        for option in question.options:
            for branch in option.branches:
                assert branch.to not in numbers or numbers[question.id] < numbers[branch.to]
    assert len(draw(muddled).sheets) == 2


def test_reading_order_keeps_questions_in_a_circle() -> None:
    """A broken map can still be shown: what goes round in a circle comes last."""
    to_b, to_a = Option("x", "x", "x", (Branch("b"),)), Option("x", "x", "x", (Branch("a"),))
    questions = (Question("a", "s", "A?", "w", (to_b,), ()), Question("b", "s", "B?", "w", (to_a,), ()))
    route_map = RouteMap(**{**as_fields(drawable_map(1, 3, 1)), "questions": questions})
    assert [question.id for question in reading_order(route_map)] == ["a", "b"]


def test_lanes_never_share_a_stretch() -> None:
    """Lines that run beside each other get lanes of their own; lines that do not may share one."""
    lanes = assign_lanes([Interval("lang", 0, 100), Interval("kort", 10, 20), Interval("later", 40, 50)])
    assert lanes["lang"] != lanes["kort"]
    assert lanes["kort"] == lanes["later"] == 0


def test_words_are_broken_only_when_they_must_be() -> None:
    """Lines stay within the width; a word wider than the line is cut; a limit ends in an ellipsis."""
    text = "Een verantwoordelijkheidsgevoel dat past"
    lines = wrap(text, 60, 9)
    assert all(text_width(line, 9) <= 60 for line in lines)
    assert "".join(lines).replace("-", "").replace(" ", "") == text.replace(" ", "")
    shortened = wrap(text, 60, 9, most=2)
    assert len(shortened) == 2
    assert shortened[-1].endswith("…")
