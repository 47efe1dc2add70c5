"""By what a candidate is looked at: the profile at the version of his case, and saying so when that changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.conf import LazySettings
from tests.cases.assessed import with_assessors
from tests.cases.begun import settled
from tests.people import NOW, Cast

from sleutelwerk.cases.actions import assessment as do
from sleutelwerk.cases.content import profiles_at
from sleutelwerk.cases.models import Case
from sleutelwerk.cases.queries.criteria import measure_of
from sleutelwerk.cases.rules.assessment import Section
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.function_profiles.content import KIND, current
from sleutelwerk.publishing.content import shipped_root


def test_it_asks_all_that_the_profile_inherits_and_what_we_arrange_stands_apart(cast: Cast) -> None:
    measure = measure_of(settled(cast))
    assert measure.same
    assert measure.title == "Verbinder"
    his = {one.ref for one in measure.of(Section.PRECONDITIONS)}
    assert "basis.volwassen" in his
    assert {one.ref for one in measure.of(Section.ARRANGEMENTS)} >= {"basis.contactpersoon", "verbinder.coach"}
    assert not any(ref in his for ref in ("verbinder.coach", "basis.contactpersoon"))
    assert {one.layer for one in measure.criteria} >= {"De basis", "Verbinder"}
    assert all(one.sign for one in measure.of(Section.COMPETENCES))
    assert any(one.explain for one in measure.of(Section.PRECONDITIONS))


@pytest.mark.parametrize(
    ("profile", "more"),
    [
        ("vertaler", set()),
        ("waarnemer", {"waarnemer.rol-bekend"}),
        ("ambassadeur", {"waarnemer.rol-bekend", "ambassadeur.stabiel"}),
    ],
)
def test_only_the_higher_steps_ask_more_of_him(cast: Cast, profile: str, more: set[str]) -> None:
    row = settled(cast)
    row.profile = profile
    refs = {one.ref for one in measure_of(row).of(Section.PRECONDITIONS)}
    assert more <= refs
    if not more:
        assert {ref.partition(".")[0] for ref in refs} == {"basis"}


def test_a_newer_version_does_not_change_what_a_case_rests_on(
    cast: Cast, settings: LazySettings, tmp_path: Path
) -> None:
    row = settled(cast)
    own = tmp_path / "own"
    shutil.copytree(shipped_root() / KIND / "sleutelwerk/1", own / KIND / "sleutelwerk/2")
    layer, listed = own / KIND / "sleutelwerk/2/basis.yaml", own / KIND / "sleutelwerk/2/set.yaml"
    layer.write_text(layer.read_text().replace("Hij is 18 jaar of ouder.", "Hij is 21 jaar of ouder."))
    listed.write_text(listed.read_text().replace("version: 1\n", "version: 2\n", 1))
    settings.CONTENT_FOLDER = str(own)
    assert current().profiles.version == 2
    measure = measure_of(row)
    assert measure.same
    assert measure.of(Section.PRECONDITIONS)[0].text == "Hij is 18 jaar of ouder."


def test_a_text_that_changed_under_a_case_is_said_aloud(cast: Cast) -> None:
    row = settled(cast)
    Case.objects.filter(pk=row.pk).update(profile_hash="0" * 64)
    row.refresh_from_db()
    measure = measure_of(row)
    assert not measure.same
    assert measure.criteria


def test_a_version_that_is_gone_is_judged_by_the_newest_and_says_so(cast: Cast) -> None:
    row = settled(cast)
    row.profile_version = 99
    measure = measure_of(row)
    assert not measure.same
    assert measure.criteria
    assert profiles_at("geen-set", 1) is None
    assert profiles_at("sleutelwerk", None) is None


def test_without_a_profile_nobody_is_judged(cast: Cast) -> None:
    row = with_assessors(cast)
    Case.objects.filter(pk=row.pk).update(profile="weg", profile_version=99)
    row.refresh_from_db()
    assert measure_of(row).criteria == ()
    with pytest.raises(NotAllowedError, match="Zonder profiel"):
        do.hand_in(cast.actor("professional"), row.pk, now=NOW)
    row.profile = "basis"
    assert measure_of(row).criteria == ()
