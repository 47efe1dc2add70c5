"""What is asked in plain SQL along with a case says the same as its models do, on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.models import Max, Min
from django.utils import timezone
from tests.cases.begun import TODAY, settled
from tests.cases.working import opened_by, paid, working
from tests.people import NOW, Cast

from sleutelwerk.accounts.models import User
from sleutelwerk.cases.models import (
    Agreement,
    Allowance,
    Candidate,
    Case,
    Contact,
    Ending,
    Hold,
    LookBack,
    Member,
    Pause,
    ThemeSignal,
)
from sleutelwerk.cases.queries.agreement import agreement_panel, agreements_of
from sleutelwerk.cases.queries.allowance import allowance_panel
from sleutelwerk.cases.queries.carrying_out import carrying_of
from sleutelwerk.cases.queries.cases import cases_of
from sleutelwerk.cases.queries.standing import with_standing
from sleutelwerk.cases.queries.team import teams_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_how_the_work_stands_is_what_its_rows_say(cast: Cast) -> None:
    case = working(cast)
    candidate = Candidate.objects.get(case=case)
    Agreement.objects.filter(candidate=candidate).update(active_from=NOW - 9 * DAY)
    Agreement.objects.filter(candidate__case=working(cast)).update(active_from=NOW - 90 * DAY)  # it is not his
    Contact.objects.bulk_create(
        Contact(candidate=candidate, held_on=TODAY - n * DAY, notes=b"", created_at=NOW) for n in (5, 2, 3)
    )
    Pause.objects.create(candidate=candidate, about=b"", began_at=NOW - 8 * DAY, ended_at=NOW, deliberated=True)
    pause = Pause.objects.create(candidate=candidate, about=b"", began_at=NOW, began_by=cast["colleague"])
    for noted, fed_back in ((9, TODAY), (6, None), (4, None)):
        ThemeSignal.objects.create(
            case=case, theme="school", text=b"", noted_on=TODAY - noted * DAY, fed_back_on=fed_back
        )
    for held, closed in ((30, NOW), (20, NOW), (1, None)):
        look = LookBack.objects.create(
            candidate=candidate, held_on=TODAY - held * DAY, said=b"", created_at=NOW - held * DAY, closed_at=closed
        )
    Ending.objects.create(candidate=candidate, why="done", ends_on=TODAY, steps=b"", begun_at=NOW, finished_at=NOW)

    work = carrying_of(opened_by(cast, "professional", case))
    assert work is not None
    assert work.since == timezone.localdate(NOW - 9 * DAY)
    assert work.last_contact == Contact.objects.aggregate(found=Max("held_on"))["found"]
    assert (work.paused_at, work.paused_by) == (pause.began_at, cast["colleague"].pk)
    unanswered = ThemeSignal.objects.filter(fed_back_on=None)
    assert work.unanswered == unanswered.aggregate(found=Min("noted_on"))["found"]
    assert (work.last_look, work.open_look) == (TODAY - 20 * DAY, look.pk)
    assert work.ending is not None
    assert (work.ending.ends_on, work.ending.finished_at) == (TODAY, NOW)


def test_where_nothing_was_written_nothing_stands(cast: Cast) -> None:
    case = working(cast)
    Agreement.objects.all().delete()
    work = carrying_of(opened_by(cast, "professional", case))
    assert work is not None
    said = (work.since, work.last_contact, work.paused_at, work.paused_by, work.unanswered, work.last_look)
    assert {*said, work.open_look, work.ending} == {None}


def test_a_team_is_its_members_the_lead_first(cast: Cast) -> None:
    case, other = working(cast, team=("colleague", "decision_maker")), settled(cast, "colleague")
    Member.objects.filter(person=cast["colleague"], case=case).update(
        until=TODAY, lead_offered_at=NOW, added_at=NOW - DAY
    )
    Member.objects.filter(person=cast["decision_maker"]).update(accepted_at=None)
    User.objects.filter(pk=cast["decision_maker"].pk).update(name="")
    teams = teams_of([case.pk, other.pk], TODAY)
    assert {one.id for team in teams.values() for one in team} == set(Member.objects.values_list("pk", flat=True))
    lead, colleague, decider = teams[case.pk]
    row = Member.objects.select_related("person", "organisation").get(pk=colleague.id)
    assert [one.part for one in (lead, colleague, decider)] == ["lead", "member", "member"]
    assert (colleague.name, colleague.organisation) == (row.person.name, row.organisation.name)
    assert (colleague.person, colleague.until, colleague.accepted, colleague.offered) == (row.person_id, TODAY, 1, 1)
    assert (decider.name, decider.accepted, decider.offered) == (cast["decision_maker"].email, False, False)
    assert [one.counts for one in (lead, colleague, decider)] == [True, True, False]
    assert not teams_of([case.pk], TODAY + DAY)[case.pk][1].counts


@pytest.mark.parametrize("changed", [{"is_active": False}, {"organisation": None}])
def test_who_is_not_here_any_more_does_not_count(cast: Cast, changed: dict[str, bool | None]) -> None:
    case = working(cast)
    User.objects.filter(pk=cast["colleague"].pk).update(**changed)
    assert [one.counts for one in teams_of([case.pk], TODAY)[case.pk]] == [True, False]


def test_every_case_of_a_list_has_its_own_team_and_standing(cast: Cast) -> None:
    first, second = working(cast), settled(cast)
    Hold.objects.create(case=second, reason="complaint", until=TODAY, put_on_at=NOW)
    found = {one.row.pk: one for one in cases_of(cast.actor("professional"), today=TODAY)}
    assert {key: len(one.people) for key, one in found.items()} == {first.pk: 2, second.pk: 1}
    assert {key: one.held_until for key, one in found.items()} == {first.pk: None, second.pk: TODAY}


@pytest.mark.parametrize(("until", "held"), [(TODAY - DAY, None), (TODAY, TODAY), (TODAY + DAY, TODAY + DAY)])
def test_a_hold_holds_up_to_and_with_its_day(cast: Cast, until: date, held: date | None) -> None:
    case = settled(cast)
    Hold.objects.create(case=case, reason="complaint", until=until, put_on_at=NOW)
    Hold.objects.create(case=case, reason="legal_claim", until=TODAY + 9 * DAY, put_on_at=NOW, lifted_at=NOW)
    Hold.objects.create(case=case, reason="retain_law", until=TODAY + 9 * DAY, put_on_at=NOW)
    assert opened_by(cast, "professional", case).held_until == held


def test_a_case_that_went_in_between_is_not_there(cast: Cast) -> None:
    kept, gone = settled(cast), settled(cast)
    rows = list(Case.objects.filter(pk__in=[kept.pk, gone.pk]))
    gone.delete()
    assert with_standing(rows, TODAY) == [kept]


def test_the_panels_of_a_case_rest_on_whole_rows(cast: Cast) -> None:
    case = working(cast)
    candidate = Candidate.objects.get(case=case)
    Allowance.objects.filter(pk=paid(candidate, TODAY.replace(day=1), recorded=False).pk).update(
        proposed_by=cast["colleague"]
    )
    paid(candidate, TODAY.replace(day=1))
    found, actor = opened_by(cast, "professional", case), cast.actor("professional")
    panel, every = agreement_panel(actor, found, today=TODAY), agreements_of(found)
    assert panel is not None
    assert panel.holding == every.holding
    assert panel.holding is not None
    assert vars(panel.holding.row).keys() >= {field.attname for field in Agreement._meta.concrete_fields}
    given = allowance_panel(actor, found, TODAY)
    assert given is not None
    assert [(one.row.proposed_by_id, one.row.proposed_at, one.row.month) for one in given.waiting] == [
        (cast["colleague"].pk, NOW, TODAY.replace(day=1))
    ]
