"""Judging requests: four answers, four eyes on persons, and what comes of a yes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from tests.accounts.steps import kinds
from tests.knowledge.requests.asking import (
    ADDRESS,
    ALL_MET,
    FILLED,
    GRANT,
    NOW,
    SITE,
    an_ask,
    granted,
    in_queue,
    letters,
    link_to,
    path_in,
    path_to,
    post_ask,
)
from tests.people import PASSWORD, Cast, make_person, sign_in

from sleutelwerk.accounts.models import User
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.knowledge.actions import judging
from sleutelwerk.knowledge.actions import requests as asking
from sleutelwerk.knowledge.actions.judging import Decision, answer_request
from sleutelwerk.knowledge.models import AccessRequest
from sleutelwerk.knowledge.queries.requests import verdict_on
from sleutelwerk.knowledge.rules.requests import BOND, ENTERED, OWN, VOUCHER, Answer, LinkFor, State
from sleutelwerk.publishing.models import ReadingGrant
from sleutelwerk.publishing.queries import may_read_gated
from sleutelwerk.publishing.rules import LONGEST, Gated


def judge(cast: Cast, row: AccessRequest, decision: Decision, by: str = "access_reviewer") -> State:
    """Answer a request."""
    return answer_request(cast.actor(by), row.pk, decision, site=SITE, now=NOW)


def test_a_yes_for_whoever_has_no_account_lets_him_make_one_and_read(cast: Cast, client: Client) -> None:
    row = in_queue()
    assert judge(cast, row, GRANT) is State.GRANTED
    grant = ReadingGrant.objects.get()
    assert (grant.person, grant.email, grant.until) == (None, ADDRESS, NOW + LONGEST)
    invitation = path_to("uitnodiging")
    assert "is toegekend" in client.get(invitation).content.decode()
    client.post(invitation)
    client.post(reverse("accounts:accept-invitation"), {"name": "Sanne", "method": "password", "password": PASSWORD})
    user = User.objects.get(email=ADDRESS)
    assert (user.organisation, user.grants.count()) == (None, 0)
    grant.refresh_from_db()
    assert (grant.person, grant.email) == (user, "")
    cast.people["sanne"] = user
    assert may_read_gated(cast.actor("sanne"), Gated.ARTICLE, "iets", now=NOW)
    assert not may_read_gated(cast.actor("sanne"), Gated.ARTICLE, "iets", now=grant.until + timedelta(seconds=1))
    assert kinds(cast.here.pk)[-3:] == ["reading_granted", "request_granted", "person_invited"]


def test_a_yes_for_whoever_has_an_account_is_a_neutral_letter(cast: Cast, client: Client) -> None:
    address = cast["outside_professional"].email
    granted(cast, address)
    (newest,) = [one for one in letters(address) if one.subject == "Uw aanvraag bij Sleutelwerk is beoordeeld"]
    assert "/uitnodiging/" not in newest.body
    assert "Inloggen en lezen" in client.get(path_in(newest)).content.decode()
    assert may_read_gated(cast.actor("outside_professional"), Gated.DOCUMENT, "iets", now=NOW)


def test_a_shorter_time_ends_on_its_day(cast: Cast, client: Client) -> None:
    row = in_queue()
    sign_in(client, cast["access_reviewer"])
    path = reverse("knowledge:access-request", args=[row.pk])
    said = {"met": list(ALL_MET), "answer": "shorter", "ends": "2020-01-01", "note_text": ""}
    assert "Kies een datum in de toekomst" in client.post(path, said).content.decode()
    assert not ReadingGrant.objects.exists()
    ends = (NOW + timedelta(days=60)).date().isoformat()
    assert client.post(path, {**said, "ends": ends}).status_code == 302
    assert ReadingGrant.objects.get().until.astimezone().date().isoformat() == ends


@pytest.mark.parametrize("answer", ["question", "refuse"])
def test_a_question_and_a_no_are_explained(answer: str, cast: Cast, client: Client) -> None:
    row = in_queue()
    sign_in(client, cast["access_reviewer"])
    path = reverse("knowledge:access-request", args=[row.pk])
    assert "Schrijf op wat de aanvrager moet weten" in client.post(path, {"answer": answer}).content.decode()
    assert client.post(path, {"answer": answer, "note_text": "Wij vonden uw organisatie niet."}).status_code == 302
    assert "Wij vonden uw organisatie niet." in client.get(path_to("vraag")).content.decode()


def test_a_yes_without_all_criteria_is_explained(cast: Cast) -> None:
    row = in_queue()
    with pytest.raises(NotAllowedError, match="Niet aan alles"):
        judge(cast, row, Decision(Answer.GRANT, ALL_MET[:-1]))
    assert judge(cast, row, Decision(Answer.GRANT, ALL_MET[:-1], note="Gebeld met de organisatie.")) is State.GRANTED


def test_a_made_up_criterion_counts_for_nothing(cast: Cast) -> None:
    row = in_queue()
    with pytest.raises(NotAllowedError):
        judge(cast, row, Decision(Answer.GRANT, (*ALL_MET[:-1], "verzonnen")))


def test_nobody_judges_his_own_request(cast: Cast) -> None:
    row = in_queue(cast["access_reviewer"].email)
    assert verdict_on(cast.actor("access_reviewer"), row) == OWN
    with pytest.raises(NotAllowedError):
        judge(cast, row, GRANT)
    AccessRequest.objects.filter(pk=row.pk).update(person=None)
    row.refresh_from_db()
    assert verdict_on(cast.actor("access_reviewer"), row) == OWN, "the mailbox tells, without the account as well"
    assert judge(cast, row, GRANT, "second_reviewer") is State.GRANTED


def test_whoever_entered_a_request_does_not_judge_it(cast: Cast, client: Client) -> None:
    sign_in(client, cast["access_reviewer"])
    assert client.post(reverse("knowledge:enter-request"), {**FILLED, "wants": "library"}).status_code == 302
    asking.confirm_address(link_to(LinkFor.CONFIRM, "bevestigen"), now=NOW)
    row = AccessRequest.objects.get()
    assert row.entered_by == cast["access_reviewer"]
    assert verdict_on(cast.actor("access_reviewer"), row) == ENTERED
    page = client.get(reverse("knowledge:access-request", args=[row.pk])).content.decode()
    assert ENTERED.reason in page
    assert "Geef dit antwoord" not in page
    assert judge(cast, row, GRANT, "second_reviewer") is State.GRANTED


def vouched_by(cast: Cast, voucher: str, asker: str = "sanne@gmail.com") -> AccessRequest:
    """Ask from a free mailbox, with somebody who vouches."""
    row = in_queue(asker, voucher_email=cast[voucher].email)
    asking.vouch(link_to(LinkFor.VOUCH, "borg", cast[voucher].email), knows=True, now=NOW)
    row.refresh_from_db()
    return row


def test_whoever_vouches_does_not_judge(cast: Cast) -> None:
    row = vouched_by(cast, "access_reviewer")
    assert row.voucher == cast["access_reviewer"]
    assert verdict_on(cast.actor("access_reviewer"), row) == VOUCHER
    assert verdict_on(cast.actor("second_reviewer"), row)


def test_two_who_vouched_for_each_other_do_not_judge_each_other(cast: Cast) -> None:
    colleague = make_person("colleague_2", cast.elsewhere)
    cast.people["colleague_2"] = colleague
    own = in_queue(cast["access_reviewer"].email, voucher_email=colleague.email)
    asking.vouch(link_to(LinkFor.VOUCH, "borg", colleague.email), knows=True, now=NOW)
    assert own.voucher_email == colleague.email
    row = in_queue(colleague.email)
    assert verdict_on(cast.actor("access_reviewer"), row) == BOND
    assert verdict_on(cast.actor("second_reviewer"), row)


def test_the_database_refuses_what_a_rule_would(cast: Cast) -> None:
    row = in_queue()
    reviewer = cast["access_reviewer"]
    for field in ("person", "entered_by", "voucher"):
        said = {field: reviewer, "decided_by": reviewer, "decided_at": NOW, "state": State.REFUSED}
        with pytest.raises(IntegrityError), transaction.atomic():
            AccessRequest.objects.filter(pk=row.pk).update(**said)


def test_an_unvouched_request_is_in_nobodys_queue(cast: Cast, client: Client) -> None:
    row = in_queue("sanne@gmail.com", voucher_email="collega@gemeente-proef.nl")
    with pytest.raises(NotAllowedError, match="nog niet"):
        judge(cast, row, GRANT)
    sign_in(client, cast["access_reviewer"])
    page = client.get(reverse("knowledge:access-requests")).content.decode()
    assert "Er wacht geen aanvraag" in page
    assert "1 aanvraag wacht op een collega" in page


def test_a_free_mailbox_is_answered_with_another_way(cast: Cast, client: Client) -> None:
    answer = post_ask(client, email="sanne@gmail.com")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "iedereen kan zo&#x27;n adres maken" in page
    assert 'name="voucher_email"' in page
    assert 'name="voucher_email"' not in client.get(reverse("knowledge:ask-access")).content.decode()
    for voucher, says in (("sanne+ik@gmail.com", "niet voor uzelf"), ("jan@hotmail.com", "een werkadres hebben")):
        assert says in post_ask(client, email="sanne@gmail.com", voucher_email=voucher).content.decode()
    disposable = post_ask(client, email="sanne@mailinator.com", voucher_email="jan@gemeente-proef.nl")
    assert "verdwijnt vanzelf" in disposable.content.decode()
    assert not AccessRequest.objects.exists()
    assert post_ask(client, email="sanne@gmail.com", voucher_email="jan@gemeente-proef.nl").status_code == 302
    client.post(path_to("bevestigen", "sanne@gmail.com"))
    borg = path_to("borg", "jan@gemeente-proef.nl")
    page = client.get(borg).content.decode()
    assert "Sanne Proef" in page
    assert FILLED["purpose_text"] not in page
    assert client.post(borg).status_code == 200
    assert AccessRequest.objects.get().vouched_at is None
    client.post(borg, {"kent": "ja"})
    assert AccessRequest.objects.get().vouched_at is not None
    assert client.post(borg, {"kent": "nee"}).status_code == 404


def test_a_colleague_who_does_not_vouch_ends_the_request(cast: Cast, client: Client) -> None:
    in_queue("sanne@gmail.com", voucher_email="jan@gemeente-proef.nl")
    client.post(path_to("borg", "jan@gemeente-proef.nl"), {"kent": "nee"})
    assert AccessRequest.objects.get().state == State.WITHDRAWN
    assert "stond niet voor u in" in client.get(path_to("vraag", "sanne@gmail.com")).content.decode()


@pytest.mark.parametrize(
    ("email", "says"),
    [
        ("a@politie.nl", "staat op de lijst van publieke"),
        ("a@gemeente-nep.nl", "Iedereen kan zo’n naam vastleggen"),
        ("a@bedrijf.example", "Dat zegt niets"),
    ],
)
def test_the_list_of_domains_helps_and_decides_nothing(email: str, says: str, cast: Cast, client: Client) -> None:
    row = in_queue(email)
    sign_in(client, cast["access_reviewer"])
    page = client.get(reverse("knowledge:access-request", args=[row.pk])).content.decode()
    assert says in page
    assert page.count('name="met"') == len(ALL_MET)
    assert "checked" not in page
    assert row.state == State.CONFIRMED


def test_the_second_of_two_answers_hears_that_there_was_a_first(cast: Cast, client: Client) -> None:
    row = in_queue()
    judge(cast, row, Decision(Answer.REFUSE, note="Wij vonden uw organisatie niet."), "second_reviewer")
    sign_in(client, cast["access_reviewer"])
    said = {"met": list(ALL_MET), "answer": "grant"}
    answer = client.post(reverse("knowledge:access-request", args=[row.pk]), said)
    assert answer.status_code == 422
    assert "al beoordeeld" in answer.content.decode()
    assert not ReadingGrant.objects.exists()


def test_revoking_works_at_once(cast: Cast, client: Client) -> None:
    address = cast["outside_professional"].email
    granted(cast, address)
    grant = ReadingGrant.objects.get()
    sign_in(client, cast["access_reviewer"])
    path = reverse("knowledge:revoke-access", args=[grant.pk])
    assert client.get(path).status_code == 200
    assert may_read_gated(cast.actor("outside_professional"), Gated.ARTICLE, "iets", now=NOW)
    answer = client.post(path, follow=True)
    assert "sluit binnen 20 seconden" in answer.content.decode()
    assert not may_read_gated(cast.actor("outside_professional"), Gated.ARTICLE, "iets", now=NOW)
    assert letters(address)[-1].subject == "Uw toegang bij Sleutelwerk is geëindigd"
    assert client.post(path).status_code == 404
    with pytest.raises(NotAllowedError):
        judging.revoke_access(cast.actor("second_reviewer"), grant.pk, site=SITE, now=NOW)


def test_looking_is_recorded(cast: Cast, client: Client) -> None:
    row = in_queue()
    sign_in(client, cast["access_reviewer"])
    client.get(reverse("knowledge:access-requests"))
    client.get(reverse("knowledge:access-request", args=[row.pk]))
    client.get(reverse("knowledge:readers"))
    assert kinds(cast.here.pk)[-3:] == ["requests_read", "request_read", "readers_read"]


def test_a_reviewer_of_another_organisation_finds_nothing(cast: Cast, client: Client) -> None:
    row = in_queue()
    cast.people["elsewhere"] = make_person("elsewhere", cast.elsewhere, (Role.ACCESS_REVIEWER,))
    sign_in(client, cast["elsewhere"])
    for name, args in (("access-requests", []), ("readers", []), ("enter-request", []), ("access-request", [row.pk])):
        assert client.get(reverse(f"knowledge:{name}", args=args)).status_code == 404
    with pytest.raises(NotAllowedError):
        judge(cast, row, GRANT, "elsewhere")


def test_an_unconfirmed_request_is_seen_by_nobody(cast: Cast, client: Client) -> None:
    asking.ask_for_access(an_ask(), site=SITE, now=NOW)
    row = AccessRequest.objects.get()
    sign_in(client, cast["access_reviewer"])
    assert client.get(reverse("knowledge:access-request", args=[row.pk])).status_code == 404
    with pytest.raises(NotAllowedError, match="nog niet bevestigd"):
        judge(cast, row, GRANT)


def test_answering_asks_for_a_fresh_factor(cast: Cast, client: Client) -> None:
    row = in_queue()
    sign_in(client, cast["access_reviewer"], proved_ago=timedelta(minutes=30))
    answer = client.post(reverse("knowledge:access-request", args=[row.pk]), {"answer": "grant", "met": list(ALL_MET)})
    assert answer["Location"].startswith("/bevestigen/")
    assert not ReadingGrant.objects.exists()


def test_the_overview_of_a_reviewer_names_what_waits_and_lists_cost_the_same_for_many(
    cast: Cast, client: Client, django_assert_max_num_queries: object
) -> None:
    sign_in(client, cast["access_reviewer"])
    assert "Iemand vraagt toegang" not in client.get(reverse("home:dashboard")).content.decode()
    for number in range(12):
        in_queue(f"a{number}@gemeente-proef.nl")
    assert "Er wachten 12 aanvragen" in client.get(reverse("home:dashboard")).content.decode()
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        client.get(reverse("knowledge:access-requests"))
