"""Reading a set: what comes out when it is right, and everything that is said when it is not."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.function_profiles.sets import codes, findings, item, small_set, write

from sleutelwerk.core.findings import Severity
from sleutelwerk.function_profiles.engine.load import bibliography_file, load_profiles
from sleutelwerk.function_profiles.engine.model import Kind
from sleutelwerk.publishing.content import shipped_root

SHIPPED = shipped_root() / "function_profiles" / "sleutelwerk" / "1"


def test_the_shipped_set_has_no_findings_at_all() -> None:
    loaded = load_profiles(SHIPPED)
    assert loaded.findings == ()
    assert loaded.profiles is not None
    assert [layer.id for layer in loaded.profiles.layers] == [
        "basis",
        "vertaler",
        "verbinder",
        "waarnemer",
        "ambassadeur",
    ]
    assert loaded.bibliography is not None


def test_every_item_of_the_shipped_set_has_a_source_a_date_and_for_some_a_detail() -> None:
    profiles = load_profiles(SHIPPED).profiles
    assert profiles is not None
    items = [one for layer in profiles.layers for one in layer.items]
    assert all(one.sources and one.checked for one in items)
    assert all(one.detail for one in items if one.kind in {Kind.RISKS, Kind.REWARDS, Kind.COMPETENCES})


def test_a_small_set_is_read_as_it_is_written(tmp_path: Path) -> None:
    files = small_set()
    files["waarnemer"]["preconditions"] = [
        item(
            "waarnemer",
            Kind.PRECONDITIONS,
            "twee",
            explain="Waarom.",
            sources=["C1"],
            checked="2026-11-20",
            needs=["basis.preconditions-een"],
        )
    ]
    loaded = load_profiles(write(tmp_path, files))
    assert loaded.findings == ()
    assert loaded.profiles is not None
    found = loaded.profiles
    assert (found.slug, found.version, found.bibliography) == ("klein", 1, ("sleutelwerk", 1))
    assert (found.title, found.summary_en, found.label) == ("Kleine set", "A small set.", "Onze eigen woorden.")
    assert len(found.content_hash) == 64
    one = found.by_id["waarnemer"].of(Kind.PRECONDITIONS)[0]
    assert one.ref == "waarnemer.preconditions-twee"
    assert one.layer == "waarnemer"
    assert (one.sources, one.checked) == (("C1",), "2026-11-20")
    assert (one.explain, one.needs) == ("Waarom.", ("basis.preconditions-een",))
    other = found.by_id["basis"].of(Kind.PRECONDITIONS)[0]
    assert (other.sources, other.checked) == (("eigen-oordeel",), "2026-11-24")
    card = found.by_id["vertaler"].card
    assert card is not None
    assert (card.title, card.you_do) == ("U helpt", ("U doet iets.",))
    assert found.by_id["basis"].card is None


def test_the_hash_changes_with_any_word(tmp_path: Path) -> None:
    changed = small_set()
    changed["verbinder"]["card"]["stopping"] = "U mag altijd stoppen."
    one = load_profiles(write(tmp_path / "a", small_set())).profiles
    other = load_profiles(write(tmp_path / "b", changed)).profiles
    assert one is not None
    assert other is not None
    assert one.content_hash != other.content_hash


def test_a_missing_folder_is_one_finding(tmp_path: Path) -> None:
    loaded = load_profiles(tmp_path / "function_profiles" / "x" / "1")
    assert [finding.code for finding in loaded.findings] == ["no-file"]
    assert loaded.profiles is None


def test_a_set_file_that_breaks_the_schema_stops_there(tmp_path: Path) -> None:
    files = small_set()
    del files["set"]["label"]
    assert codes(tmp_path, files) == ["missing-key"]


def test_everything_wrong_in_several_files_is_told_at_once(tmp_path: Path) -> None:
    files = small_set()
    files["vertaler"]["onbekend"] = 1
    files["verbinder"]["tasks"][0]["sources"] = ["X9"]
    files["waarnemer"] = "a: [\n"
    found = findings(tmp_path, files)
    assert {finding.code for finding in found} == {"unknown-key", "unknown-source", "syntax"}
    assert {Path(finding.file).name for finding in found} == {"vertaler.yaml", "verbinder.yaml", "waarnemer.yaml"}


def test_a_layer_file_that_is_not_there(tmp_path: Path) -> None:
    files = small_set()
    del files["verbinder"]
    found = findings(tmp_path, files)
    assert [finding.code for finding in found] == ["no-file"]
    assert found[0].file.endswith("verbinder.yaml")


def test_a_file_that_no_layer_names_is_pointed_out(tmp_path: Path) -> None:
    files = small_set()
    files["oud"] = "x: 1\n"
    (found,) = findings(tmp_path, files)
    assert (found.code, found.severity) == ("stray-file", Severity.WARNING)
    assert load_profiles(tmp_path / "function_profiles" / "klein" / "1").profiles is not None


def test_slug_and_version_equal_the_folder(tmp_path: Path) -> None:
    files = small_set()
    files["set"] |= {"slug": "anders", "version": 2}
    assert codes(tmp_path, files) == ["wrong-place", "wrong-place"]


def test_a_bibliography_that_does_not_exist(tmp_path: Path) -> None:
    files = small_set()
    files["set"]["bibliography"] = {"slug": "nergens", "version": 3}
    files["basis"]["never"][0]["sources"] = ["X1"]
    assert codes(tmp_path, files) == ["no-bibliography"]


def test_a_bibliography_of_its_own_goes_first(tmp_path: Path) -> None:
    folder = write(tmp_path, small_set())
    found = bibliography_file(folder, "sleutelwerk", 1)
    assert found is not None
    assert found.samefile(tmp_path / "bibliography" / "sleutelwerk" / "1" / "sources.yaml")
    assert bibliography_file(folder, "nergens", 1) is None


def test_without_one_of_its_own_a_set_rests_on_the_shipped_bibliography(tmp_path: Path) -> None:
    folder = write(tmp_path, small_set())
    (tmp_path / "bibliography" / "sleutelwerk" / "1" / "sources.yaml").unlink()
    found = bibliography_file(folder, "sleutelwerk", 1)
    assert found is not None
    assert found.samefile(shipped_root() / "bibliography" / "sleutelwerk" / "1" / "sources.yaml")


@settings(max_examples=40, deadline=None)
@given(noise=st.text(max_size=60), target=st.sampled_from(["set", "basis", "waarnemer"]))
def test_whatever_is_in_a_file_ends_in_findings_and_never_in_an_error(noise: str, target: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = small_set()
        files[target] = noise.encode("utf-8", "replace").decode()
        loaded = load_profiles(write(Path(folder), files))
        assert loaded.profiles is None
        assert loaded.findings
