"""There is no register: outside his team no screen, search or export tells that somebody is a key figure."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.access.addresses import addresses
from tests.cases.begun import at_assessment
from tests.cases.searching import words_in
from tests.cases.working import spoke, working
from tests.people import Cast, sign_in

from sleutelwerk.cases.models import Candidate, Case

pytestmark = pytest.mark.django_db
#: They end a session, or are reached with a link from a letter, and show nothing of a case.
LEAVES = frozenset({"account_logout", "home:quick-exit", "account_reset_password_from_key"})
#: Everybody of the cast who has something to do here and is not in the team.
OUTSIDE = (
    "colleague", "decision_maker", "fg", "security_officer", "administrator", "facilitator", "outside_professional",
)  # fmt: skip


def lists() -> list[str]:
    """Give every address of the site that takes nothing: overviews, lists, searches, documents."""
    found = sorted({reverse(one.name) for one in addresses() if not one.takes and one.name not in LEAVES})
    assert "/dossiers/" in found
    assert "/toezicht/logboek/" in found
    return found


def tells_of(case: Case) -> set[str]:
    """Give what would tell of the person of a case, or lead to him."""
    return {Candidate.objects.get(case=case).pseudonym, case.code, str(case.pk)}


def seen(client: Client, address: str) -> bytes:
    """Give all that an address answers, wherever it leads."""
    return client.get(address, follow=True).getvalue()


@pytest.mark.exhaustive
@pytest.mark.parametrize("who", OUTSIDE)
def test_no_list_and_no_search_tells_of_anybody(client: Client, cast: Cast, who: str) -> None:
    case = working(cast, team=())
    spoke(cast, case)
    sign_in(client, cast[who])
    words = tells_of(case)
    for address in lists():
        assert words_in(seen(client, address), words) == set(), address
    for word in words:
        for searching in ("knowledge:search", "home:audit-entries"):
            answer = seen(client, f"{reverse(searching)}?q={word}")
            # what was typed stands in the field again; what it would lead to does not
            assert words_in(answer, words - {word}) == set(), searching


def test_the_export_of_the_trail_tells_of_nobody(client: Client, cast: Cast) -> None:
    case = working(cast, team=())
    spoke(cast, case)
    sign_in(client, cast["fg"])
    packed = client.post(reverse("home:export-trail")).getvalue()
    assert packed.startswith(b"PK")
    assert words_in(packed, tells_of(case)) == set()


def test_who_has_a_case_of_his_own_sees_that_one_only(client: Client, cast: Cast) -> None:
    other, own = working(cast, team=()), at_assessment(cast, who="colleague")
    sign_in(client, cast["colleague"])
    listed = seen(client, "/dossiers/")
    assert own.code.encode() in listed
    assert words_in(listed, tells_of(other)) == set()
