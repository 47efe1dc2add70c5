"""Example cases: what is made, that every rule would have let it come so far, whom it leaves alone, and how it goes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cases.begun import begun, settled
from tests.cases.engine.shipped import bibliography
from tests.paper import text_of
from tests.people import NOW, Cast, sign_in

from sleutelwerk.accounts.models import RoleGrant, User
from sleutelwerk.audit.models import Entry
from sleutelwerk.cases import tasks
from sleutelwerk.cases.actions.envelope import put_in_envelope
from sleutelwerk.cases.actions.examples import begin_examples_again, make_examples, remove_examples, remove_old_examples
from sleutelwerk.cases.actions.order import NewOrder, record_order
from sleutelwerk.cases.actions.pausing import pause_work
from sleutelwerk.cases.actions.team import add_member, invite_partner
from sleutelwerk.cases.content import newest_examples
from sleutelwerk.cases.documents.agreement import Printed
from sleutelwerk.cases.engine.check_texts import texts
from sleutelwerk.cases.engine.examples import load_examples
from sleutelwerk.cases.engine.judge_allowance import Outcome
from sleutelwerk.cases.engine.stored_agreement import composed_with
from sleutelwerk.cases.models import (
    Agreement,
    Allowance,
    Candidate,
    CandidateKey,
    Case,
    CaseKey,
    Decision,
    Member,
    Pause,
)
from sleutelwerk.cases.queries.agreement import agreements_of
from sleutelwerk.cases.queries.allowance import given_of, judged
from sleutelwerk.cases.queries.assessment import compared, together_of
from sleutelwerk.cases.queries.cases import OpenCase, case_for, cases_of
from sleutelwerk.cases.queries.contact import all_contacts_of, signals_of
from sleutelwerk.cases.queries.criteria import measure_of
from sleutelwerk.cases.queries.decision import reached
from sleutelwerk.cases.queries.ending import ending_of
from sleutelwerk.cases.queries.examples import about_example
from sleutelwerk.cases.queries.looking_back import look_backs_of
from sleutelwerk.cases.queries.order import case_by_code
from sleutelwerk.cases.rules.assessment import may_hand_in, may_note_shown
from sleutelwerk.cases.rules.assignment import may_be_area, may_be_goal, may_settle
from sleutelwerk.cases.rules.examples import KEPT
from sleutelwerk.cases.rules.stages import Stage
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.core.yaml_source import read_yaml
from sleutelwerk.home.queries.case_attention import of_case_worker
from sleutelwerk.mailroom.models import Letter
from sleutelwerk.privacy.content import newest_words, published_guard
from sleutelwerk.publishing.content import shipped_root
from sleutelwerk.vault.rules import Field

TODAY = timezone.localdate(NOW)


def made(cast: Cast, who: str = "professional") -> dict[str, OpenCase]:
    """Make the examples and give them by the stage at which they stand."""
    make_examples(cast.actor(who), now=NOW)
    return {one.row.stage: one for one in cases_of(cast.actor(who), today=TODAY) if one.example}


def test_there_are_three_at_three_places_in_the_course(cast: Cast) -> None:
    found = made(cast)
    assert set(found) == {Stage.ASSIGNMENT, Stage.CARRYING_OUT, Stage.ENDING}
    assert all(one.row.code.startswith("VOORBEELD-") and one.row.practice for one in found.values())
    assert all(about_example(one) for one in found.values())
    own = case_for(cast.actor("professional"), begun(cast).pk, today=TODAY)
    assert own is not None
    assert about_example(own) == ""


@pytest.mark.parametrize("stage", [Stage.CARRYING_OUT, Stage.ENDING])
def test_every_rule_would_have_let_it_come_so_far(cast: Cast, stage: Stage) -> None:
    one = made(cast)[stage]
    assert one.candidate is not None
    assert may_settle(one.facts, timezone.localdate(one.row.settled_at))
    measure = measure_of(one.row)
    assert measure.same
    both = compared(one.candidate, measure)
    assert both is not None
    assert all(may_hand_in(measure.criteria, findings) for findings in both.findings)
    handed_in = timezone.localdate(both.handed_in_at)
    assert may_note_shown(one.candidate.weighing.shown_on, handed_in_on=handed_in, today=TODAY)
    assert all(together_of(one.candidate).values())
    decided = reached(one.decision)
    assert decided is not None
    assert decided.reasons
    every = agreements_of(one)
    assert every.holding is not None
    assert every.may_be_read(every.holding)
    assert every.lacking(every.holding) == ()
    template = every.template
    assert template is not None
    assert composed_with(template, one.row.profile, every.holding.paper.choices).problems == ()
    for row in Allowance.objects.filter(candidate=one.candidate):
        assert judged(row.candidate_id, given_of(row), under_21=False, without=row.pk).outcome == Outcome.FINE


def test_its_days_follow_each_other(cast: Cast) -> None:
    for stage, one in made(cast).items():
        if stage == Stage.ASSIGNMENT:
            continue
        person, decision = one.candidate, one.decision
        assert person is not None
        assert decision is not None
        assert person.agreed_on is not None
        row = Agreement.objects.get(candidate=person)
        assert row.active_from is not None
        assert row.his_yes_on is not None
        days = [
            timezone.localdate(one.row.settled_at), person.told_on, person.agreed_on,
            *(timezone.localdate(each.handed_in_at) for each in person.assessments.all()), person.weighing.shown_on,
            timezone.localdate(decision.asked_at), timezone.localdate(decision.decided_at), decision.told_on,
            timezone.localdate(row.drafted_at), row.his_yes_on, timezone.localdate(row.active_from),
            min(each.row.held_on for each in all_contacts_of(cast.actor("professional"), one, now=NOW)),
        ]  # fmt: skip
        known = [day for day in days if day is not None]
        assert len(known) == len(days)
        assert known == sorted(known)


def test_at_work_there_is_something_to_see_of_each_kind(cast: Cast) -> None:
    found = made(cast)
    work, ends = found[Stage.CARRYING_OUT], found[Stage.ENDING]
    viewer = cast.actor("professional")
    assert len(all_contacts_of(viewer, work, now=NOW)) == 2
    assert len(signals_of(work)) == 1
    assert Allowance.objects.filter(candidate=work.candidate, recorded_at__isnull=False).count() == 1
    farewell = ending_of(ends)
    assert farewell is not None
    assert 0 < farewell.left < len(farewell.steps)
    looks = look_backs_of(ends)
    assert len(looks) == 1
    assert not looks[0].missing


def test_the_first_one_can_be_filled_in(cast: Cast) -> None:
    one = made(cast)[Stage.ASSIGNMENT]
    assert may_be_goal(one.facts.text("goal"))
    assert may_be_area(one.facts.text("area"))
    assert one.points
    assert one.candidate is None


def test_nobody_else_is_named_in_it_and_no_account_is_made(cast: Cast) -> None:
    accounts = User.objects.count()
    made(cast)
    me = cast["professional"].pk
    assert User.objects.count() == accounts
    assert set(Member.objects.values_list("person", flat=True)) == {me}
    for row in Decision.objects.all():
        assert {row.asked_by_id, row.told_by_id, row.first_assessor_id} == {me}
        assert row.decider_id is None
        assert row.second_assessor_id is None
    for paid in Allowance.objects.all():
        assert (paid.proposed_by_id, paid.approved_by_id, paid.recorded_by_id) == (me, None, None)


def test_the_trail_says_only_that_they_were_made(cast: Cast) -> None:
    before = Entry.objects.count()
    make_examples(cast.actor("professional"), now=NOW)
    new = list(Entry.objects.order_by("number").values_list("kind", flat=True))[before:]
    assert new == ["example_made"] * 3


def test_nobody_is_asked_anything(cast: Cast) -> None:
    found = made(cast)
    tasks_before = [list(of_case_worker(cast.actor(who), NOW)) for who in ("professional", "decision_maker", "fg")]
    assert tasks_before == [[], [], []]
    later = NOW + timedelta(days=59)
    assert list(of_case_worker(cast.actor("professional"), later)) == []
    assert not Letter.objects.exists()
    assert mail.outbox == []
    lead = cast.actor("professional")
    work = found[Stage.CARRYING_OUT].row.pk
    with pytest.raises(NotAllowedError, match="Er komt niemand bij"):
        add_member(lead, work, cast["colleague"].pk, now=NOW)
    with pytest.raises(NotAllowedError, match="niemand krijgt bericht"):
        invite_partner(lead, work, "outside_professional@voorbeeld.example", date(2027, 1, 1), site="x", now=NOW)
    with pytest.raises(NotAllowedError, match="niemand om in een envelop"):
        put_in_envelope(lead, work, {Field.NAME: "Verzonnen"}, now=NOW)
    order = NewOrder(official="een officier", article="126nd", came_at=NOW, respond_by=date(2027, 1, 1))
    with pytest.raises(NotAllowedError, match="niemand krijgt bericht"):
        record_order(lead, order, case=work, site="x", now=NOW)
    assert not Letter.objects.exists()


def test_one_gets_them_once(cast: Cast) -> None:
    made(cast)
    with pytest.raises(NotAllowedError, match="al voorbeelddossiers"):
        make_examples(cast.actor("professional"), now=NOW)
    made(cast, "colleague")
    assert Case.objects.count() == 6


@pytest.mark.parametrize("who", ["decision_maker", "fg", "newcomer", "police_officer", "outside_fg"])
def test_only_who_may_begin_a_case_gets_them(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowedError):
        make_examples(cast.actor(who), now=NOW)
    assert not Case.objects.exists()


def test_all_of_them_go_at_once_with_their_keys_and_nothing_else_does(cast: Cast) -> None:
    real = settled(cast)
    own_practice = begun(cast, practice=True)
    made(cast, "colleague")
    made(cast)
    assert remove_examples(cast.actor("professional"), now=NOW) == 3
    left = Case.objects.filter(members__person=cast["professional"].pk)
    assert set(left.values_list("pk", flat=True)) == {real.pk, own_practice.pk}
    assert CaseKey.objects.count() == Case.objects.count() == 5
    assert CandidateKey.objects.count() == Candidate.objects.count() == 2
    assert Entry.objects.filter(kind="example_removed").count() == 3
    assert remove_examples(cast.actor("professional"), now=NOW) == 0


def test_they_begin_again_as_they_were_and_nothing_else_changes(cast: Cast) -> None:
    real, lead = settled(cast), cast.actor("professional")
    theirs = set(made(cast, "colleague")[Stage.CARRYING_OUT].row.members.values_list("case", flat=True))
    before = made(cast)
    pause_work(lead, before[Stage.CARRYING_OUT].row.pk, "dreiging", now=NOW)
    begin_examples_again(lead, now=NOW)
    after = {one.row.stage: one for one in cases_of(lead, today=TODAY) if one.example}
    assert after.keys() == before.keys()
    assert {one.row.pk for one in after.values()} & {one.row.pk for one in before.values()} == set()
    assert not Pause.objects.filter(candidate__case=after[Stage.CARRYING_OUT].row, ended_at=None).exists()
    assert Case.objects.filter(pk__in={real.pk, *theirs}).count() == 2
    assert CaseKey.objects.count() == Case.objects.count() == 7


def test_who_may_begin_none_keeps_the_examples_that_he_has(cast: Cast) -> None:
    keys = {one.row.pk for one in made(cast).values()}
    RoleGrant.objects.filter(user=cast["professional"]).delete()
    with pytest.raises(NotAllowedError):
        begin_examples_again(cast.actor("professional"), now=NOW)
    assert {*Case.objects.values_list("pk", flat=True)} == keys


def test_who_paused_one_is_told_that_another_decides_and_how_to_go_on(client: Client, cast: Cast) -> None:
    row = made(cast)[Stage.CARRYING_OUT].row
    pause_work(cast.actor("professional"), row.pk, "dreiging", now=NOW)
    sign_in(client, cast["professional"])
    page = client.get(reverse("cases:resume-work", args=[row.pk])).content.decode()
    assert "In een echt dossier is dat een collega uit uw team" in page
    assert "De trekker kan een collega toevoegen" not in page
    again = reverse("cases:begin-examples-again")
    assert f'action="{again}"' in page
    assert "zoals in het begin. Alleen u ziet ze" in client.post(again, follow=True).content.decode()
    assert not Case.objects.filter(pk=row.pk).exists()
    assert f'action="{again}"' in client.get(reverse("cases:my-cases")).content.decode()


def test_they_go_by_themselves_on_their_day(cast: Cast) -> None:
    real, found = settled(cast), made(cast)
    assert {one.gone_on for one in found.values()} == {TODAY + KEPT}
    assert remove_old_examples(now=NOW + KEPT - timedelta(days=1)) == 0
    tasks.remove_old_examples(NOW + KEPT)
    assert list(Case.objects.all()) == [real]


def test_no_other_task_takes_them_before(cast: Cast) -> None:
    made(cast)
    later = NOW + KEPT - timedelta(days=1)
    for one in (
        tasks.forget_silent_candidates, tasks.forget_rejected, tasks.forget_undecided, tasks.forget_signals,
        tasks.forget_ended, tasks.remove_keyless,
    ):  # fmt: skip
        one(later)
    assert Case.objects.count() == 3
    assert Candidate.objects.count() == 2


def test_the_content_names_each_criterion_of_the_profiles(cast: Cast) -> None:
    shipped = newest_examples()
    assert shipped is not None
    known = {one.ref for one in shipped.findings}
    asked = {
        criterion.ref for one in made(cast).values() if one.candidate for criterion in measure_of(one.row).criteria
    }
    assert known == asked


def test_pages(client: Client, cast: Cast) -> None:
    sign_in(client, cast["professional"])
    page = client.get("/dossiers/").content.decode()
    assert "Bekijk drie voorbeelden" in page
    answer = client.post("/dossiers/voorbeelden/", follow=True)
    page = answer.content.decode()
    assert page.count("VOORBEELD: verzonnen") >= 3
    assert "Bekijk drie voorbeelden" not in page
    for one in Case.objects.all():
        page = client.get(f"/dossiers/{one.pk}/").content.decode()
        assert "VOORBEELD: verzonnen" in page
        assert "VOORBEELD" in page.partition("</title>")[0]
        assert "Leg hem in een envelop" not in page
        assert "Oefen: justitie" not in page
        team = client.get(f"/dossiers/{one.pk}/team/").content.decode()
        assert "Nodig uit" not in team
    assert "weggehaald" in client.post("/dossiers/voorbeelden/weg/", follow=True).content.decode()
    assert not Case.objects.exists()


def test_the_content_has_nothing_to_report_and_nothing_for_the_guard() -> None:
    path = shipped_root() / "example_cases" / "samenwerking" / "1" / "examples.yaml"
    loaded = load_examples(path, bibliography())
    assert loaded.value is not None
    assert loaded.findings == ()
    guard = published_guard((shipped_root(),), *newest_words((shipped_root(),)))
    assert [remark.words for _, text in texts(read_yaml(path).data) for remark in guard.examine(text)] == []


def test_an_example_that_leaves_out_how_it_came_so_far_is_found(tmp_path: Path) -> None:
    path = tmp_path / "example_cases" / "samenwerking" / "1" / "examples.yaml"
    path.parent.mkdir(parents=True)
    shipped = shipped_root() / "example_cases" / "samenwerking" / "1" / "examples.yaml"
    path.write_text(shipped.read_text("utf-8").replace("    settled: -118\n", ""), "utf-8")
    assert [one.code for one in load_examples(path).findings] == ["not-that-far"]


@pytest.mark.parametrize(
    "said",
    [
        "Hij zei zelf dat zijn nicht op een van de scholen werkt.",
        "Zijn vrouw was bij het tweede gesprek.",
        "Zijn eigen kinderen zijn volwassen.",
        "Een van hen is een moeder met jonge kinderen.",
        "Een vader werd boos over een brief.",
        "Met zijn schoonzus praat hij er niet over.",
        "Zijn broertje zit daar op school.",
        "Haar ouders weten het.",
        "Binnen de familie is er niemand tegen.",
    ],
)
def test_an_example_that_tells_of_his_family_or_of_others_is_found(tmp_path: Path, said: str) -> None:
    path = tmp_path / "example_cases" / "samenwerking" / "1" / "examples.yaml"
    path.parent.mkdir(parents=True)
    shipped = shipped_root() / "example_cases" / "samenwerking" / "1" / "examples.yaml"
    text = shipped.read_text("utf-8")
    assert text.count("Het plan gaat niet over zijn eigen situatie.") == 1
    path.write_text(text.replace("Het plan gaat niet over zijn eigen situatie.", said), "utf-8")
    assert [one.code for one in load_examples(path).findings] == ["about-others"]


def test_without_content_nothing_is_made(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sleutelwerk.cases.actions.examples.newest_examples", lambda: None)
    with pytest.raises(NotAllowedError, match="geen voorbeelden"):
        make_examples(cast.actor("professional"), now=NOW)


def test_the_code_of_an_example_finds_nothing_for_who_handles_an_order(cast: Cast) -> None:
    code = made(cast)[Stage.CARRYING_OUT].row.code
    assert case_by_code(cast.actor("fg"), code) is None
    real = settled(cast)
    assert case_by_code(cast.actor("fg"), real.code) == real


def test_paper_says_that_it_is_invented() -> None:
    printed = Printed(NOW, 7, "VOORBEELD: verzonnen")
    assert printed.mark.startswith("VOORBEELD: verzonnen · Afdruk 7")
    assert Printed(NOW, 7).mark.startswith("Afdruk 7")


def test_an_example_prints_with_its_mark_on_paper_and_screen(client: Client, cast: Cast) -> None:
    one = made(cast)[Stage.CARRYING_OUT]
    sign_in(client, cast["professional"])
    page = client.get(reverse("cases:print-agreement", args=[one.row.pk, 1])).content.decode()
    assert page.count("VOORBEELD: verzonnen") >= 3
    answer = client.get(reverse("cases:agreement-paper", args=[one.row.pk, 1]))
    words = " ".join(text_of(answer.content).split())
    assert "VOORBEELD: verzonnen. Onze afspraken" in words
    assert words.count("VOORBEELD: verzonnen") > 1


def test_an_exercise_of_ones_own_says_so_too_and_may_have_colleagues(client: Client, cast: Cast) -> None:
    case = begun(cast, practice=True)
    add_member(cast.actor("professional"), case.pk, cast["colleague"].pk, now=NOW)
    sign_in(client, cast["professional"])
    assert "OEFENING: verzonnen" in client.get("/dossiers/").content.decode()
    for page in ("", "team/", "opdracht/doel/", "weggooien/"):
        text = client.get(f"/dossiers/{case.pk}/{page}").content.decode()
        assert text.count("OEFENING: verzonnen") == 2
        assert "VOORBEELD" not in text
    assert remove_old_examples(now=NOW + KEPT) == 0


def test_a_real_one_says_nothing_of_the_kind(client: Client, cast: Cast) -> None:
    case = begun(cast)
    sign_in(client, cast["professional"])
    assert "verzonnen" not in client.get(f"/dossiers/{case.pk}/opdracht/doel/").content.decode()


def test_whoever_asks_twice_reads_why_not(client: Client, cast: Cast) -> None:
    sign_in(client, cast["professional"])
    client.post("/dossiers/voorbeelden/")
    assert "U hebt al voorbeelddossiers." in client.post("/dossiers/voorbeelden/", follow=True).content.decode()
    assert client.get("/dossiers/voorbeelden/").status_code == 405
