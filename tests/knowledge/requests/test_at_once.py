"""Two reviewers at the same moment, in two threads: one answer counts, the other hears so, nothing is half done."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from tests.knowledge.requests.asking import GRANT, NOW, SITE, in_queue, link_to
from tests.people import Cast, make_cast, make_person

from sleutelwerk.accounts.models import OneTimeLink
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.knowledge.actions import requests as asking
from sleutelwerk.knowledge.actions.judging import Decision, answer_request
from sleutelwerk.knowledge.models import AccessRequest
from sleutelwerk.knowledge.rules.requests import TAKEN, Answer, LinkFor, State
from sleutelwerk.publishing.models import ReadingGrant


@pytest.fixture
def cast(on_disk: None) -> Cast:
    """Give everybody, in transactions that really end."""
    cast = make_cast()
    cast.people["second_reviewer"] = make_person("second_reviewer", cast.here, (Role.ACCESS_REVIEWER,))
    return cast


@pytest.mark.parametrize("other", [GRANT, Decision(Answer.REFUSE, note="Wij vonden uw organisatie niet.")])
def test_of_two_answers_one_counts(other: Decision, cast: Cast) -> None:
    row = in_queue()
    start = Barrier(2)

    def answer(actor: Actor, decision: Decision) -> str:
        start.wait(timeout=10)
        try:
            return answer_request(actor, row.pk, decision, site=SITE, now=NOW).value
        except NotAllowedError as refusal:
            return str(refusal)
        finally:
            connections.close_all()

    who = [(cast.actor("access_reviewer"), GRANT), (cast.actor("second_reviewer"), other)]
    with ThreadPoolExecutor(2) as pool:
        said = Counter(pool.map(lambda pair: answer(*pair), who))
    assert said[TAKEN.reason] == 1
    row.refresh_from_db()
    assert said[row.state] == 1
    given = int(row.state == State.GRANTED)
    assert (ReadingGrant.objects.count(), OneTimeLink.objects.count()) == (given, given)


def test_a_link_pressed_twice_confirms_once(cast: Cast) -> None:
    asking.ask_for_access(
        asking.Ask("Sanne", "sanne@gemeente-proef.nl", "Gemeente", "adviseur", "youth", "Werk."), site=SITE, now=NOW
    )
    link = link_to(LinkFor.CONFIRM, "bevestigen")
    start = Barrier(2)

    def press(_: int) -> bool:
        start.wait(timeout=10)
        try:
            asking.confirm_address(link, now=NOW)
        except NotAllowedError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, range(2))) == [False, True]
    assert AccessRequest.objects.get().state == State.CONFIRMED
