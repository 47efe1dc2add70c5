"""The shipped route map: nothing to report, its figures, its examples, and its own words."""

from __future__ import annotations

from sleutelwerk.config.published import known_profiles, known_sources
from sleutelwerk.core.bibliography import load_bibliography
from sleutelwerk.core.schema import check_schema
from sleutelwerk.core.yaml_source import read_yaml
from sleutelwerk.function_profiles.engine.load import load_profiles
from sleutelwerk.publishing.content import shipped_root
from sleutelwerk.route_map.engine.check import Checked, check
from sleutelwerk.route_map.engine.model import Part

FOLDER = shipped_root() / "route_maps" / "sleutelfiguren" / "1"


def checked() -> Checked:
    profiles = load_profiles(shipped_root() / "function_profiles" / "sleutelwerk" / "1").profiles
    sources = load_bibliography(shipped_root() / "bibliography" / "sleutelwerk" / "1" / "sources.yaml").bibliography
    assert profiles is not None
    assert sources is not None
    return check(
        FOLDER / "route.yaml",
        examples=FOLDER / "examples.yaml",
        profiles=known_profiles(profiles),
        sources=known_sources(sources),
    )


def test_nothing_to_report_and_every_profile_is_reached_in_both_parts() -> None:
    result = checked()
    assert [str(finding) for finding in result.findings] == []
    assert result.figures is not None
    assert result.route_map is not None
    for part in Part:
        reached = {
            outcome.profile for outcome in result.route_map.outcomes if outcome.id in result.figures.parts[part].ends_in
        }
        assert reached >= set(result.route_map.profiles)


def test_the_examples_and_the_sources_follow_their_schemas() -> None:
    for path, schema in (
        (FOLDER / "examples.yaml", "route-map-examples"),
        (shipped_root() / "bibliography" / "sleutelwerk" / "1" / "sources.yaml", "bibliography"),
    ):
        document = read_yaml(path)
        assert document.findings == ()
        assert check_schema(document, schema) == []
