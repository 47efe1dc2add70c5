"""Addresses, the access file, and the decisions about requests, as plain Python."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.core.yaml_source import parse_yaml
from sleutelwerk.knowledge.content import access_rules
from sleutelwerk.knowledge.engine.access import check_access
from sleutelwerk.knowledge.engine.addresses import BadAddress, Domains, Standing, Trouble, compared, normalised
from sleutelwerk.knowledge.rules.requests import (
    BOND,
    CLOSED,
    ENTERED,
    NOT_CONFIRMED,
    NOT_VOUCHED,
    OWN,
    RUNNING,
    TAKEN,
    VOUCHER,
    Answer,
    Asked,
    Judge,
    State,
    may_answer,
    may_be_judged,
    may_be_substitute,
    may_judge,
    may_use_address,
    may_vouch_from,
    reminders_due,
    substitutes_of,
    waiting_figures,
    working_days,
)
from sleutelwerk.publishing.rules import LONGEST

NOW = datetime(2026, 11, 27, 10, tzinfo=UTC)
HOUSE, ELSEWHERE = uuid4(), uuid4()
SHIPPED = Path(__file__).parents[3] / "src" / "sleutelwerk" / "content" / "access" / "sleutelwerk" / "1" / "access.yaml"
DOMAINS = Domains(frozenset({"om.nl"}), ("gemeente*.nl",), frozenset({"gmail.com"}), frozenset({"weg.example"}))


@given(st.text(max_size=60))
def test_whatever_is_typed_is_one_address_or_refused(typed: str) -> None:
    try:
        address = normalised(typed)
    except BadAddress:
        return
    assert address == normalised(address)
    assert address.isascii()
    assert address.count("@") == 1
    assert not set(address) & set(' \r\n,;<>"\t')


@given(
    st.from_regex(r"[a-z][a-z0-9.]{0,8}[a-z](\+[a-z0-9]{1,5})?@[a-z]{2,9}\.nl", fullmatch=True).filter(
        lambda t: ".." not in t
    )
)
def test_a_common_address_stays_as_it_is_and_a_plus_part_is_overlooked(address: str) -> None:
    assert normalised(address.upper()) == address
    local, _, domain = address.partition("@")
    assert compared(address) == compared(f"{local.partition('+')[0]}+anders@{domain}")


@pytest.mark.parametrize(
    ("typed", "trouble"),
    [
        ("a@r\u0456jk.nl", Trouble.LOOKALIKE),
        ("\u0430@rijk.nl", Trouble.LOOKALIKE),
        ("a@XN--rjk-8va.nl", Trouble.LOOKALIKE),
        ("a@rijk.nl\nBcc: b@rijk.nl", Trouble.CONTROL),
        ("a\u200b@rijk.nl", Trouble.CONTROL),
        ("a\u2028@rijk.nl", Trouble.CONTROL),
        ("a@rijk", Trouble.SHAPE),
        ("a..b@rijk.nl", Trouble.SHAPE),
        (".a@rijk.nl", Trouble.SHAPE),
        ("a.@rijk.nl", Trouble.SHAPE),
        (f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.{'f' * 20}.nl", Trouble.SHAPE),
        ("", Trouble.SHAPE),
    ],
)
def test_what_pretends_is_refused_and_told_apart(typed: str, trouble: Trouble) -> None:
    with pytest.raises(BadAddress) as refused:
        normalised(typed)
    assert refused.value.trouble is trouble
    assert str(refused.value) == trouble.message


def test_an_address_that_is_all_plus_part_keeps_something_to_compare() -> None:
    assert compared("+x@om.nl") == "+x@om.nl"


@pytest.mark.parametrize(
    ("address", "standing"),
    [
        ("a@om.nl", Standing.PUBLIC),
        ("a@parket.om.nl", Standing.PUBLIC),
        ("a@nietom.nl", Standing.UNKNOWN),
        ("a@om.nl.example", Standing.UNKNOWN),
        ("a@gemeentenep.nl", Standing.LOOKS_PUBLIC),
        ("a@gmail.com", Standing.FREE),
        ("a@post.weg.example", Standing.DISPOSABLE),
    ],
)
def test_a_domain_says_what_the_list_says(address: str, standing: Standing) -> None:
    assert DOMAINS.standing(address) is standing


def test_the_shipped_file_has_nothing_to_report() -> None:
    assert check_access(parse_yaml(SHIPPED.read_bytes(), "access.yaml")) == []
    rules = access_rules()
    assert rules.label_of("youth") == "Een aanpak voor jongeren"
    assert rules.label_of("gone") == "gone"
    assert {one.source for one in rules.criteria} == {"C1", ""}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("id: youth", "id: housing", "same-id"),
        ("id: involved", "id: public-task", "same-id"),
        ("label: Een aanpak voor jongeren", "label: Een aanpak voor Turkse jongeren", "unwanted-word"),
        ("    - gmail.com", "    - gmail.com\n    - om.nl", "same-domain"),
        ("criteria:", "criterium:", None),
        ("version: 1", "version: [", None),
    ],
)
def test_a_broken_file_says_where(old: str, new: str, code: str | None) -> None:
    text = SHIPPED.read_text("utf-8")
    assert old in text
    found = check_access(parse_yaml(text.replace(old, new, 1).encode(), "access.yaml"))
    assert found
    assert code is None or {one.code for one in found} == {code}


def a_judge(*roles: Role, of: UUID | None = HOUSE, address: str = "ik@huis.nl", bonds: tuple[str, ...] = ()) -> Judge:
    """Give somebody who wants to judge."""
    return Judge(Actor(uuid4(), of, frozenset(roles)), address, frozenset(bonds))


REVIEWER = a_judge(Role.ACCESS_REVIEWER)
ASKED = Asked(uuid4(), HOUSE, State.CONFIRMED, "sanne@proef.nl")


@pytest.mark.parametrize("role", list(Role))
def test_only_a_reviewer_of_the_house_judges(role: Role) -> None:
    assert bool(may_judge(a_judge(role), ASKED)) is (role is Role.ACCESS_REVIEWER)
    assert not may_judge(a_judge(role, of=ELSEWHERE), ASKED)


@pytest.mark.parametrize(
    ("request_", "judge", "verdict"),
    [
        (replace(ASKED, person=REVIEWER.actor.id), REVIEWER, OWN),
        (replace(ASKED, address="ik@huis.nl"), REVIEWER, OWN),
        (replace(ASKED, entered_by=REVIEWER.actor.id), REVIEWER, ENTERED),
        (replace(ASKED, voucher=REVIEWER.actor.id, voucher_address="x@y.nl", vouched=True), REVIEWER, VOUCHER),
        (replace(ASKED, voucher_address="ik@huis.nl", vouched=True), REVIEWER, VOUCHER),
        (ASKED, replace(REVIEWER, bonds=frozenset({"sanne@proef.nl"})), BOND),
        (replace(ASKED, voucher_address="x@y.nl"), REVIEWER, NOT_VOUCHED),
        (replace(ASKED, state=State.ASKED), REVIEWER, NOT_CONFIRMED),
    ],
)
def test_nobody_with_a_part_in_it_judges(request_: Asked, judge: Judge, verdict: object) -> None:
    assert may_judge(judge, request_) == verdict


@pytest.mark.parametrize("state", list(State))
def test_a_request_is_judged_while_it_waits_and_once(state: State) -> None:
    request = replace(ASKED, state=state)
    verdict = may_be_judged(request)
    assert bool(verdict) is (state is State.CONFIRMED) is request.in_queue
    if state in CLOSED | (RUNNING - {State.CONFIRMED}):
        assert verdict == TAKEN
    assert state.label


def answer(kind: Answer, *, met: bool = True, explained: bool = False, ends: datetime | None = None) -> bool:
    """Tell whether an answer is complete."""
    return bool(may_answer(kind, all_met=met, explained=explained, ends=ends, now=NOW, longest=LONGEST))


def test_an_answer_is_complete() -> None:
    assert answer(Answer.GRANT)
    assert not answer(Answer.GRANT, met=False)
    assert answer(Answer.GRANT, met=False, explained=True)
    for kind in (Answer.QUESTION, Answer.REFUSE):
        assert not answer(kind)
        assert answer(kind, met=False, explained=True)
    assert not answer(Answer.SHORTER)
    for ends in (NOW, NOW + LONGEST):
        assert not answer(Answer.SHORTER, ends=ends)
    assert answer(Answer.SHORTER, ends=NOW + timedelta(days=30))


def test_a_free_address_needs_a_colleague_and_a_disposable_one_another_mailbox() -> None:
    for standing in (Standing.PUBLIC, Standing.LOOKS_PUBLIC, Standing.UNKNOWN):
        assert may_use_address(standing, voucher="")
    assert not may_use_address(Standing.FREE, voucher="")
    assert may_use_address(Standing.FREE, voucher="jan@om.nl")
    assert not may_use_address(Standing.DISPOSABLE, voucher="jan@om.nl")


def test_a_colleague_is_another_person_with_a_work_address() -> None:
    assert may_vouch_from("a@gmail.com", Standing.UNKNOWN, voucher="jan@om.nl")
    assert not may_vouch_from("a@gmail.com", Standing.UNKNOWN, voucher="a+2@gmail.com")
    for standing in (Standing.FREE, Standing.DISPOSABLE):
        assert not may_vouch_from("a@gmail.com", standing, voucher="jan@om.nl")


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 60))
def test_working_days_are_five_a_week(since: date, days: int) -> None:
    counted = working_days(since, since + timedelta(days=days))
    assert counted == sum((since + timedelta(days=one)).isoweekday() <= 5 for one in range(1, days + 1))
    assert working_days(since, since + timedelta(days=days + 7)) == counted + 5


def test_reminders_come_after_three_and_seven_working_days() -> None:
    friday = date(2026, 11, 27)
    assert [reminders_due(friday, friday + timedelta(days=day)) for day in (0, 4, 5, 10, 11, 90)] == [0, 0, 1, 1, 2, 2]


def test_figures_of_a_few_are_left_out() -> None:
    waits = [timedelta(days=day) for day in (1, 2, 3, 4)]
    assert waiting_figures(waits).median is None
    shown = waiting_figures([*waits, timedelta(days=9, hours=1)])
    assert (shown.count, shown.median, shown.longest) == (5, 3.0, 10)


def test_who_stands_in_is_told_instead_when_he_reviews_himself() -> None:
    one, two, three, stranger = (uuid4() for _ in range(4))
    assert substitutes_of([one, two, three], {one: two}) == {two, three}
    assert substitutes_of([one, two], {one: stranger}) == {one, two}


def test_a_reviewer_names_another_reviewer() -> None:
    me, other = REVIEWER.actor, uuid4()
    assert may_be_substitute(me, HOUSE, other, {me.id, other})
    assert not may_be_substitute(me, HOUSE, me.id, {me.id, other})
    assert not may_be_substitute(me, HOUSE, other, {me.id})
    assert not may_be_substitute(a_judge(Role.FG).actor, HOUSE, other, {other})
