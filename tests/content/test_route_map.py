"""The shipped route map: nothing to report, its figures, its examples, and its own words."""

from __future__ import annotations

from sleutelwerk.config.published import known_profiles, known_sources
from sleutelwerk.core.bibliography import load_bibliography
from sleutelwerk.core.schema import check_schema
from sleutelwerk.core.yaml_source import read_yaml
from sleutelwerk.function_profiles.engine.load import load_profiles
from sleutelwerk.publishing.content import shipped_root
from sleutelwerk.route_map.engine.check import Checked, check
from sleutelwerk.route_map.engine.model import OutcomeKind, Part

FOLDER = shipped_root() / "route_maps" / "sleutelfiguren" / "2"


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


#: Stops that no talk can lift, by what they are about; a new stop is put in one of these lists, or fails.
NO_TALK_LIFTS = {
    "information on persons": {"stop-opsporing", "stop-betaling"},
    "privacy": {"stop-privacy"},
    "involuntariness": {"stop-vrijwillig", "stop-afhankelijk", "stop-thuis", "stop-gezinnen", "stop-minderjarig"},
    "secrecy": {"stop-geheim", "stop-verborgen"},
    "danger, and who belongs at hard talks": {"stop-nu", "stop-meldcode", "stop-tolk", "stop-eigen-familie"},
}
#: Stops about the work and who he is in it now: what changes is named with each, and a doubt may be talked over.
MAY_BE_TALKED_OVER = {
    "stop-alternatief", "stop-draagvlak", "stop-zaak", "stop-betrokken", "stop-dubbelrol", "stop-belang",
    "stop-veiligheid",
}  # fmt: skip


def test_what_is_about_persons_privacy_freedom_or_secrecy_cannot_be_deliberated_away() -> None:
    route_map = checked().route_map
    assert route_map is not None
    stops = {one.id: one.deliberable for one in route_map.outcomes if one.kind is OutcomeKind.STOP}
    never = set().union(*NO_TALK_LIFTS.values())
    assert never | MAY_BE_TALKED_OVER == set(stops)
    assert not never & MAY_BE_TALKED_OVER
    assert {name for name, deliberable in stops.items() if not deliberable} == never
