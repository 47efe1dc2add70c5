"""Every rule that a schema cannot say: what breaks it is found, at its own place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.function_profiles.sets import Files, codes, findings, item, small_set

from sleutelwerk.core.findings import Severity
from sleutelwerk.function_profiles.engine.model import Kind


def spoil_duplicate_id(files: Files) -> None:
    files["basis"]["never"].append(item("basis", Kind.NEVER, text="Iets anders."))


def spoil_source(files: Files) -> None:
    files["vertaler"]["tasks"][0]["sources"] = ["C1", "C99"]


def spoil_precondition_of_vertaler(files: Files) -> None:
    files["vertaler"]["preconditions"] = [item("vertaler", Kind.PRECONDITIONS)]


def spoil_competence_of_verbinder(files: Files) -> None:
    files["verbinder"]["competences"] = [item("verbinder", Kind.COMPETENCES)]


def spoil_detail(files: Files) -> None:
    del files["waarnemer"]["risks"][0]["detail"]


def spoil_date(files: Files) -> None:
    # an item with a date of its own stays right
    del files["basis"]["checked"]
    for kind in Kind:
        for one in files["basis"].get(kind.value, ())[:1]:
            one["checked"] = "2026-11-24"
    del files["basis"]["never"][0]["checked"]


def spoil_need_unknown(files: Files) -> None:
    files["vertaler"]["tasks"][0]["needs"] = ["basis.never-twee"]


def spoil_need_of_itself(files: Files) -> None:
    files["vertaler"]["tasks"][0]["needs"] = ["vertaler.tasks-een"]


def spoil_need_of_higher(files: Files) -> None:
    files["vertaler"]["tasks"][0]["needs"] = ["verbinder.tasks-een"]


def spoil_need_of_unknown_layer(files: Files) -> None:
    files["vertaler"]["tasks"][0]["needs"] = ["nergens.tasks-een"]


def spoil_drop_unknown(files: Files) -> None:
    files["verbinder"]["drops"] = ["vertaler.tasks-twee"]


def spoil_drop_own(files: Files) -> None:
    files["verbinder"]["drops"] = ["verbinder.tasks-een"]


def spoil_drop_criterion(files: Files) -> None:
    files["verbinder"]["drops"] = ["basis.preconditions-een"]


def spoil_drop_twice(files: Files) -> None:
    files["verbinder"]["drops"] = ["vertaler.tasks-een", "vertaler.tasks-een"]


def spoil_drop_again_higher(files: Files) -> None:
    files["verbinder"]["drops"] = ["vertaler.tasks-een"]
    files["waarnemer"]["drops"] = ["vertaler.tasks-een"]


def spoil_dropped_but_needed_above(files: Files) -> None:
    files["verbinder"]["drops"] = ["vertaler.tasks-een"]
    files["waarnemer"]["tasks"][0]["needs"] = ["vertaler.tasks-een"]


def spoil_dropped_but_needed_below(files: Files) -> None:
    files["verbinder"]["drops"] = ["vertaler.tasks-een"]
    files["vertaler"]["start"][0]["needs"] = ["vertaler.tasks-een"]


def spoil_no_basis(files: Files) -> None:
    files["set"]["layers"] = ["vertaler", "verbinder", "waarnemer"]
    del files["basis"]
    del files["vertaler"]["builds_on"]
    files["vertaler"] |= {kind.value: [item("vertaler", kind)] for kind in (Kind.ARRANGEMENTS,)}


def spoil_layer_twice(files: Files) -> None:
    files["set"]["layers"].append("waarnemer")


def spoil_layer_name(files: Files) -> None:
    files["verbinder"]["id"] = "verbindster"


def spoil_step(files: Files) -> None:
    files["waarnemer"]["builds_on"] = "vertaler"


def spoil_step_of_basis(files: Files) -> None:
    files["basis"]["builds_on"] = "vertaler"


def spoil_card(files: Files) -> None:
    del files["waarnemer"]["card"]


def spoil_card_of_basis(files: Files) -> None:
    files["basis"]["card"] = files["vertaler"]["card"]


def spoil_empty_list(files: Files) -> None:
    files["verbinder"]["never"] = []


def spoil_empty_list_of_basis(files: Files) -> None:
    del files["basis"]["arrangements"]


def spoil_same_text(files: Files) -> None:
    files["waarnemer"]["tasks"][0]["explain"] = "tekst TASKS vertaler, een!"


def spoil_banned_word_in_item(files: Files) -> None:
    files["waarnemer"]["tasks"][0]["text"] = "Vraag naar zijn nationaliteit."


def spoil_banned_word_in_card(files: Files) -> None:
    files["waarnemer"]["card"]["we_do"] = ["Wij vragen naar uw geloof."]


def spoil_banned_word_in_set(files: Files) -> None:
    files["set"]["summary"] = "Voor mensen van elke afkomst."


CASES: list[tuple[Callable[[Files], None], str, str]] = [
    (spoil_duplicate_id, "duplicate-id", "basis"),
    (spoil_source, "unknown-source", "vertaler"),
    (spoil_precondition_of_vertaler, "criteria-not-here", "vertaler"),
    (spoil_competence_of_verbinder, "criteria-not-here", "verbinder"),
    (spoil_detail, "no-detail", "waarnemer"),
    (spoil_date, "no-date", "basis"),
    (spoil_need_unknown, "unknown-item", "vertaler"),
    (spoil_need_of_itself, "needs-itself", "vertaler"),
    (spoil_need_of_higher, "needs-higher", "vertaler"),
    (spoil_need_of_unknown_layer, "unknown-item", "vertaler"),
    (spoil_drop_unknown, "unknown-item", "verbinder"),
    (spoil_drop_own, "drop-not-lower", "verbinder"),
    (spoil_drop_criterion, "drop-criterion", "verbinder"),
    (spoil_drop_twice, "drop-twice", "verbinder"),
    (spoil_drop_again_higher, "drop-twice", "waarnemer"),
    (spoil_dropped_but_needed_above, "dropped-but-needed", "verbinder"),
    (spoil_dropped_but_needed_below, "dropped-but-needed", "verbinder"),
    (spoil_layer_twice, "duplicate-layer", "set"),
    (spoil_layer_name, "wrong-place", "verbinder"),
    (spoil_step, "wrong-step", "waarnemer"),
    (spoil_step_of_basis, "wrong-step", "basis"),
    (spoil_card, "no-card", "waarnemer"),
    (spoil_card_of_basis, "card-not-here", "basis"),
    (spoil_empty_list, "empty-list", "verbinder"),
    (spoil_empty_list_of_basis, "empty-list", "basis"),
    (spoil_same_text, "written-twice", "waarnemer"),
    (spoil_banned_word_in_item, "banned-word", "waarnemer"),
    (spoil_banned_word_in_card, "banned-word", "waarnemer"),
    (spoil_banned_word_in_set, "banned-word", "set"),
]


@pytest.mark.parametrize(("spoil", "code", "file"), CASES, ids=lambda value: getattr(value, "__name__", None))
def test_what_is_wrong_is_found_in_its_own_file(
    tmp_path: Path, spoil: Callable[[Files], None], code: str, file: str
) -> None:
    files = small_set()
    spoil(files)
    (found,) = findings(tmp_path, files)
    assert (found.code, found.severity) == (code, Severity.ERROR)
    assert Path(found.file).name == f"{file}.yaml"
    assert found.mend


def test_a_set_without_base_says_so(tmp_path: Path) -> None:
    files = small_set()
    spoil_no_basis(files)
    assert "no-basis" in codes(tmp_path, files)


def test_the_small_set_is_right(tmp_path: Path) -> None:
    assert codes(tmp_path, small_set()) == []


def test_a_finding_stands_at_the_very_value(tmp_path: Path) -> None:
    files = small_set()
    spoil_source(files)
    (found,) = findings(tmp_path, files)
    line = Path(found.file).read_text(encoding="utf-8").splitlines()[found.position.line - 1]
    assert line[found.position.column - 1 :] == '"C99"'


def test_a_mistyped_source_and_reference_get_a_suggestion(tmp_path: Path) -> None:
    files = small_set()
    files["vertaler"]["tasks"][0] |= {"needs": ["basis.never-eem"]}
    (found,) = findings(tmp_path, files)
    assert found.mend == "Bedoelt u 'basis.never-een'?"


def test_an_allowed_drop_is_no_finding(tmp_path: Path) -> None:
    files = small_set()
    files["verbinder"]["drops"] = ["vertaler.tasks-een", "vertaler.never-een"]
    files["vertaler"]["tasks"][0]["needs"] = ["vertaler.never-een"]
    assert codes(tmp_path, files) == []


def test_an_item_dropped_together_with_what_it_needs_stays_right_above(tmp_path: Path) -> None:
    files = small_set()
    files["verbinder"]["drops"] = ["vertaler.tasks-een"]
    files["vertaler"]["tasks"][0]["needs"] = ["vertaler.never-een"]
    files["waarnemer"]["drops"] = ["vertaler.never-een"]
    assert codes(tmp_path, files) == []


def test_references_into_a_layer_that_cannot_be_read_are_not_blamed(tmp_path: Path) -> None:
    files = small_set()
    files["verbinder"] = "["
    files["waarnemer"]["drops"] = ["verbinder.tasks-een"]
    files["waarnemer"]["tasks"][0]["needs"] = ["verbinder.never-een"]
    assert codes(tmp_path, files) == ["syntax"]


def test_criteria_of_waarnemer_are_allowed(tmp_path: Path) -> None:
    files = small_set()
    files["waarnemer"]["preconditions"] = [item("waarnemer", Kind.PRECONDITIONS)]
    files["waarnemer"]["competences"] = [item("waarnemer", Kind.COMPETENCES)]
    assert codes(tmp_path, files) == []


def test_a_hard_text_is_a_hint_only(tmp_path: Path) -> None:
    files = small_set()
    hard = "Verantwoordelijkheidsverdeling vereist organisatiebrede samenwerkingsovereenkomsten. "
    files["basis"]["purpose"] = hard * 8
    (found,) = findings(tmp_path, files)
    assert (found.code, found.severity) == ("hard-to-read", Severity.HINT)


def test_findings_come_in_the_order_of_the_layers(tmp_path: Path) -> None:
    files = small_set()
    spoil_card(files)
    spoil_source(files)
    spoil_duplicate_id(files)
    assert codes(tmp_path, files) == ["duplicate-id", "unknown-source", "no-card"]
