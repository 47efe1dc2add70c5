"""What must go, goes: requests, links, and who stood in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.accounts.steps import everything_stored, kinds
from tests.knowledge.requests.asking import ADDRESS, NOW, SITE, an_ask, granted, in_queue
from tests.people import Cast

from sleutelwerk.audit.models import Entry
from sleutelwerk.knowledge.actions import judging
from sleutelwerk.knowledge.actions.requests import ask_for_access
from sleutelwerk.knowledge.models import AccessRequest, RequestLink, ReviewerSubstitute
from sleutelwerk.knowledge.rules.requests import Answer
from sleutelwerk.knowledge.tasks.requests import forget_what_is_over, see_to_ends
from sleutelwerk.mailroom.models import Letter
from sleutelwerk.publishing.models import ReadingGrant

MONTH = timedelta(days=28)
REFUSE = judging.Decision(Answer.REFUSE, note="Wij vonden uw organisatie niet.")
QUESTION = judging.Decision(Answer.QUESTION, note="Bij welk team werkt u?")


@pytest.mark.parametrize("answer", [None, REFUSE, QUESTION])
def test_requests_go_four_weeks_after_their_end(answer: judging.Decision | None, cast: Cast) -> None:
    if answer is None:
        ask_for_access(an_ask(), site=SITE, now=NOW)
    else:
        row = in_queue()
        judging.answer_request(cast.actor("access_reviewer"), row.pk, answer, site=SITE, now=NOW)
    forget_what_is_over(NOW + MONTH - timedelta(minutes=1))
    assert AccessRequest.objects.count() == 1
    forget_what_is_over(NOW + MONTH + timedelta(minutes=1))
    assert AccessRequest.objects.count() == 0
    assert kinds(cast.here.pk)[-1] == "request_forgotten"
    left = everything_stored(but=[Letter])
    for what in (ADDRESS, "Sanne Proef", "Gemeente Proef", "aanpak in de wijk"):
        assert what not in left


def test_what_waits_for_a_reviewer_does_not_go(cast: Cast) -> None:
    in_queue()
    forget_what_is_over(NOW + 10 * MONTH)
    assert AccessRequest.objects.count() == 1


def test_what_nobody_vouches_for_goes(cast: Cast) -> None:
    in_queue("sanne@gmail.com", voucher_email="jan@gemeente-proef.nl")
    forget_what_is_over(NOW + MONTH + timedelta(minutes=1))
    assert AccessRequest.objects.count() == 0


def test_what_was_granted_stays_as_long_as_the_access(cast: Cast) -> None:
    granted(cast)
    end = ReadingGrant.objects.get().until
    see_to_ends(end + timedelta(minutes=1))
    forget_what_is_over(end + MONTH - timedelta(minutes=1))
    assert (AccessRequest.objects.count(), ReadingGrant.objects.count()) == (1, 1)
    forget_what_is_over(end + MONTH + timedelta(minutes=1))
    assert (AccessRequest.objects.count(), ReadingGrant.objects.count()) == (0, 0)


def test_what_was_revoked_goes_four_weeks_later(cast: Cast) -> None:
    granted(cast)
    judging.revoke_access(cast.actor("access_reviewer"), ReadingGrant.objects.get().pk, site=SITE, now=NOW)
    forget_what_is_over(NOW + MONTH + timedelta(minutes=1))
    assert (AccessRequest.objects.count(), ReadingGrant.objects.count()) == (0, 0)


def test_links_go_with_their_request(cast: Cast) -> None:
    in_queue()
    assert RequestLink.objects.count() == 2
    AccessRequest.objects.all().delete()
    assert RequestLink.objects.count() == 0


def test_links_of_a_lasting_request_go_after_their_time(cast: Cast) -> None:
    granted(cast)
    forget_what_is_over(NOW + MONTH + MONTH + timedelta(minutes=1))
    assert RequestLink.objects.count() == 0
    assert AccessRequest.objects.count() == 1


def test_a_substitute_is_forgotten_when_his_time_is_over(cast: Cast) -> None:
    until = timezone.localdate(NOW + timedelta(days=3))
    judging.name_substitute(cast.actor("access_reviewer"), cast["second_reviewer"].pk, until=until, now=NOW)
    forget_what_is_over(NOW + timedelta(days=3))
    assert ReviewerSubstitute.objects.count() == 1
    forget_what_is_over(NOW + timedelta(days=5))
    assert ReviewerSubstitute.objects.count() == 0


def test_the_trail_holds_neither_mailbox_nor_name(cast: Cast) -> None:
    granted(cast)
    said = "".join(str(entry.body) for entry in Entry.objects.all())
    assert "request_granted" in said
    for what in (ADDRESS, "Sanne", "gemeente-proef"):
        assert what not in said
