"""The pages of a hold: the lead and who watches use it, the team reads it, and for all others it is not there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cases.test_candidate import with_candidate
from tests.people import NOW, Cast, sign_in

from sleutelwerk.cases.actions.holding import Wanted, put_on_hold
from sleutelwerk.cases.actions.team import add_member
from sleutelwerk.cases.models import Candidate, Case, Hold

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    """Give a case with a candidate, in which a colleague works too."""
    row = with_candidate(cast).case
    add_member(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)
    return row


def said(**given: Any) -> dict[str, Any]:
    """Give what is filled in."""
    until = timezone.localdate() + timedelta(days=60)
    return {"reason": "complaint", "until": until.isoformat()} | given


def held(cast: Cast, case: Case) -> Hold:
    """Hold a case as its lead, today."""
    wanted = Wanted("complaint", timezone.localdate() + timedelta(days=60))
    return put_on_hold(cast.actor("professional"), case.pk, wanted, now=timezone.now())


def test_the_lead_holds_and_everybody_of_the_team_sees_it(client: Client, cast: Cast, case: Case) -> None:
    page = reverse("cases:hold-case", args=[case.pk])
    sign_in(client, cast["professional"])
    empty = client.get(page).content.decode()
    assert "wordt niet vastgehouden" in empty
    assert "artikel 17 lid 3" in empty
    assert client.post(page, said(reason="")).status_code == 422
    assert client.post(page, said(until="2020-01-01")).status_code == 422
    done = client.post(page, said(), follow=True).content.decode()
    assert "Vertel hem dat" in done
    assert "U zette dit zelf aan" in done
    assert "Laat los" not in done
    sign_in(client, cast["colleague"])
    overview = client.get(reverse("cases:open-case", args=[case.pk])).content.decode()
    assert "Dit dossier wordt vastgehouden" in overview
    seen = client.get(page).content.decode()
    assert "Er loopt een klacht" in seen
    assert '<form method="post" class="sw-form' not in seen
    assert client.post(page, said()).status_code == 404
    assert Hold.objects.count() == 1


def test_others_find_no_page(client: Client, cast: Cast, case: Case) -> None:
    for who in ("decision_maker", "outside_professional", "fg", "administrator"):
        sign_in(client, cast[who])
        assert client.get(reverse("cases:hold-case", args=[case.pk])).status_code == 404, who
    sign_in(client, cast["professional"])
    assert client.get(reverse("cases:holds")).status_code == 404


def test_who_watches_holds_by_code_sees_codes_only_and_lets_go(client: Client, cast: Cast, case: Case) -> None:
    name = Candidate.objects.get().pseudonym
    sign_in(client, cast["fg"])
    assert "geen dossier vastgehouden" in client.get(reverse("cases:holds")).content.decode()
    page = reverse("cases:hold-by-code")
    wrong = client.post(page, said(code="niets-000"))
    assert wrong.status_code == 422
    assert "Deze code is er niet" in wrong.content.decode()
    listed = client.post(page, said(code=case.code), follow=True).content.decode()
    assert case.code in listed
    assert name not in listed
    assert str(case.pk) not in listed
    hold = Hold.objects.get()
    lift = reverse("cases:lift-hold", args=[hold.pk])
    own = client.post(lift, follow=True).content.decode()
    assert "zelf aan" in own
    sign_in(client, cast["outside_fg"])
    assert case.code not in client.get(reverse("cases:holds")).content.decode()
    assert client.post(lift).status_code == 404
    sign_in(client, cast["security_officer"])
    assert "Losgelaten" in client.post(lift, follow=True).content.decode()
    hold.refresh_from_db()
    assert hold.lifted_by_id == cast["security_officer"].pk


def test_the_lead_lets_go_of_what_another_put_on(client: Client, cast: Cast, case: Case) -> None:
    hold = held(cast, case)
    Hold.objects.update(put_on_by=cast["fg"].pk)
    sign_in(client, cast["professional"])
    page = client.post(reverse("cases:lift-hold", args=[hold.pk]), follow=True).content.decode()
    assert "Losgelaten op" in page


def test_his_stop_goes_before_a_complaint(client: Client, cast: Cast, case: Case) -> None:
    held(cast, case)
    sign_in(client, cast["professional"])
    client.post(reverse("cases:stop-candidate", args=[case.pk]))
    assert not Candidate.objects.exists()
    assert not Hold.objects.exists()
