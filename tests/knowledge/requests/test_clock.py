"""What time does: notice, renewal out of the mailbox, an end by itself, reminders, and who stands in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.accounts.steps import kinds
from tests.knowledge.requests.asking import ADDRESS, NOW, SITE, granted, in_queue, letters, link_to, path_to
from tests.people import Cast, sign_in

from sleutelwerk.accounts.actions.readers import close_own_account
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.knowledge.actions import judging, renewal
from sleutelwerk.knowledge.actions import requests as asking
from sleutelwerk.knowledge.models import AccessRequest, ReviewerSubstitute
from sleutelwerk.knowledge.queries.requests import figures
from sleutelwerk.knowledge.rules.requests import Answer, LinkFor
from sleutelwerk.knowledge.tasks.requests import forget_what_is_over, remind_reviewers, see_to_ends
from sleutelwerk.mailroom.models import Letter
from sleutelwerk.publishing.models import ReadingGrant
from sleutelwerk.publishing.queries import may_read_gated
from sleutelwerk.publishing.rules import LONGEST, NOTICE, Gated

#: A Friday, so that weekends are on the way.
FRIDAY = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
LONG_AGO = NOW - LONGEST + timedelta(days=10)
READER = "reader@voorbeeld.example"


def subjects(address: str = ADDRESS) -> list[str]:
    """Give the subjects of the letters to an address."""
    return [one.subject for one in letters(address)]


def may_read(cast: Cast, now: datetime) -> bool:
    """Tell whether the reader may read at a moment."""
    return bool(may_read_gated(cast.actor("reader"), Gated.ARTICLE, "iets", now=now))


def test_two_weeks_before_the_end_one_neutral_letter_goes_out(cast: Cast) -> None:
    granted(cast, READER, now=FRIDAY)
    end = ReadingGrant.objects.get().until
    see_to_ends(end - NOTICE - timedelta(minutes=1))
    assert "Uw toegang bij Sleutelwerk loopt af" not in subjects(READER)
    for moment in (end - NOTICE, end - NOTICE + timedelta(hours=1), end - timedelta(days=1)):
        see_to_ends(moment)
    assert subjects(READER).count("Uw toegang bij Sleutelwerk loopt af") == 1
    (letter,) = [one for one in letters(READER) if "loopt af" in one.subject]
    for word in ("Reader", "Sanne", "afgeschermd", "sleutelfigu"):
        assert word not in letter.body


def test_opening_the_link_renews_nothing_and_the_button_does(cast: Cast, client: Client) -> None:
    granted(cast, READER, now=LONG_AGO)
    see_to_ends(NOW)
    path = path_to("verlengen", READER)
    before = ReadingGrant.objects.get().until
    for _ in range(3):
        assert client.get(path).status_code == 200
    assert client.head(path).status_code == 200
    assert ReadingGrant.objects.get().until == before
    assert "Uw toegang is verlengd" in client.post(path).content.decode()
    grant = ReadingGrant.objects.get()
    assert grant.until > before + timedelta(days=300)
    assert grant.notice_at is None
    assert client.post(path).status_code == 404
    assert ReadingGrant.objects.get().until == grant.until
    assert kinds(cast.here.pk)[-2:] == ["renewal_offered", "reading_extended"]


def test_a_renewed_reader_hears_again_in_time_and_keeps_his_request(cast: Cast) -> None:
    granted(cast, READER, now=FRIDAY)
    end = ReadingGrant.objects.get().until
    see_to_ends(end - NOTICE)
    link = path_to("verlengen", READER).split("/")[-2]
    found = renewal.renewable(link, now=end - NOTICE)
    assert found is not None
    renewal.renew(found, now=end - NOTICE)
    forget_what_is_over(end + timedelta(days=40))
    assert AccessRequest.objects.count() == 1
    see_to_ends(ReadingGrant.objects.get().until - NOTICE)
    assert subjects(READER).count("Uw toegang bij Sleutelwerk loopt af") == 2


def test_without_the_button_access_closes_by_itself(cast: Cast) -> None:
    granted(cast, READER, now=FRIDAY)
    end = ReadingGrant.objects.get().until
    assert may_read(cast, end)
    assert not may_read(cast, end + timedelta(seconds=1))
    see_to_ends(end + timedelta(seconds=1))
    see_to_ends(end + timedelta(hours=1))
    assert subjects(READER).count("Uw toegang bij Sleutelwerk is geëindigd") == 1
    assert kinds(cast.here.pk).count("reading_ended") == 1


def test_a_link_renews_nothing_that_was_revoked_has_ended_or_is_of_a_closed_account(cast: Cast) -> None:
    granted(cast, READER, now=FRIDAY)
    grant = ReadingGrant.objects.get()
    moment = grant.until - timedelta(days=3)
    see_to_ends(moment)
    secret = path_to("verlengen", READER).split("/")[-2]
    found = renewal.renewable(secret, now=moment)
    assert found is not None
    assert renewal.renewable(secret, now=grant.until + timedelta(seconds=1)) is None
    judging.revoke_access(cast.actor("access_reviewer"), grant.pk, site=SITE, now=moment)
    assert renewal.renewable(secret, now=moment) is None
    with pytest.raises(NotAllowedError):
        renewal.renew(found, now=moment)
    ReadingGrant.objects.update(revoked_at=None, revoked_by=None)
    close_own_account(cast.actor("reader"), cast["reader"], now=moment)
    assert renewal.renewable(secret, now=moment) is None


def test_reviewers_are_reminded_after_three_and_seven_working_days(cast: Cast) -> None:
    in_queue(now=FRIDAY)
    told = []
    for days in range(14):
        Letter.objects.filter(subject__startswith="Er wacht iets").delete()
        for _ in range(2):  # the job runs more than once a day
            remind_reviewers(FRIDAY + timedelta(days=days))
        told.append(Letter.objects.filter(subject__startswith="Er wacht iets").count())
    # Monday, Tuesday and Wednesday are three; the Tuesday after is the seventh
    assert [day for day, count in enumerate(told) if count] == [5, 11]
    assert told[5] == 2, "both reviewers"
    assert kinds(cast.here.pk).count("reviewers_reminded") == 2


def test_a_substitute_gets_the_reminders_until_his_day(cast: Cast, client: Client) -> None:
    mine, other = cast["access_reviewer"], cast["second_reviewer"]
    until = (FRIDAY + timedelta(days=6)).date()
    judging.name_substitute(cast.actor("access_reviewer"), other.pk, until=until, now=FRIDAY)
    in_queue(now=FRIDAY)
    remind_reviewers(FRIDAY + timedelta(days=5))
    assert (len(letters(mine.email)), len(letters(other.email))) == (0, 1)
    remind_reviewers(FRIDAY + timedelta(days=11))
    assert (len(letters(mine.email)), len(letters(other.email))) == (1, 2)
    for stranger in ("professional", "access_reviewer", "outside_professional"):
        with pytest.raises(NotAllowedError):
            judging.name_substitute(cast.actor("access_reviewer"), cast[stranger].pk, until=until, now=FRIDAY)


def test_a_reviewer_names_and_drops_a_substitute_on_the_page(cast: Cast, client: Client) -> None:
    sign_in(client, cast["access_reviewer"])
    path, other = reverse("knowledge:set-substitute"), str(cast["second_reviewer"].pk)
    assert client.post(path, {"colleague": other, "until": "2001-01-01"}).status_code == 422
    assert client.post(path, {"colleague": str(cast["fg"].pk), "until": NOW.date().isoformat()}).status_code == 422
    until = (NOW + timedelta(days=9)).date().isoformat()
    assert client.post(path, {"colleague": other, "until": until}).status_code == 302
    assert "krijgt uw herinneringen" in client.get(reverse("knowledge:access-requests")).content.decode()
    client.post(path, {"stop": "ja"})
    assert not ReviewerSubstitute.objects.exists()


def test_figures_leave_out_what_is_about_a_few(cast: Cast, client: Client) -> None:
    refuse = judging.Decision(Answer.REFUSE, note="Wij vonden uw organisatie niet.")
    reviewer = cast.actor("access_reviewer")
    for number in range(5):
        moment = NOW - timedelta(days=10)
        row = in_queue(f"a{number}@gemeente-proef.nl", now=moment)
        shown = figures(reviewer, now=NOW)
        assert (shown.median, shown.longest) == (None, None)
        judging.answer_request(reviewer, row.pk, refuse, site=SITE, now=moment + timedelta(days=number + 1))
    shown = figures(reviewer, now=NOW)
    assert (shown.count, shown.median, shown.longest) == (5, 3.0, 5)
    sign_in(client, cast["access_reviewer"])
    page = client.get(reverse("knowledge:access-requests")).content.decode()
    assert "3,0 dagen" in page
    assert "5 dagen" in page
    assert figures(reviewer, now=NOW + timedelta(days=91)).count == 0


def test_an_answer_to_a_question_starts_the_waiting_anew_for_reminders_only(cast: Cast) -> None:
    row = in_queue(now=FRIDAY)
    ask = judging.Decision(Answer.QUESTION, note="Bij welk team werkt u?")
    judging.answer_request(cast.actor("access_reviewer"), row.pk, ask, site=SITE, now=FRIDAY + timedelta(days=4))
    remind_reviewers(FRIDAY + timedelta(days=9))
    assert not Letter.objects.filter(subject__startswith="Er wacht iets").exists()
    later = FRIDAY + timedelta(days=10)
    asking.reply(link_to(LinkFor.FOLLOW, "vraag", now=later), "Het wijkteam.", now=later)
    row.refresh_from_db()
    assert (row.queued_at, row.waits_since, row.answered_at) == (FRIDAY, later, FRIDAY + timedelta(days=4))
    remind_reviewers(later + timedelta(days=1))
    assert not Letter.objects.filter(subject__startswith="Er wacht iets").exists()
