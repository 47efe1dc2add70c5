"""The candidate of a case: nothing before he was told, a made-up name, and nothing left when he stops."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cases.as_shown import as_shown
from tests.cases.begun import TODAY, begun, complete, seen_by, settled
from tests.people import NOW, Cast, sign_in

from sleutelwerk.audit.models import Entry
from sleutelwerk.cases import tasks
from sleutelwerk.cases.actions import candidate as do
from sleutelwerk.cases.actions.assignment import reopen_assignment
from sleutelwerk.cases.actions.beginning import delete_case
from sleutelwerk.cases.actions.candidate import Told
from sleutelwerk.cases.actions.team import add_member, answer_invitation, invite_partner
from sleutelwerk.cases.engine.naming import NAMES
from sleutelwerk.cases.models import Candidate, CandidateKey, Case
from sleutelwerk.cases.models.vault import candidate_vault
from sleutelwerk.cases.queries.candidate import EMPTY_PAPERS, candidate_of, papers_of
from sleutelwerk.cases.queries.cases import invitations_for
from sleutelwerk.core.sealing import CannotOpenError
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.privacy.models import GuardException

PAPERS = {"reach": "in_person", "place": "with_us", "note": "niet na vijf uur"}


def told(**given: Any) -> Told:
    """Give what is filled in after telling somebody."""
    said: dict[str, Any] = {"told_on": TODAY, "told_how": "face_to_face", "knows": True, "papers": PAPERS} | given
    return Told(**said)


def with_candidate(cast: Cast) -> Candidate:
    """Begin a case with a candidate who was told today."""
    return do.note_told(cast.actor("professional"), settled(cast).pk, told(), now=NOW)


@pytest.mark.parametrize(
    "given", [{"told_on": None}, {"told_on": TODAY + timedelta(days=1)}, {"knows": False}], ids=str
)
def test_nothing_is_stored_before_he_was_told(cast: Cast, given: dict[str, Any]) -> None:
    row = settled(cast)
    with pytest.raises(NotAllowedError):
        do.note_told(cast.actor("professional"), row.pk, told(**given), now=NOW)
    assert not Candidate.objects.exists()
    assert not CandidateKey.objects.exists()


def test_nothing_is_stored_before_the_assignment_stands(cast: Cast) -> None:
    for row in (begun(cast), complete(cast)):
        with pytest.raises(NotAllowedError, match="Stel eerst de opdracht vast"):
            do.note_told(cast.actor("professional"), row.pk, told(), now=NOW)


def test_the_database_wants_a_day_on_which_he_was_told(cast: Cast) -> None:
    row = with_candidate(cast)
    for wrong in (None, row.written_on + timedelta(days=1)):
        with transaction.atomic(), pytest.raises(IntegrityError):
            Candidate.objects.filter(pk=row.pk).update(told_on=wrong)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Candidate.objects.filter(pk=row.pk).update(written_on=None)


@pytest.mark.parametrize("told_on", ["", "geen dag", "morgen"])
def test_the_form_takes_nobody_who_was_not_told(cast: Cast, told_on: str) -> None:
    """Not without a day, and not with one that is still to come: there is no way to put telling off."""
    client, row = Client(), settled(cast)
    sign_in(client, cast["professional"])
    day = (timezone.localdate() + timedelta(days=1)).isoformat() if told_on == "morgen" else told_on
    said = {"told_on": day, "told_how": "phone", "knows": "on", "reach": "in_person", "place": "with_us"}
    answer = client.post(reverse("cases:note-told", args=[row.pk]), said)
    assert answer.status_code == 422
    assert not Candidate.objects.exists()
    today = {**said, "told_on": timezone.localdate().isoformat()}
    assert client.post(reverse("cases:note-told", args=[row.pk]), today).status_code == 302
    assert Candidate.objects.get().written_on == timezone.localdate()


def test_who_was_told_just_after_midnight_was_told_first(cast: Cast) -> None:
    """In the first hours of a day here it is still the day before in the clock of the database."""
    night = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)
    tomorrow = told(told_on=TODAY + timedelta(days=1))
    row = do.note_told(cast.actor("professional"), settled(cast).pk, tomorrow, now=night)
    assert row.written_on == TODAY + timedelta(days=1)


def test_who_was_there_before_keeps_the_day_on_which_he_was_written_down(cast: Cast) -> None:
    row = with_candidate(cast)
    Candidate.objects.update(written_on=TODAY + timedelta(days=40))
    import_module("sleutelwerk.cases.migrations.0013_told_first").fill_written_on(apps, None)
    row.refresh_from_db()
    assert row.written_on == TODAY


def test_one_case_is_about_one_person(cast: Cast) -> None:
    row = with_candidate(cast)
    with pytest.raises(NotAllowedError, match="één persoon"):
        do.note_told(cast.actor("professional"), row.case_id, told(), now=NOW)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Candidate.objects.create(
            case=row.case,
            pseudonym="Ander",
            told_on=TODAY,
            told_how="phone",
            papers=b"",
            written_on=TODAY,
            created_at=NOW,
        )


def test_the_name_is_made_up_and_nobody_elses(cast: Cast) -> None:
    names = [with_candidate(cast).pseudonym for _ in range(10)]
    assert len(set(names)) == 10
    assert set(names) <= set(NAMES)


def test_how_he_is_reached_lies_sealed_under_a_key_of_his_own(cast: Cast) -> None:
    row = with_candidate(cast)
    assert b"vijf" not in bytes(Candidate.objects.get(pk=row.pk).papers)
    found = seen_by(cast, "professional", row.case)
    assert found is not None
    shown = candidate_of(found)
    assert shown is not None
    assert (shown.papers["note"], shown.reach, shown.place) == (
        "niet na vijf uur",
        "Alleen als u elkaar ziet",
        "Bij ons, hij kan ze inzien",
    )
    with pytest.raises(CannotOpenError):
        found.vault.open("papers", bytes(row.papers))
    do.save_papers(cast.actor("professional"), row.case_id, {**PAPERS, "note": ""}, now=NOW)
    assert papers_of(Candidate.objects.get(pk=row.pk))["note"] == ""
    row.key.delete()
    assert papers_of(Candidate.objects.get(pk=row.pk)) == EMPTY_PAPERS


def test_he_says_yes_after_a_night(cast: Cast) -> None:
    row = with_candidate(cast)
    actor = cast.actor("professional")
    with pytest.raises(NotAllowedError, match="een nacht"):
        do.note_yes(actor, row.case_id, TODAY, now=NOW)
    later = NOW + timedelta(days=1)
    assert do.note_yes(actor, row.case_id, TODAY + timedelta(days=1), now=later).agreed_on == date(2026, 11, 28)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Candidate.objects.filter(pk=row.pk).update(agreed_on=TODAY)


def test_who_stops_leaves_nothing_behind(cast: Cast) -> None:
    row = with_candidate(cast)
    sealed, case, name = bytes(row.papers), row.case_id, row.pseudonym
    do.stop_candidate(cast.actor("professional"), case, now=NOW)
    assert not Candidate.objects.exists()
    assert not CandidateKey.objects.exists()
    with pytest.raises(CannotOpenError):
        candidate_vault(row.pk).open("papers", sealed)
    trail = serializers.serialize("json", Entry.objects.all())
    assert name not in trail
    assert str(row.pk) not in trail
    assert Case.objects.get(pk=case).stage == "candidate"
    with pytest.raises(NotAllowedError, match="geen kandidaat meer"):
        do.stop_candidate(cast.actor("professional"), case, now=NOW)
    do.note_told(cast.actor("professional"), case, told(), now=NOW)


def test_who_does_not_say_yes_is_forgotten_after_four_weeks(cast: Cast) -> None:
    silent, willing = with_candidate(cast), with_candidate(cast)
    actor = cast.actor("professional")
    do.note_yes(actor, willing.case_id, TODAY + timedelta(days=1), now=NOW + timedelta(days=1))
    tasks.forget_silent_candidates(NOW + timedelta(days=28))
    assert Candidate.objects.count() == 2
    tasks.forget_silent_candidates(NOW + timedelta(days=29))
    assert list(Candidate.objects.all()) == [willing]
    assert not CandidateKey.objects.filter(candidate=silent.pk).exists()
    assert Entry.objects.filter(kind="candidate_forgotten", actor=None).count() == 1
    assert do.forget_silent_candidates(now=NOW + timedelta(days=30)) == 0


def test_a_case_with_a_candidate_is_not_thrown_away_or_opened_again(cast: Cast) -> None:
    row = with_candidate(cast)
    with pytest.raises(NotAllowedError, match="over een persoon"):
        delete_case(cast.actor("professional"), row.case_id, now=NOW)
    with pytest.raises(NotAllowedError, match="geen kandidaat"):
        reopen_assignment(cast.actor("professional"), row.case_id, now=NOW)


def test_a_partner_reads_and_does_not_write_about_him(cast: Cast) -> None:
    row = with_candidate(cast)
    until = date(2027, 6, 30)
    address = "outside_professional@voorbeeld.example"
    invite_partner(cast.actor("professional"), row.case_id, address, until, site="https://x.example/", now=NOW)
    partner = cast.actor("outside_professional")
    (place,) = invitations_for(partner, today=TODAY)
    answer_invitation(partner, place.pk, takes_part=True, now=NOW)
    with pytest.raises(NotAllowedError, match="van de organisatie die het dossier heeft"):
        do.stop_candidate(partner, row.case_id, now=NOW)
    client = Client()
    sign_in(client, cast["outside_professional"])
    assert row.pseudonym in client.get(reverse("cases:open-case", args=[row.case_id])).content.decode()
    assert client.get(reverse("cases:stop-candidate", args=[row.case_id])).status_code == 404


def test_the_pages_lead_from_telling_to_yes_and_to_stopping(cast: Cast) -> None:
    row = settled(cast)
    client = Client()
    sign_in(client, cast["professional"])

    def page(name: str) -> str:
        return reverse(f"cases:{name}", args=[row.pk])

    assert "Dit moet hij weten" in client.get(page("note-told")).content.decode()
    today = timezone.localdate()
    said = {"told_on": str(today - timedelta(days=1)), "told_how": "face_to_face", "reach": "text", "place": "at_home"}
    refused = client.post(page("note-told"), said)
    assert refused.status_code == 422
    assert "Vertel hem eerst alles" in refused.content.decode()
    named = client.post(page("note-told"), {**said, "knows": "on", "note_text": "de imam weet ervan"})
    assert named.status_code == 422
    overruled = {"note_text": "de imam weet ervan", "note_anyway": "on", "note_reason": "Zo heet de functie."}
    assert client.post(page("note-told"), {**said, "knows": "on", **overruled})["Location"] == page("open-case")
    assert GuardException.objects.get().place == "candidate"
    assert client.get(page("note-told"))["Location"] == page("open-case")
    shown = client.get(page("open-case")).content.decode()
    name = Candidate.objects.get().pseudonym
    assert name in shown
    assert name not in shown.partition("<title>")[2].partition("</title>")[0]
    assert client.post(page("save-papers"), {"reach": "", "place": "at_home"}).status_code == 422
    sent = as_shown(client, page("save-papers"), {"reach": "post", "place": "at_home"})
    assert client.post(page("save-papers"), sent)["Location"] == page("open-case")
    too_soon = client.post(page("note-yes"), {"said_on": str(today - timedelta(days=1))})
    assert "een nacht" in too_soon.content.decode()
    assert client.post(page("note-yes"), {"said_on": str(today)})["Location"] == page("open-case")
    assert "Een reden vraagt u niet" in client.get(page("stop-candidate")).content.decode()
    assert "niets meer over hem" in client.post(page("stop-candidate"), follow=True).content.decode()
    assert client.get(page("stop-candidate")).status_code == 404


def test_a_colleague_of_the_team_may_write_and_one_outside_it_finds_nothing(cast: Cast) -> None:
    row = settled(cast)
    with pytest.raises(NotAllowedError, match="er niet"):
        do.note_told(cast.actor("colleague"), row.pk, told(), now=NOW)
    add_member(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)
    assert do.note_told(cast.actor("colleague"), row.pk, told(), now=NOW).told_by_id == cast["colleague"].pk


@pytest.mark.parametrize(
    "term", [("1900-01-01", "1901-01-01"), ("2100-01-01", "2101-01-01"), ("2026-01-01", "2026-11-26")]
)
def test_a_mandate_of_another_time_opens_no_step_two(cast: Cast, term: tuple[str, str]) -> None:
    row = settled(cast)
    starts_on, ends_on = (date.fromisoformat(day) for day in term)
    Case.objects.filter(pk=row.pk).update(starts_on=starts_on, ends_on=ends_on)
    with pytest.raises(NotAllowedError, match="opdracht"):
        do.note_told(cast.actor("professional"), row.pk, told(), now=NOW)
    assert not Candidate.objects.exists()
