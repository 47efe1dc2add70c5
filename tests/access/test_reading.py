"""Looking leaves a trace as well: each private page that opens says so in the trail, or says here why it need not."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.access.test_matrix import EVERYBODY, MATRIX, OUTSIDE, VISITOR, Row, undone
from tests.people import Cast, make_cast, sign_in

from sleutelwerk.audit.models import Entry
from sleutelwerk.audit.queries import known_events
from sleutelwerk.core.events import Retention

_OWN = "Of himself alone."
_FORM = "An empty form: nothing about anybody is shown."
_HOUSE = "What the organisation says of itself, by its own administrator; nothing about a person."
_LIBRARY = "Texts and documents for readers, by who looks after them; nothing about a person."
_TALK = "His own deliberation, which he leads; the report of it does leave a trace."
#: Pages that leave no trace of reading, each with why.
SILENT = {
    "accounts:change-name": _OWN, "accounts:choose-factor": _OWN, "accounts:close-account": _OWN,
    "accounts:my-account": _OWN, "home:dashboard": _OWN, "home:who-looked": _OWN, "mfa_add_webauthn": _OWN,
    "mfa_deactivate_totp": _OWN, "mfa_generate_recovery_codes": _OWN, "mfa_index": _OWN, "mfa_list_webauthn": _OWN,
    "mfa_reauthenticate": _OWN, "accounts:confirm-address": _OWN, "accounts:sso-step-up": _OWN,
    "accounts:totp-picture": _OWN, "mfa_edit_webauthn": _OWN, "mfa_remove_webauthn": _OWN,
    "mfa_view_recovery_codes": _OWN, "cases:my-cases": "The list of his own teams; opening one leaves a trace.",
    "accounts:invite-person": _FORM, "cases:begin-case": _FORM, "cases:hold-by-code": _FORM,
    "cases:record-order": _FORM, "knowledge:enter-request": _FORM, "knowledge:trace-code": _FORM,
    "home:breach": "A form and a script; asking what an account touched leaves a trace.",
    "cases:crime": "What anybody should know, and nothing of a case.",
    "cases:safety": "What anybody should know, and nothing of a case.",
    "cases:threat-form": "A form without a word on it, and nothing of a case.",
    "cases:terms": "The terms that hold; when others wait, seeing what they touch leaves a trace.",
    "accounts:give-advice": _HOUSE, "accounts:organisation": _HOUSE, "accounts:saml-provider": _HOUSE,
    "accounts:sso-provider": _HOUSE, "home:documents": _HOUSE, "home:visibility": _LIBRARY,
    "knowledge:add-document": _LIBRARY, "knowledge:article-history": _LIBRARY, "knowledge:compare-article": _LIBRARY,
    "knowledge:desk": _LIBRARY, "knowledge:documents": _LIBRARY, "knowledge:hide-article": _LIBRARY,
    "knowledge:new-article": _LIBRARY, "knowledge:replace-document": _LIBRARY,
    "knowledge:roll-back-article": _LIBRARY, "knowledge:withdraw-document": _LIBRARY,
    "sessions:delete-deliberation": _TALK, "sessions:desk": _TALK, "sessions:look-back": _TALK,
    "sessions:my-deliberations": _TALK, "sessions:new-deliberation": _FORM, "sessions:report-part": _TALK,
    "sessions:review-calendar": _TALK,
}  # fmt: skip


@pytest.fixture
def cast(db: None) -> Cast:
    """Give everybody."""
    return make_cast()


def pages() -> dict[str, Row]:
    """Give the rows of pages that somebody has to sign in for."""
    nobody_signs_in = {EVERYBODY, OUTSIDE, frozenset({VISITOR})}
    return {name: row for name, row in MATRIX.items() if not row.post and row.who and row.who not in nobody_signs_in}


def kinds_of_reading() -> frozenset[str]:
    """Give the names of the events of reading."""
    return frozenset(event.name for event in known_events().values() if event.retention is Retention.ACCESS)


def looked_at(cast: Cast, name: str, row: Row) -> tuple[Any, int]:
    """Let somebody open a page; give the answer, and how many traces of reading that left."""
    client, person = Client(), min(row.who) if isinstance(row.who, frozenset) else "administrator"
    sign_in(client, cast[person])
    with undone():
        address = reverse(name, kwargs=row.takes(cast))
        traces = Entry.objects.filter(kind__in=kinds_of_reading())
        before = traces.count()
        answer = client.get(address)
        if answer.streaming:
            answer.getvalue()
        return answer, traces.count() - before


def test_each_private_page_that_opens_leaves_a_trace(cast: Cast) -> None:
    opened, silent = set(), set()
    for name, row in pages().items():
        answer, traces = looked_at(cast, name, row)
        if answer.status_code == 200:
            opened.add(name)
            silent |= set() if traces else {name}
    assert len(opened) > 100, "most pages do open here"
    assert silent == set(SILENT)
