"""What had to be so before one goes on with him: whether it was arranged, who is reminded, and who decided sees it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.cases.agreed import accept, his_yes, ready
from tests.cases.assessed import decided
from tests.cases.begun import TODAY
from tests.cases.test_contact_pages import browser_of, page_of, text_of
from tests.cases.test_report import reported, words
from tests.cases.working import opened_by
from tests.people import NOW, Cast, sign_in

from sleutelwerk.accounts.models import RoleGrant
from sleutelwerk.audit.models import Entry
from sleutelwerk.cases.actions.agreement import note_his_yes, say_our_yes
from sleutelwerk.cases.actions.decision import arrange_condition, note_outcome_told, release_condition
from sleutelwerk.cases.actions.rights import Question, note_request
from sleutelwerk.cases.models import Case, DecisionCondition, Member, RightsRequest
from sleutelwerk.cases.queries.agreement import waits_for_his_yes, waits_for_our_yes
from sleutelwerk.cases.queries.conditions import condition_late, followed, follows_for
from sleutelwerk.cases.rules.agreement import may_begin_with
from sleutelwerk.cases.rules.decision import Outcome, is_behind, may_arrange, may_be_asked
from sleutelwerk.cases.rules.rights import Right
from sleutelwerk.core.verdict import NotAllowedError

pytestmark = pytest.mark.django_db
UNTIL = date(2027, 1, 15)
DAY = timedelta(days=1)


def conditional(cast: Cast) -> Case:
    """Let somebody say yes, if something is arranged first; he heard it."""
    row = decided(cast, Outcome.CONDITIONS).candidate.case
    note_outcome_told(cast.actor("professional"), row.pk, TODAY, now=NOW)
    return row


def arranged(cast: Cast, row: Case, *, it: bool = True, who: str = "colleague") -> None:
    """Note that it was, or was not."""
    arrange_condition(cast.actor(who), row.pk, 1, arranged=it, now=NOW)


def test_a_condition_is_behind_after_its_day() -> None:
    assert [is_behind(one, TODAY) for one in (None, TODAY - DAY, TODAY, TODAY + DAY)] == [False, True, False, False]
    assert [bool(may_arrange(one, [1, 2], 2)) for one in (*Outcome, "")] == [False, True, False, False]
    assert not may_arrange(Outcome.CONDITIONS, [1, 2], 3)


def test_only_days_of_it_lie_open(cast: Cast) -> None:
    conditional(cast)
    kept = DecisionCondition.objects.get()
    assert (kept.number, kept.until, kept.arranged_on, kept.noted_by_id) == (1, UNTIL, None, None)


def test_the_team_is_reminded_until_it_is_noted(cast: Cast) -> None:
    row = conditional(cast)

    def late(day: date, who: str = "professional") -> bool:
        return condition_late(cast.actor(who), opened_by(cast, who, row), day)

    assert [late(UNTIL), late(UNTIL + DAY), late(UNTIL + DAY, "colleague")] == [False, True, True]
    arranged(cast, row)
    kept = DecisionCondition.objects.get()
    assert (kept.arranged_on, kept.noted_by) == (TODAY, cast["colleague"])
    assert not late(UNTIL + DAY)
    arranged(cast, row, it=False)
    assert DecisionCondition.objects.get().arranged_on is None
    assert late(UNTIL + DAY)
    note_request(cast.actor("professional"), row.pk, Question(Right.RESTRICT, TODAY), now=NOW)
    assert not late(UNTIL + DAY)
    with pytest.raises(NotAllowedError, match="staat op slot"):
        arranged(cast, row)
    told = Entry.objects.filter(kind="condition_arranged").order_by("number")
    assert ['"done":true' in one.body for one in told] == [True, False]


@pytest.mark.parametrize(("outcome", "number"), [(Outcome.GO, 1), (Outcome.CONDITIONS, 2), (Outcome.CONDITIONS, 0)])
def test_what_was_no_condition_is_not_arranged(cast: Cast, outcome: Outcome, number: int) -> None:
    row = decided(cast, outcome).candidate.case
    with pytest.raises(NotAllowedError, match="Deze voorwaarde is er niet"):
        arrange_condition(cast.actor("professional"), row.pk, number, arranged=True, now=NOW)
    assert not DecisionCondition.objects.filter(number=number).exists()


def test_one_of_before_gets_its_day_when_it_is_noted(cast: Cast) -> None:
    row = conditional(cast)
    DecisionCondition.objects.all().delete()
    assert opened_by(cast, "professional", row).condition_by is None
    assert "Nog niet geregeld" in text_of(browser_of(cast), page_of("decision", row))
    arranged(cast, row, it=False)
    assert opened_by(cast, "professional", row).condition_by == UNTIL


def test_who_decided_follows_it_while_he_is_fit(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    row = conditional(cast)
    decision, decider = DecisionCondition.objects.get().decision_id, cast.actor("decision_maker")
    assert followed(decider, decision) is not None
    assert [(one.pk, until) for one, until in follows_for(decider)] == [(decision, UNTIL)]
    for who in ("professional", "colleague", "outside_professional", "administrator"):
        viewer = cast.actor(who)
        assert followed(viewer, decision) is None
        with django_assert_num_queries(0 if not may_be_asked(viewer) else 1):
            assert follows_for(viewer) == []
    arranged(cast, row)
    assert follows_for(decider) == []
    assert followed(decider, decision) is not None
    Member.objects.create(
        case=row, person=cast["decision_maker"], organisation=cast.here, part="member", added_at=NOW, accepted_at=NOW
    )
    assert followed(decider, decision) is None
    Member.objects.filter(person=cast["decision_maker"]).delete()
    Case.objects.update(ended_at=NOW, stage="ending")
    assert followed(decider, decision) is None


def test_without_the_role_he_follows_nothing(cast: Cast) -> None:
    conditional(cast)
    decision = DecisionCondition.objects.get().decision_id
    address, client = reverse("cases:decide", args=[decision]), browser_of(cast, "decision_maker")
    before = Entry.objects.filter(kind="decision_read").count()
    shown = text_of(client, address)
    assert "Er is een coach." in shown
    assert "Nog niet geregeld" in shown
    assert "de teamleider" in shown
    assert "Dit is geregeld" not in shown
    assert Entry.objects.filter(kind="decision_read").count() == before + 1
    RoleGrant.objects.filter(user=cast["decision_maker"]).delete()
    again = Client()
    sign_in(again, cast["decision_maker"])
    assert again.get(address).status_code in {403, 404}


def test_the_pages_say_whether_it_is_arranged(cast: Cast) -> None:
    row, client = conditional(cast), browser_of(cast)
    home, decider = reverse("home:dashboard"), browser_of(cast, "decision_maker")
    past = timezone.localdate() - DAY
    assert "Nog niet geregeld" in text_of(client, page_of("open-case", row))
    assert "voorwaarde nog niet geregeld" not in text_of(client, home)
    assert "U zei ja, als eerst iets is geregeld" in text_of(decider, home)
    assert "De dag is voorbij" not in text_of(decider, home)
    DecisionCondition.objects.update(until=past)
    assert "Nog niet geregeld, te laat" in text_of(client, page_of("open-case", row))
    assert "voorwaarde nog niet geregeld" in text_of(client, home)
    assert "De dag is voorbij" in text_of(decider, home)
    assert "een coach" not in text_of(client, home) + text_of(decider, home)
    to = page_of("arrange-condition", row, number=1)
    done = client.post(to, {"done": "1"}, follow=True).content.decode()
    assert "Geregeld op" in done
    assert "Toch nog niet" in done
    assert "Nog niet geregeld" not in text_of(client, page_of("open-case", row))
    assert "als eerst iets is geregeld" not in text_of(decider, home)
    assert "weer open" in client.post(to, follow=True).content.decode()
    assert (
        "er niet"
        in client.post(page_of("arrange-condition", row, number=9), {"done": "1"}, follow=True).content.decode()
    )


def test_he_reads_whether_it_was_arranged(cast: Cast) -> None:
    row = conditional(cast)
    assert "Er is een coach. (de teamleider, 15 januari 2027)" in words(reported(cast, row))
    arranged(cast, row)
    assert "15 januari 2027, geregeld op" in words(reported(cast, row))


# work waits for it


def test_nobody_says_yes_to_agreements_while_a_condition_waits(cast: Cast) -> None:
    row = conditional(cast)
    draft = ready(cast, case=row)
    later = NOW + DAY
    with pytest.raises(NotAllowedError, match="Voorwaarde 1 van het besluit moet eerst geregeld zijn"):
        say_our_yes(cast.actor("colleague"), row.pk, draft.fingerprint, now=later)
    with pytest.raises(NotAllowedError, match="Voorwaarde 1"):
        note_his_yes(cast.actor("professional"), row.pk, his_yes(cast, draft), now=later)
    shown = text_of(browser_of(cast), page_of("agreement", row))
    assert "Eerst dit, dan pas ja zeggen" in shown
    assert "Er is een coach." in shown
    assert "Lees en zeg ja" not in shown
    found, today = opened_by(cast, "colleague", row), timezone.localdate(later)
    assert not waits_for_our_yes(cast.actor("colleague"), found, today)
    assert not waits_for_his_yes(cast.actor("professional"), found, today)
    assert "zeg ja" not in text_of(browser_of(cast, "colleague"), page_of("open-case", row))
    assert Case.objects.get(pk=row.pk).stage == "agreement"
    arranged(cast, row)
    assert waits_for_our_yes(cast.actor("colleague"), opened_by(cast, "colleague", row), today)
    accept(cast, draft, "colleague")
    assert Case.objects.get(pk=row.pk).stage == "reward"


def test_one_of_before_waits_as_well(cast: Cast) -> None:
    row = conditional(cast)
    draft = ready(cast, case=row)
    DecisionCondition.objects.all().delete()
    with pytest.raises(NotAllowedError, match="Voorwaarde 1"):
        accept(cast, draft, "colleague")


def test_whoever_set_it_lets_it_go(cast: Cast) -> None:
    row = conditional(cast)
    draft, kept = ready(cast, case=row), DecisionCondition.objects.get()
    theirs = browser_of(cast, "decision_maker")
    address = reverse("cases:decide", args=[kept.decision_id])
    assert "Laat dit los" in theirs.get(address).content.decode()
    again = theirs.post(address, {"outcome": "conditions"}, follow=True)
    assert (again.status_code, "staat niet meer open" in again.content.decode()) == (200, False)
    for number in ("9", "x", "99999", "9" * 5000):
        assert "staat niet meer open" in theirs.post(address, {"release": number}, follow=True).content.decode()
    with pytest.raises(NotAllowedError, match="Deze vraag is er niet"):
        release_condition(cast.actor("professional"), kept.decision_id, 1, now=NOW)
    note_request(cast.actor("professional"), row.pk, Question(Right.RESTRICT, timezone.localdate(NOW)), now=NOW)
    assert "op slot" in theirs.post(address, {"release": "1"}, follow=True).content.decode()
    RightsRequest.objects.all().delete()
    assert "U laat deze voorwaarde los" in theirs.post(address, {"release": "1"}, follow=True).content.decode()
    kept.refresh_from_db()
    assert (kept.arranged_on, kept.released_on) == (None, timezone.localdate())
    assert Entry.objects.filter(kind="condition_released").count() == 1
    assert follows_for(cast.actor("decision_maker")) == []
    assert opened_by(cast, "professional", row).condition_by is None
    assert "Niet meer nodig sinds" in text_of(browser_of(cast), page_of("decision", row))
    assert "niet meer nodig sinds" in words(reported(cast, row))
    accept(cast, draft, "colleague")
    assert Case.objects.get(pk=row.pk).stage == "reward"


def test_what_holds_goes_on_in_newer_words() -> None:
    assert may_begin_with([], first=True)
    assert may_begin_with([1], first=False)
    assert "Voorwaarde 2" in may_begin_with([2], first=True).reason
    assert "Voorwaarden 1 en 3 van het besluit moeten" in may_begin_with([1, 3], first=True).reason
