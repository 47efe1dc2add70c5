"""An address that is only posted to shows whoever looks the way to the page of its button; every one of the site."""

from __future__ import annotations

import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from tests.access.test_matrix import MATRIX
from tests.people import Cast, make_cast, sign_in

from sleutelwerk.config.only_posted import ELSEWHERE, page_above

WAY_BACK = re.compile(r'class="nl-button nl-button--primary" href="([^"]+)"')
POSTED = sorted(name for name, row in MATRIX.items() if row.post)


@pytest.fixture
def cast(db: None) -> Cast:
    """Give everybody."""
    return make_cast()


@pytest.mark.parametrize("room", sorted({name.partition(":")[0] for name in POSTED}))
def test_a_look_leads_to_a_page_for_who_may_and_to_nothing_for_others(room: str, cast: Cast) -> None:
    wrong = {}
    for name in (one for one in POSTED if one.partition(":")[0] == room):
        with transaction.atomic():
            row = MATRIX[name]
            address = reverse(name, kwargs=row.takes(cast))
            for who in ("professional", "fg", "administrator", "content_owner", "facilitator", "newcomer"):
                client = Client()
                sign_in(client, cast[who])
                answer = client.get(address)
                if answer.status_code == 405:
                    (back,) = re.findall(
                        r'class="nl-button nl-button--primary" href="([^"]+)"', answer.content.decode()
                    )
                    answer = client.get(back, follow=True)
                # a page may also say what comes first (409)
                fits = {200, 409} if who in row.who else {200, 404, 409}
                if answer.status_code not in fits:
                    wrong[name, who] = (answer.status_code, getattr(answer, "redirect_chain", ()))
            transaction.set_rollback(True)
    assert not wrong


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/dossiers/nieuw/bestaat-niet/x/", "/dossiers/nieuw/"),
        ("/bestaat-niet/", "/"),
        ("/dossiers/00000000-0000-0000-0000-000000000000/team/partner/",
         "/dossiers/00000000-0000-0000-0000-000000000000/team/"),
    ],
)  # fmt: skip
def test_the_nearest_page_above(path: str, page: str) -> None:
    assert page_above(path) == page


@pytest.mark.django_db
def test_what_may_be_looked_at_is_left_alone() -> None:
    assert Client().post("/dossiers/strafbaar-feit/").status_code != 200
    assert Client().get("/").status_code == 200


@pytest.mark.django_db
def test_it_is_the_same_for_every_id_and_says_that_nothing_changed(cast: Cast) -> None:
    row = MATRIX["cases:add-member"]
    there = reverse("cases:add-member", kwargs=row.takes(cast))
    client = Client()
    sign_in(client, cast["outsider"] if "outsider" in cast.people else cast["administrator"])
    case = there.split("/")[2]
    other = there.replace(case, "00000000-0000-0000-0000-000000000000")
    one, two = (client.get(address) for address in (there, other))
    assert (one.status_code, one.headers["Allow"]) == (405, "POST")
    assert "Er is nu niets veranderd." in one.content.decode()
    assert one.content.decode().replace(case, "X") == two.content.decode().replace(other.split("/")[2], "X")


def test_each_that_leads_elsewhere_is_only_posted_to() -> None:
    assert set(ELSEWHERE) <= set(POSTED)
    assert not set(ELSEWHERE.values()) & set(POSTED)
