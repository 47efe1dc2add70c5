"""From a case one finds the dilemmas of its phase and who leads a deliberation here; nothing of the case goes along."""

from __future__ import annotations

import pytest
from tests.cases.assessed import both_handed_in
from tests.cases.test_contact_pages import browser_of, page_of, text_of
from tests.cases.working import working
from tests.people import NOW, Cast

from sleutelwerk.accounts.models import RoleGrant
from sleutelwerk.accounts.queries.case_workers import facilitators_for_cases
from sleutelwerk.cases.actions.pausing import pause_work
from sleutelwerk.cases.models import Candidate, Case

pytestmark = pytest.mark.django_db


def asked_on(cast: Cast, name: str, row: Case, **more: object) -> str:
    """Give what a page says about deliberating."""
    return text_of(browser_of(cast), page_of(name, row, **more)).partition('id="beraad"')[2].partition("</section>")[0]


def test_comparing_leads_to_the_dilemmas_of_before_and_to_who_leads(cast: Cast) -> None:
    row = both_handed_in(cast)
    said = asked_on(cast, "compare-assessments", row)
    assert "/moreel-beraad/dilemmas/#vooraf" in said
    assert "Facilitator, gespreksleider" in said
    assert 'mailto:facilitator@voorbeeld.example"' in said
    for text in (str(row.pk), row.code, Candidate.objects.get(case=row).pseudonym, "Samen naar school"):
        assert text not in said
    assert page_of("compare-assessments", row) + "#beraad" in text_of(browser_of(cast), page_of("open-case", row))


def test_laid_still_it_leads_to_those_of_during_and_says_when_nobody_leads(cast: Cast) -> None:
    row = working(cast)
    pause_work(cast.actor("professional"), row.pk, "dreiging", now=NOW)
    RoleGrant.objects.filter(role="facilitator").delete()
    said = asked_on(cast, "resume-work", row)
    assert "/moreel-beraad/dilemmas/#tijdens" in said
    assert "nog geen gespreksleider" in said


def test_who_may_not_have_cases_is_told_of_nobody(cast: Cast) -> None:
    assert facilitators_for_cases(cast.actor("administrator")) == []
    assert [one.name for one in facilitators_for_cases(cast.actor("outside_professional"))] == []
