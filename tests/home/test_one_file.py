"""Who watches finds who read one file: by its mark in the trail, or by a code that he has from elsewhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.begun import begun
from tests.cases.envelopes import opened, with_envelope
from tests.cases.handed import handed_elsewhere
from tests.deliberation.begun import begun as deliberation_begun
from tests.people import NOW, Cast, make_cast, sign_in

from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.cases.actions.beginning import open_case
from sleutelwerk.cases.actions.envelope import read_envelope
from sleutelwerk.cases.models import Case
from sleutelwerk.home.queries.oversight import Asked, Line, trail

pytestmark = pytest.mark.django_db
PAGE = reverse("home:audit-entries")


@pytest.fixture
def cast() -> Cast:
    """Give everybody."""
    return make_cast()


def lines(cast: Cast, file: str = "", who: str = "fg") -> tuple[Line, ...]:
    """Give the lines that somebody who watches finds."""
    found = trail(cast.actor(who), Asked(file=file))
    assert found is not None
    return found.lines


def mark_of(kind: str, key: object) -> str:
    """Give the mark of something, as the page shows it."""
    return pseudonym(kind, str(key)).partition(":")[2][:8]


def test_a_case_has_one_mark_on_every_line_and_no_code(cast: Cast) -> None:
    one, other = begun(cast), begun(cast, "colleague")
    open_case(cast.actor("professional"), one.pk, now=NOW)
    about = [line.about for line in lines(cast)]
    assert {str(found.name) for found in about} == {"Dossier"}
    assert [found.mark for found in about].count(mark_of("case", one.pk)) == 2
    assert [found.mark for found in about].count(mark_of("case", other.pk)) == 1
    client = Client()
    sign_in(client, cast["fg"])
    page = client.get(PAGE).content.decode()
    assert one.code not in page
    assert "onbekend" not in page


@pytest.mark.parametrize("typed", ["code", "CODE ", "mark", "whole"])
def test_who_read_one_file_is_found(cast: Cast, typed: str) -> None:
    one = begun(cast)
    open_case(cast.actor("professional"), one.pk, now=NOW)
    open_case(cast.actor("colleague"), begun(cast, "colleague").pk, now=NOW)
    whole = pseudonym("case", one.pk).partition(":")[2]
    words = {"code": one.code, "CODE ": f"{one.code.upper()} ", "mark": whole[:8], "whole": whole}
    found = lines(cast, words[typed])
    assert [(line.what, line.who) for line in found] == [
        ("Een dossier is bekeken.", "Professional"), ("Iemand begon een dossier.", "Professional"),
    ]  # fmt: skip


def test_the_code_of_a_case_finds_its_envelope_too(cast: Cast) -> None:
    row = with_envelope(cast)
    opened(cast, row)
    read_envelope(cast.actor("professional", proved_at=NOW), row.pk, now=NOW + timedelta(minutes=1))
    found = lines(cast, row.code)
    envelope = mark_of("envelope", Case.objects.get(pk=row.pk).candidate.envelope)
    assert ("Iemand las in een envelop wie een persoon is.", envelope) in [(one.what, one.about.mark) for one in found]
    assert {str(one.about.name) for one in found} == {"Dossier", "Envelop"}
    assert {one.about.mark for one in lines(cast, envelope)} == {envelope}


def test_a_deliberation_is_found_by_its_mark(cast: Cast) -> None:
    row = deliberation_begun(cast)
    mark = mark_of("deliberation", row.pk)
    found = lines(cast, mark)
    assert found
    assert {(str(one.about.name), one.about.mark) for one in found} == {("Beraad", mark)}


@pytest.mark.parametrize("typed", ["eik-999", "0000000", "deadbeef", "%", "case:", "Iemand"])
def test_what_is_not_there_finds_nothing(cast: Cast, typed: str) -> None:
    begun(cast)
    assert lines(cast, typed) == ()


def test_a_code_of_another_organisation_finds_nothing(cast: Cast) -> None:
    row = begun(cast)
    assert lines(cast, row.code, who="outside_fg") == ()
    assert lines(cast, mark_of("case", row.pk), who="outside_fg") == ()


def test_a_case_that_went_elsewhere_is_found_as_far_as_it_was_here(cast: Cast) -> None:
    row = begun(cast)
    open_case(cast.actor("professional"), row.pk, now=NOW)
    row = handed_elsewhere(cast, row)
    open_case(cast.actor("outside_professional"), row.pk, now=NOW)
    here, there = lines(cast, row.code), lines(cast, row.code, who="outside_fg")
    assert [one.who for one in here if one.what == "Een dossier is bekeken."] == ["Professional"]
    assert [one.who for one in there if one.what == "Een dossier is bekeken."] == ["Outside Professional"]


def test_the_page_follows_a_mark_and_says_what_it_shows(client: Client, cast: Cast) -> None:
    row = begun(cast)
    mark = mark_of("case", row.pk)
    sign_in(client, cast["fg"])
    assert f'href="?file={mark}"' in client.get(PAGE).content.decode()
    shown = client.get(PAGE, {"file": mark})
    assert f"alleen regels over {mark}" in shown.content.decode()
    assert len(shown.context["trail"].lines) == 1
