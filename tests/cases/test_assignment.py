"""The assignment of a case: sealed, kept page by page, settled when it is whole, and opened again."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, transaction
from tests.cases.begun import GOAL, a_receipt, begun, complete, seen_by, settled
from tests.people import NOW, Cast

from sleutelwerk.accounts.models import Organisation
from sleutelwerk.audit.models import Entry
from sleutelwerk.cases.actions import assignment as do
from sleutelwerk.cases.actions.assignment import Changes
from sleutelwerk.cases.actions.beginning import Beginning, begin_case, open_case
from sleutelwerk.cases.models import Case
from sleutelwerk.cases.queries.assignment import assignment_lines, profile_title
from sleutelwerk.cases.queries.receipt import receipt_of
from sleutelwerk.core.sealing import CannotOpenError
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.route_map.queries.published import current_chart


def test_nothing_of_it_lies_readable_in_the_database(cast: Cast) -> None:
    row = complete(cast)
    held = bytes(Case.objects.get(pk=row.pk).assignment)
    assert GOAL.encode() not in held
    assert b"wethouder" not in held
    found = seen_by(cast, "professional", row)
    assert found is not None
    assert found.facts.text("goal") == GOAL


def test_a_text_does_not_open_in_another_case_or_column(cast: Cast) -> None:
    one, other = seen_by(cast, "professional", begun(cast)), seen_by(cast, "professional", begun(cast))
    assert one is not None
    assert other is not None
    sealed = bytes(one.row.assignment)
    for vault, column in ((other.vault, "assignment"), (one.vault, "receipt")):
        with pytest.raises(CannotOpenError):
            vault.open(column, sealed)


def test_two_who_write_at_once_keep_both_pages(cast: Cast) -> None:
    row = begun(cast)
    actor = cast.actor("professional")
    do.save_assignment(actor, row.pk, Changes(texts={"area": "Gemeente Hier"}), now=NOW)
    do.save_assignment(actor, row.pk, Changes(columns={"theme": "school"}), now=NOW)
    found = seen_by(cast, "professional", row)
    assert found is not None
    assert (found.facts.text("area"), found.facts.theme, found.facts.text("goal")) == ("Gemeente Hier", "school", GOAL)


def test_a_profile_is_fixed_at_its_version(cast: Cast) -> None:
    row = complete(cast)
    assert (row.profile, bool(row.profile_hash)) == ("verbinder", True)
    assert row.profile_version == 1
    assert profile_title("verbinder") == "Verbinder"
    assert profile_title("gone") == "gone"
    with pytest.raises(NotAllowedError, match="Kies een ander"):
        do.save_assignment(cast.actor("professional"), row.pk, Changes(columns={"profile": "spion"}), now=NOW)


@pytest.mark.parametrize(
    "changes",
    [
        Changes(texts={"goal": "Een zin. Nog een zin."}),
        Changes(texts={"area": "de Bloemenwijk"}),
        Changes(columns={"starts_on": date(2027, 2, 1), "ends_on": date(2027, 1, 1)}),
    ],
)
def test_what_may_not_stand_there_is_refused_and_nothing_is_lost(cast: Cast, changes: Changes) -> None:
    row = complete(cast)
    before = bytes(row.assignment)
    with pytest.raises(NotAllowedError):
        do.save_assignment(cast.actor("professional"), row.pk, changes, now=NOW)
    after = Case.objects.get(pk=row.pk)
    assert (bytes(after.assignment), after.starts_on) == (before, date(2027, 1, 1))


def test_it_is_settled_by_the_lead_once_it_is_whole(cast: Cast) -> None:
    with pytest.raises(NotAllowedError, match="niet compleet"):
        do.settle_assignment(cast.actor("professional"), begun(cast).pk, now=NOW)
    row = settled(cast)
    assert (row.stage, row.settled_by_id) == ("candidate", cast["professional"].pk)
    with pytest.raises(NotAllowedError, match="al vastgesteld"):
        do.settle_assignment(cast.actor("professional"), row.pk, now=NOW)
    with pytest.raises(NotAllowedError, match="vastgesteld"):
        do.save_assignment(cast.actor("professional"), row.pk, Changes(texts={"area": "Elders"}), now=NOW)


def test_it_is_opened_again_while_there_is_no_candidate(cast: Cast) -> None:
    row = settled(cast)
    opened = do.reopen_assignment(cast.actor("professional"), row.pk, now=NOW)
    assert (opened.stage, opened.settled_at, opened.settled_by_id) == ("assignment", None, None)
    with pytest.raises(NotAllowedError, match="geen kandidaat"):
        do.reopen_assignment(cast.actor("professional"), row.pk, now=NOW)


def test_the_database_refuses_a_person_before_a_purpose(cast: Cast) -> None:
    row = begun(cast)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Case.objects.filter(pk=row.pk).update(stage="candidate")


def test_the_receipt_of_a_route_lies_with_it(cast: Cast) -> None:
    route_map = current_chart().route_map
    outcome = next(one for one in route_map.outcomes if one.profile == "verbinder")
    row = do.attach_receipt(cast.actor("professional"), begun(cast).pk, a_receipt(), now=NOW)
    assert outcome.id.encode() not in bytes(row.receipt or b"")
    found = seen_by(cast, "professional", row)
    assert found is not None
    shown = receipt_of(found)
    assert shown is not None
    assert (shown.outcome, shown.profile) == (outcome.title, "verbinder")
    older = a_receipt(content_hash="0" * 64)
    found = seen_by(cast, "professional", do.attach_receipt(cast.actor("professional"), row.pk, older, now=NOW))
    assert found is not None
    shown = receipt_of(found)
    assert shown is not None
    assert shown.outcome == ""


def test_a_damaged_receipt_is_no_receipt(cast: Cast) -> None:
    row = begun(cast)
    row.receipt = b"damaged beyond reading, and long enough to be tried"
    row.save()
    found = seen_by(cast, "professional", row)
    assert found is not None
    assert receipt_of(found) is None


def test_its_pages_say_what_stands_there_and_what_is_open(cast: Cast) -> None:
    found = seen_by(cast, "professional", begun(cast))
    assert found is not None
    first, *others = assignment_lines(found)
    assert first.lines == [("Doel", GOAL)]
    assert [point.what for point in first.points] == ["De integrale doelstelling ontbreekt."]
    assert not any(one.lines for one in others)
    whole = seen_by(cast, "professional", complete(cast))
    assert whole is not None
    said = dict(line for one in assignment_lines(whole) for line in one.lines)
    assert said["Termijn"] == "1 januari 2027 tot en met 31 december 2027"
    assert (said["Profiel"], said["Thema"]) == ("Verbinder", "School")


def test_in_production_nothing_begins_without_the_advice_of_the_fg(cast: Cast, settings: LazySettings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(NotAllowedError, match="advies over de DPIA"):
        begun(cast)
    assert not Case.objects.exists()
    with pytest.raises(NotAllowedError, match="professional"):
        begin_case(cast.actor("reader"), Beginning("Iets", ""), now=NOW)


def test_opening_leaves_a_trace_and_a_stranger_finds_nothing(cast: Cast) -> None:
    row = begun(cast)
    assert open_case(cast.actor("professional"), row.pk, now=NOW) is not None
    assert open_case(cast.actor("colleague"), row.pk, now=NOW) is None
    kinds = list(Entry.objects.filter(kind__startswith="case_").values_list("kind", flat=True))
    assert kinds == ["case_begun", "case_read"]
    assert not any(str(row.pk) in str(entry.body) or str(row.pk) in str(entry.subject) for entry in Entry.objects.all())


def test_codes_are_free_again_elsewhere(cast: Cast) -> None:
    row = begun(cast)
    other = Organisation.objects.get(pk=cast.elsewhere.pk)
    Case.objects.create(organisation=other, code=row.code, assignment=b"", created_at=NOW)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Case.objects.create(organisation=cast.here, code=row.code, assignment=b"", created_at=NOW)


def test_a_case_whose_key_is_gone_is_not_there(cast: Cast) -> None:
    row = begun(cast)
    row.key.delete()
    assert seen_by(cast, "professional", row) is None


def test_a_term_of_another_time_is_not_kept_and_not_settled(cast: Cast) -> None:
    row, actor = complete(cast), cast.actor("professional")
    wrong = {"starts_on": date(1900, 1, 1), "ends_on": date(1901, 1, 1)}
    with pytest.raises(NotAllowedError, match="twee jaar geleden"):
        do.save_assignment(actor, row.pk, Changes(columns=wrong), now=NOW)
    Case.objects.filter(pk=row.pk).update(**wrong)
    do.save_assignment(actor, row.pk, Changes(texts={"area": "Gemeente Daar"}), now=NOW)
    with pytest.raises(NotAllowedError, match="twee jaar geleden"):
        do.settle_assignment(actor, row.pk, now=NOW)
