"""Two organisations with the same things: an id of the other opens nothing, however it is mixed with one's own (N31).

tests/access/test_matrix.py makes for each address something that somebody may open there. Here it is made twice, in
'here' and in 'elsewhere', and everybody who may open his own tries the other's, and addresses in which some ids are his
own and others are not. What he gets is what he gets for something that is not there at all.
"""

from __future__ import annotations

import re
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from django.urls import reverse
from tests.access.addresses import addresses
from tests.access.present import Carried
from tests.access.test_matrix import MATRIX, Row, undone
from tests.people import HERE, Cast, make_cast, make_person, sign_in, somebody_absent

#: Rooms of which every organisation has rows of its own; of the library only the house has.
ROOMS = ("accounts:", "cases:", "sessions:")
#: How many of those who may open it try each address.
TRIERS = 2
#: What changes by looking alone: the trail, which keeps refusals too.
TRAIL = "audit"


@pytest.fixture
def sides(db: None) -> tuple[Cast, Cast]:
    """Give everybody of 'here', and the same people once more in 'elsewhere'."""
    here = make_cast()
    there = Cast(here.elsewhere, here.here, here.police)
    there.people = {name: make_person(f"{name}_elders", there.here, roles) for name, roles in HERE.items()}
    there.people |= {
        "outside_professional": here["professional"],
        "outside_administrator": here["administrator"],
        "outside_fg": here["fg"],
        "police_officer": here["police_officer"],
        "reader": here["reader"],
    }
    return here, there


def with_ids() -> list[str]:
    """Give the names of addresses that take the id of something that somebody of 'here' may open."""
    taking = {address.name for address in addresses() if address.takes and address.name.startswith(ROOMS)}
    return sorted(name for name in taking if name in MATRIX and triers(MATRIX[name]))


def triers(row: Row) -> list[str]:
    """Give some of those of 'here' who may open what a row is about."""
    return [] if isinstance(row.who, str) else sorted(row.who & HERE.keys())[:TRIERS]


def absent_like(value: Any) -> Any:
    """Give a value of the same kind that belongs to nothing."""
    if isinstance(value, UUID):
        return somebody_absent()
    return 10**9 if isinstance(value, int) else "bestaat-niet"


def mixes(own: dict[str, Any], other: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Give every way to fill an address in with at least one id of the other; and each with nothing in that place."""
    differing = [name for name in own if own[name] != other[name]]
    found = []
    for theirs in product((False, True), repeat=len(differing)):
        taken = [name for name, is_theirs in zip(differing, theirs, strict=True) if is_theirs]
        if taken:
            nothing = {name: absent_like(other[name]) for name in taken}
            found.append(({**own, **{name: other[name] for name in taken}}, {**own, **nothing}))
    return found


#: What differs between two answers that are the same: the seal of a form.
SEAL = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


def answers(client: Client, name: str, ids: dict[str, Any], row: Row) -> list[tuple[int, str, bytes]]:
    """Give what somebody gets at an address, by asking and by sending, without the ids; nothing may change."""
    given, path, before = [], reverse(name, kwargs=ids), snapshot()
    for way in (client.get, client.post):
        with undone():
            answer = way(path, row.data if row.post else {"keeps": "ja"})
            told = SEAL.sub(b"", answer.getvalue())
            for one in ids.values():
                told = told.replace(str(one).encode(), b"")
            assert answer.status_code in {404, 405} or snapshot() == before, (ids, answer.status_code)
            given.append((answer.status_code, answer.headers.get("Location", ""), told))
    return given


def snapshot() -> dict[str, list[str]]:
    """Take down every row of every room but the trail."""
    rooms = [config for config in apps.get_app_configs() if config.name.startswith("sleutelwerk.")]
    models = [model for room in rooms if room.label != TRAIL for model in room.get_models()]
    return {model._meta.label: sorted(map(str, model._default_manager.values_list())) for model in models}


def test_enough_addresses_are_tried() -> None:
    """So that a change of names does not silently leave them all out."""
    assert len(with_ids()) > 100


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", with_ids())
def test_an_id_of_the_other_organisation_is_as_good_as_none(name: str, sides: tuple[Cast, Cast]) -> None:
    row, takes = MATRIX[name], [MATRIX[name].takes(side) for side in sides]
    wrong = []
    for side, own, other in ((sides[0], takes[0], takes[1]), (sides[1], takes[1], takes[0])):
        for person in triers(row):
            client = Client()
            sign_in(client, side[person])
            if isinstance(own, Carried):
                own.lay(client)
            with undone():
                path, kind = reverse(name, kwargs=own), "application/json" if row.as_json else MULTIPART_CONTENT
                opened = client.post(path, row.data, content_type=kind) if row.post else client.get(path)
                # what he sends may lack something; the page is his
                assert opened.status_code < 400 or opened.status_code == 422, (person, opened.status_code)
            for mixed, absent in mixes(own, other):
                got = answers(client, name, mixed, row)
                inside_own = mixed.get("case") == own.get("case", own)
                if got != answers(client, name, absent, row) or not (inside_own or min(got)[0] >= 400):
                    wrong.append((person, mixed, [one[:2] for one in got]))
    assert wrong == []
