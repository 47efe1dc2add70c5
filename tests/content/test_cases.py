"""The shipped content of the case files: nothing to report, plain, free of what marks people, and with its sources."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.cases.engine.shipped import FILES, PROFILES, bibliography, path_of

from sleutelwerk.cases.engine.agreements import Agreement, load_agreement
from sleutelwerk.cases.engine.allowances import Allowances, Counts, load_allowances
from sleutelwerk.cases.engine.check_texts import texts
from sleutelwerk.cases.engine.clauses import FieldKind
from sleutelwerk.cases.engine.evaluation import Evaluation, Level, load_evaluation
from sleutelwerk.cases.engine.letters import Letter, load_letter
from sleutelwerk.cases.engine.retention import Retention, Term, Unit, load_retention
from sleutelwerk.core.plain_language import reading_ease
from sleutelwerk.core.yaml_source import read_yaml
from sleutelwerk.function_profiles.content import KIND as PROFILE_SETS
from sleutelwerk.function_profiles.content import published_profiles
from sleutelwerk.function_profiles.engine.inherit import steps
from sleutelwerk.privacy.content import newest_words, published_guard
from sleutelwerk.publishing.content import shipped_root, versions_of

SOURCES = bibliography()
ROOTS = (shipped_root(),)
#: What B(iv) names as topics of an agreement, and what B0 adds.
TOPICS = {
    "doel", "taken", "contactpersoon", "looptijd", "stoppen", "informant", "delen", "grens", "opschrijven", "belangen",
    "vergoeding", "leren", "veiligheid", "zichtbaar", "terugkoppeling", "verzekering", "incidenten", "klacht", "einde",
    "berichten", "justitie", "gezinnen", "opvolging", "antwoordtijd", "bankafschrift", "papieren", "beoordeling",
}  # fmt: skip


def agreement() -> Agreement:
    loaded = load_agreement(path_of("agreement"), PROFILES, SOURCES)
    assert loaded.value is not None
    return loaded.value


def allowances(name: str) -> Allowances:
    loaded = load_allowances(path_of(name), SOURCES)
    assert loaded.value is not None
    return loaded.value


def letter(name: str) -> Letter:
    loaded = load_letter(path_of(name), SOURCES)
    assert loaded.value is not None
    return loaded.value


def retention() -> Retention:
    loaded = load_retention(path_of("retention"), SOURCES)
    assert loaded.value is not None
    return loaded.value


def evaluation() -> Evaluation:
    loaded = load_evaluation(path_of("evaluation"), SOURCES)
    assert loaded.value is not None
    return loaded.value


def every_text(path: Path) -> list[str]:
    return [text for _, text in texts(read_yaml(path).data)]


@pytest.mark.parametrize("name", FILES)
def test_the_guard_for_free_text_has_nothing_to_say(name: str) -> None:
    guard = published_guard(ROOTS, *newest_words(ROOTS))
    assert [remark.words for text in every_text(path_of(name)) for remark in guard.examine(text)] == []


@pytest.mark.parametrize("name", FILES)
def test_what_is_ours_says_so_and_names_the_list_of_its_sources(name: str) -> None:
    data: Any = read_yaml(path_of(name)).data
    assert data["bibliography"] == {"slug": SOURCES.slug, "version": SOURCES.version}
    assert "whitepaper" not in " ".join(every_text(path_of(name))).lower()


def test_the_profiles_are_those_that_there_are() -> None:
    newest = versions_of(ROOTS, PROFILE_SETS, "sleutelwerk")[-1]
    found = steps(published_profiles(ROOTS, "sleutelwerk", newest).profiles)
    assert agreement().profiles == tuple(one.id for one in found)


def test_every_topic_is_there_with_a_reason_for_the_professional() -> None:
    found = agreement()
    assert {one.id for one in found.topics} >= TOPICS
    assert {one.group for one in found.topics} == {one.id for one in found.groups}
    assert all(one.sources and one.why for one in found.topics)


def test_an_agreement_reads_far_easier_than_b1() -> None:
    spoken = " ".join(clause.text for topic in agreement().topics for clause in topic.section.clauses)
    score = reading_ease(spoken)
    assert score is not None
    assert score > 85


def test_a_field_has_room_for_little_and_says_what_belongs_in_it() -> None:
    fields = [one for topic in agreement().topics for clause in topic.section.clauses for one in clause.fields]
    assert fields
    assert all(one.limit <= 240 for one in fields if one.kind in {FieldKind.TEXT, FieldKind.CONTACT})


@pytest.mark.parametrize(
    ("name", "year", "amounts"),
    [("allowances", 2026, (22_000, 220_000, 575, 340)), ("allowances-2025", 2025, (21_000, 210_000, 560, 330))],
)
def test_the_amounts_are_those_of_their_year(name: str, year: int, amounts: tuple[int, ...]) -> None:
    table = allowances(name)
    limits = table.limits
    assert table.year == year
    assert (limits.month_cents, limits.year_cents, limits.hour_cents, limits.hour_under_21_cents) == amounts
    assert len(limits.evidence) == 2


def test_the_list_of_kinds_is_the_same_each_year_and_never_pays_for_information() -> None:
    kinds = {one.id: one.counts for one in allowances("allowances").kinds}
    assert kinds == {one.id: one.counts for one in allowances("allowances-2025").kinds}
    assert kinds == {
        "kosten": Counts.PROVEN_COSTS,
        "vrijwilligersvergoeding": Counts.FEE,
        "training": Counts.NEVER,
        "dank": Counts.IN_KIND,
        "uren-via-organisatie": Counts.ELSEWHERE,
        "contract": Counts.ELSEWHERE,
        "baan": Counts.ELSEWHERE,
    }
    assert any("per tip" in text for text in allowances("allowances").never)


def test_the_card_on_benefits_says_what_it_must() -> None:
    card = allowances("allowances").benefits
    assert {one.id for one in card.rows} >= {"bijstand", "bijstand-jong", "giften", "uwv"}
    assert "niets door" in card.nothing_passed_on
    assert any("jonger dan 27" in text for text in card.plain)


def test_the_terms_are_those_that_are_required() -> None:
    rules = {one.id: one for one in retention().rules}
    assert rules["kandidaat-afgewezen"].term == Term(28, Unit.DAYS)
    assert rules["kandidaat-afgewezen"].longest == Term(1, Unit.YEARS)
    assert rules["vergoedingen"].term == Term(7, Unit.YEARS)
    assert rules["signalen"].longest == Term(90, Unit.DAYS)
    assert not any(one.confirmed_by_archivist for one in rules.values())
    assert rules["afspraken"].warnings


def test_every_sign_to_stop_says_what_to_do_first_and_suspicions_are_never_noted() -> None:
    stop = {one.id: one for one in evaluation().of(Level.STOP)}
    assert len(stop) == 9
    assert all(one.first for one in stop.values())
    assert {one.id for one in stop.values() if not one.noted} >= {"over-personen", "verdenking", "politie-stuurt"}


def test_a_letter_tells_how_to_hand_it_over() -> None:
    assert all(letter(name).handing_over for name in ("information", "outcome"))
