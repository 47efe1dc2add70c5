"""What case files ask of somebody on his start page, without naming any of them."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.test import Client
from django.utils import timezone
from tests.cases.assessed import at_decision
from tests.cases.begun import at_assessment, at_work, begun, complete, settled
from tests.cases.test_allowance import proposed
from tests.people import NOW, Cast, sign_in

from sleutelwerk.cases.actions.team import add_member, invite_partner
from sleutelwerk.cases.models import Candidate, Case


def start_page(cast: Cast, name: str) -> str:
    """Give somebody's start page."""
    client = Client()
    sign_in(client, cast[name])
    return client.get("/mijn/").content.decode()


def test_a_whole_assignment_waits_for_the_lead_only(cast: Cast) -> None:
    row = complete(cast)
    add_member(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)
    assert "Stel de opdracht vast" in start_page(cast, "professional")
    assert "Stel de opdracht vast" not in start_page(cast, "colleague")
    assert "naar school" not in start_page(cast, "professional")


def test_what_is_half_done_does_not_nag(cast: Cast) -> None:
    begun(cast)
    page = start_page(cast, "professional")
    assert "Stel de opdracht vast" not in page
    assert "Uw dossiers" in page
    assert "Uw dossiers" not in start_page(cast, "facilitator")


def test_a_term_that_nearly_ends_is_told(cast: Cast) -> None:
    row = settled(cast)
    assert "Een termijn loopt af" not in start_page(cast, "professional")
    today = timezone.localdate()
    Case.objects.filter(pk=row.pk).update(starts_on=today - timedelta(days=1), ends_on=today + timedelta(days=42))
    assert "Een termijn loopt af" in start_page(cast, "professional")
    Case.objects.filter(pk=row.pk).update(ends_on=today + timedelta(days=43))
    assert "Een termijn loopt af" not in start_page(cast, "professional")


def test_where_nobody_is_a_term_that_ends_asks_for_no_goodbye(cast: Cast) -> None:
    row, soon = at_assessment(cast), timezone.localdate() + timedelta(days=7)
    term = {"starts_on": soon - timedelta(days=90), "ends_on": soon}
    Case.objects.filter(pk=row.pk).update(**term)
    assert "Denk op tijd aan een goed afscheid." in start_page(cast, "professional")
    Case.objects.filter(pk=row.pk).update(stage="ending")
    assert "Een termijn loopt af" not in start_page(cast, "professional")
    Case.objects.filter(pk=settled(cast).pk).update(**term)
    page = start_page(cast, "professional")
    assert "Spreek een nieuwe termijn af met de opdrachtgever" in page
    assert "goed afscheid" not in page


def test_an_allowance_that_waits_leads_to_its_case_and_is_marked_in_the_list(cast: Cast) -> None:
    row = at_work(cast, team=("colleague", "decision_maker"))
    proposed(cast, row, 1_000)
    assert "Er wacht een vergoeding op u" not in start_page(cast, "professional")
    task = start_page(cast, "colleague").partition("Er wacht een vergoeding op u")[2].partition("</section>")[0]
    assert f'href="/dossiers/{row.pk}/"' in task
    client = Client()
    sign_in(client, cast["colleague"])
    assert "Er wacht een vergoeding op u" in client.get("/dossiers/").content.decode()


def test_who_is_asked_for_an_envelope_is_not_told_that_he_knows_who_it_is(cast: Cast) -> None:
    row = at_assessment(cast)
    add_member(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)
    page = start_page(cast, "colleague")
    assert "Leg hem in een envelop" in page
    assert "Alleen u weet" not in page


def test_a_partner_sees_that_he_is_invited(cast: Cast) -> None:
    row = complete(cast)
    until = timezone.localdate() + timedelta(days=30)
    address = "outside_professional@voorbeeld.example"
    invite_partner(cast.actor("professional"), row.pk, address, until, site="https://x.example/", now=NOW)
    assert "U bent uitgenodigd" in start_page(cast, "outside_professional")


def test_each_case_that_waits_stands_below_its_task_and_is_marked_in_the_list(cast: Cast) -> None:
    rows = [at_assessment(cast) for _number in range(7)]
    client = Client()
    sign_in(client, cast["professional"])
    start = client.get("/mijn/").content.decode()
    task = start.partition("Leg hem in een envelop</h2>")[2].partition("</section>")[0]
    assert [f"/dossiers/{row.pk}/" in task for row in rows] == [True] * 7
    assert task.partition("<details")[0].count("Dossier ") == 5
    assert "Nog 2 dossiers" in task
    own = client.get("/dossiers/").content.decode()
    assert own.count("Leg hem in een envelop") == 7
    assert own.count("Wacht op u") == 7


def test_the_list_says_for_whom_else_a_case_waits(cast: Cast) -> None:
    at_decision(cast)
    client = Client()
    sign_in(client, cast["colleague"])
    Candidate.objects.update(envelope=uuid4())
    assert "Wacht op Decision Maker, om te beslissen." in client.get("/dossiers/").content.decode()
