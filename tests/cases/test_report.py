"""All that is kept about somebody, on one page: no field about him is left out, and no name of ours is in it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cases.assessed import decided
from tests.cases.begun import TODAY
from tests.cases.test_candidate import with_candidate
from tests.cases.working import opened_by, paid, spoke, working
from tests.people import NOW, Cast, sign_in

from sleutelwerk.audit.models import Entry
from sleutelwerk.cases.actions.assessment import confirm_look_again, look_again
from sleutelwerk.cases.actions.beginning import open_case
from sleutelwerk.cases.actions.examples import make_examples
from sleutelwerk.cases.actions.rights import Question, note_request
from sleutelwerk.cases.engine.judge_allowance import euro
from sleutelwerk.cases.models import Candidate, Case, Decision, Hold
from sleutelwerk.cases.queries.criteria import measure_of, told_to_him
from sleutelwerk.cases.queries.report import TELLS, Report, report_of
from sleutelwerk.cases.rules.assessment import Section as Part
from sleutelwerk.cases.rules.decision import Outcome
from sleutelwerk.cases.rules.rights import Right

pytestmark = pytest.mark.django_db


def about_him() -> set[str]:
    """Give every field that says it is about the person of a case, and every one that names who handled him."""
    # a hold is on the case, and tells him why something of his still stays
    tables: list[Any] = [Candidate, Hold, *(one.related_model for one in Candidate._meta.related_objects)]
    tables += [one.related_model for one in Decision._meta.related_objects]
    return {f"{table.__name__}.{field}" for table in tables for field in table.personal_data}


def test_every_field_about_him_is_told_somewhere() -> None:
    told = [field for fields in TELLS.values() for field in fields]
    assert len(told) == len(set(told))
    assert set(told) == about_him()


def reported(cast: Cast, case: Case) -> Report:
    """Put together all that is kept about the person of a case."""
    found = report_of(cast.actor("professional"), opened_by(cast, "professional", case), now=NOW, today=TODAY)
    assert found is not None
    return found


def words(report: Report) -> str:
    """Give all that stands in it."""
    blocks = [one for part in report.sections for one in part.blocks]
    return "\n".join(f"{name}: {text}" for one in blocks for name, text in ((one.title, ""), *one.pairs))


def test_it_tells_what_was_written_at_each_stage(cast: Cast) -> None:
    case = working(cast)
    candidate = Candidate.objects.get(case=case)
    spoke(cast, case)
    paid(candidate, TODAY.replace(day=1))
    note_request(cast.actor("professional"), case.pk, Question(Right.ACCESS, TODAY, "Alles graag."), now=NOW)
    found = reported(cast, case)
    said = words(found)
    assert {part.key for part in found.sections} == set(TELLS)
    for text in (candidate.pseudonym, "uitzoeken of de cursus", "reiskosten", "Alles graag.", euro(5_000), "Gebeld"):
        assert text in said
    # what our people are, never who they are
    assert "Professional" not in said
    assert "de collega die uw dossier bijhoudt" in said
    assert "de trekker" not in said


def test_who_looked_is_counted_by_what_he_is(cast: Cast) -> None:
    case = working(cast)
    for who in ("professional", "professional", "colleague"):
        open_case(cast.actor(who), case.pk, now=NOW)
    looked = {who: count for who, count, _last in reported(cast, case).looked}
    assert looked["De collega die uw dossier bijhoudt"] >= 2
    assert looked["Collega’s in het team"] == 1


def test_a_no_is_an_earlier_one_once_a_colleague_confirmed_that_he_asked(cast: Cast) -> None:
    row = decided(cast, Outcome.NO).candidate.case
    note_request(cast.actor("professional"), row.pk, Question(Right.ACCESS, TODAY), now=NOW)
    look_again(cast.actor("professional"), row.pk, now=NOW)
    assert "Een eerder besluit" not in words(reported(cast, row))
    confirm_look_again(cast.actor("colleague"), row.pk, now=NOW)
    assert "Een eerder besluit" in words(reported(cast, row))


def test_without_a_candidate_there_is_nothing_to_tell(cast: Cast) -> None:
    row = with_candidate(cast)
    Candidate.objects.all().delete()
    case = Case.objects.get(pk=row.case_id)
    assert report_of(cast.actor("professional"), opened_by(cast, "professional", case), now=NOW, today=TODAY) is None


def test_the_page_shows_it_and_that_is_recorded(client: Client, cast: Cast) -> None:
    case = working(cast)
    spoke(cast, case)
    sign_in(client, cast["professional"])
    page = client.get(reverse("cases:read-report", args=[case.pk]))
    assert page.status_code == 200
    text = page.content.decode()
    assert "Alles wat wij van u bewaren" in text
    assert "uitzoeken of de cursus" in text
    assert Entry.objects.filter(kind="report_read").count() == 1


@pytest.mark.parametrize("who", ["colleague", "outside_professional", "fg", "administrator"])
def test_for_others_it_is_not_there(client: Client, cast: Cast, who: str) -> None:
    row = with_candidate(cast)
    sign_in(client, cast[who])
    assert client.get(reverse("cases:read-report", args=[row.case_id])).status_code == 404


def test_it_begins_in_short_and_says_who_is_who(cast: Cast) -> None:
    case = working(cast)
    spoke(cast, case)
    spoke(cast, case)
    paid(Candidate.objects.get(case=case), TODAY.replace(day=1))
    client = Client()
    sign_in(client, cast["professional"])
    page = client.get(reverse("cases:read-report", args=[case.pk])).content.decode()
    brief = page.partition('class="ca-brief"')[2].partition("</section>")[0]
    assert re.search(r"Wanneer wij elkaar spraken</dt><dd>2 stukken", brief)
    assert "Uiterlijk een jaar na de nazorg" in brief
    assert "Staat er ‘hij’ of ‘hem’? Dat bent u." in brief
    assert "Bij ons, u kunt ze inzien" in page
    assert "Op de afschrijving" not in page


def test_once_it_ends_each_thing_has_its_day(cast: Cast) -> None:
    make_examples(cast.actor("professional"), now=timezone.now())
    case = Case.objects.get(practice=True, stage="ending")
    client = Client()
    sign_in(client, cast["professional"])
    page = client.get(reverse("cases:read-report", args=[case.pk])).content.decode()
    brief = page.partition('class="ca-brief"')[2].partition("</section>")[0]
    assert "de envelop met uw naam" in brief
    assert len(re.findall(r"Weg op \d+ [a-z]+ \d{4}", brief)) >= 2
    assert "Op uw bankafschrift" in page
    own = page.partition('id="deel-assessment"')[2].partition("</section>")[0]
    assert "‘Hij’ bent u. ‘U’ is onze medewerker." in own


@pytest.mark.parametrize("name", ["vertaler", "verbinder", "waarnemer", "ambassadeur"])
def test_no_criterion_in_his_report_speaks_to_us(cast: Cast, name: str) -> None:
    row = working(cast)
    row.profile = name
    criteria = measure_of(row).criteria
    assert [one.ref for one in criteria if re.search(r"\b[Uu]w?\b", told_to_him(one))] == []
    assert all("." not in told_to_him(one) for one in criteria if one.section is Part.ARRANGEMENTS)


def test_what_we_arrange_stands_in_his_report_by_its_name(cast: Cast) -> None:
    case = Case.objects.get(pk=decided(cast, Outcome.GO).candidate.case_id)
    said = [one.title for part in reported(cast, case).sections if part.key == "assessment" for one in part.blocks]
    assert "Wat wij moeten regelen: doel op papier" in said
    assert not [title for title in said if re.search(r"\b[Uu]w?\b", title)]
