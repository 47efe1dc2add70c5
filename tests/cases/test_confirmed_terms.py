"""Newer terms hold for nobody until somebody who watches saw in numbers what they touch, and said so."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from tests.cases.assessed import decided
from tests.cases.begun import TODAY, at_assessment, begun
from tests.cases.newer_terms import SIGNALS, OwnTerms, fourteen_days, half_a_year, newer_terms
from tests.cases.test_candidate import with_candidate
from tests.cases.test_drift import changed
from tests.cases.test_ending import ended
from tests.cases.test_forgetting_ended import FILE_DAY, at, full
from tests.cases.working import paid, working
from tests.people import NOW, Cast, sign_in

from sleutelwerk.audit.models import Entry
from sleutelwerk.cases import tasks
from sleutelwerk.cases.actions.examples import make_examples
from sleutelwerk.cases.actions.forgetting_ended import forget_ended
from sleutelwerk.cases.actions.terms import confirm_terms
from sleutelwerk.cases.actions.theme_signals import Heard, note_signal
from sleutelwerk.cases.content import INFORMATION, newest_letter, newest_retention
from sleutelwerk.cases.engine.clauses import Choices
from sleutelwerk.cases.engine.letters import compose_letter
from sleutelwerk.cases.engine.retention import Result
from sleutelwerk.cases.models import Candidate, Case, ConfirmedTerms, Ending
from sleutelwerk.cases.queries.cases import case_for
from sleutelwerk.cases.queries.letter import letter_for
from sleutelwerk.cases.queries.preview import Preview, preview_of
from sleutelwerk.cases.queries.terms import confirmed_terms, terms_of, waiting_terms
from sleutelwerk.cases.rules.decision import Outcome
from sleutelwerk.core.verdict import NotAllowedError

pytestmark = pytest.mark.django_db
SOONER = date(2027, 8, 25)


@pytest.fixture
def own(settings: LazySettings, tmp_path: Path) -> OwnTerms:
    """Give a content folder of the organisation."""
    return OwnTerms(settings, tmp_path / "own")


def counted(preview: Preview, result: Result) -> tuple[int | None, ...]:
    """Give what a preview tells of one kind."""
    return next(one.counts for one in preview.touched if one.result is result)


def newest() -> str:
    """Give the hash of the newest terms, as somebody who looked would send it back."""
    return newest_retention().content_hash


def test_what_an_organisation_began_with_holds_by_itself(cast: Cast) -> None:
    assert confirmed_terms(cast.here.pk) is None
    begun(cast)
    begun(cast)
    row = ConfirmedTerms.objects.get()
    assert (row.organisation_id, row.version, row.confirmed_by_id) == (cast.here.pk, 1, None)
    assert terms_of(cast.here.pk).content_hash == newest()
    assert waiting_terms(cast.actor("fg")) is None


def test_invented_cases_let_terms_hold_as_well(cast: Cast) -> None:
    make_examples(cast.actor("professional"), now=NOW)
    assert ConfirmedTerms.objects.count() == 1


def test_a_shorter_term_destroys_nothing_before_somebody_confirmed_it(cast: Cast, own: OwnTerms) -> None:
    row = full(cast)
    half_a_year(own)
    assert newest_retention().version == 2
    assert terms_of(cast.here.pk).version == 1
    assert forget_ended(now=at(FILE_DAY - timedelta(days=1))) == 0
    assert Ending.objects.exists()
    confirm_terms(cast.actor("fg"), newest(), now=at(SOONER))
    assert forget_ended(now=at(SOONER - timedelta(days=1))) == 0
    assert forget_ended(now=at(SOONER)) == 1
    assert Case.objects.filter(pk=row.pk).exists()


def test_after_a_no_the_terms_that_hold_say_when_he_is_forgotten(cast: Cast, own: OwnTerms) -> None:
    fourteen_days(own)
    decided(cast, Outcome.NO)
    tasks.forget_rejected(at(TODAY + timedelta(days=13)))
    assert Candidate.objects.exists()
    tasks.forget_rejected(at(TODAY + timedelta(days=14)))
    assert not Candidate.objects.exists()


def test_who_does_not_say_yes_is_forgotten_after_the_terms_that_hold(cast: Cast, own: OwnTerms) -> None:
    fourteen_days(own)
    with_candidate(cast)
    tasks.forget_silent_candidates(at(TODAY + timedelta(days=14)))
    assert Candidate.objects.exists()
    tasks.forget_silent_candidates(at(TODAY + timedelta(days=15)))
    assert not Candidate.objects.exists()


def test_shorter_terms_after_a_no_wait_until_they_are_confirmed_and_are_counted(cast: Cast, own: OwnTerms) -> None:
    for _one in range(5):
        decided(cast, Outcome.NO)
    for _one in range(5):
        with_candidate(cast)
    fourteen_days(own)
    tasks.forget_rejected(at(TODAY + timedelta(days=14)))
    tasks.forget_silent_candidates(at(TODAY + timedelta(days=15)))
    assert Candidate.objects.count() == 10
    preview = preview_of(cast.here.pk, NOW - timedelta(days=7))
    assert counted(preview, Result.REJECTED) == (None, 5, None)
    assert counted(preview, Result.WITHDRAWN) == (None, 5, None)
    confirm_terms(cast.actor("fg"), newest(), now=NOW)
    tasks.forget_rejected(at(TODAY + timedelta(days=14)))
    tasks.forget_silent_candidates(at(TODAY + timedelta(days=15)))
    assert not Candidate.objects.exists()


def test_what_he_reads_says_how_long_by_the_terms_that_hold(cast: Cast, own: OwnTerms) -> None:
    fourteen_days(own)
    row = decided(cast, Outcome.NO)
    client = Client()
    sign_in(client, cast["professional"])
    case = Candidate.objects.get(pk=row.candidate_id).case_id
    page = client.get(reverse("cases:decision", args=[case])).content.decode()
    assert "Op 11 december 2026 wissen wij alles over hem" in page
    card = client.get(reverse("cases:write-outcome", args=[case])).content.decode()
    assert 'value="14"' in card
    assert 'value="28"' not in card
    told = with_candidate(cast)
    found, letter_now = case_for(cast.actor("professional"), told.case_id, today=TODAY), newest_letter(INFORMATION)
    assert found is not None
    assert letter_now is not None
    composed = compose_letter(letter_for(found, letter_now), "direct", Choices())
    letter = " ".join(clause.text for section in composed.sections for clause in section.clauses)
    assert "binnen 14 dagen na dit gesprek" in letter
    assert "28 dagen" not in letter
    shown = client.get(reverse("cases:open-case", args=[told.case_id])).content.decode()
    assert "wissen wij na 11 december 2026 alles" in shown


def test_a_version_that_is_withdrawn_goes_on_to_hold_until_somebody_confirmed_the_other(
    cast: Cast, own: OwnTerms, settings: LazySettings
) -> None:
    half_a_year(own)
    full(cast)
    settings.CONTENT_FOLDER = ""
    assert newest_retention().version == 1
    assert terms_of(cast.here.pk).version == 2
    assert forget_ended(now=at(SOONER)) == 1
    waits = waiting_terms(cast.actor("fg"))
    assert waits is not None
    assert waits.version == 1


def test_the_preview_counts_and_leaves_small_numbers_out(cast: Cast, own: OwnTerms) -> None:
    for _one in range(5):
        ended(cast)
    half_a_year(own)
    preview = preview_of(cast.here.pk, at(date(2027, 3, 1)))
    assert preview.waits
    assert [(one.id, one.before, one.after) for one in preview.rules] == [
        ("samenwerking-beeindigd", "1 jaar, hoogstens 2 jaar", "6 maanden, hoogstens 1 jaar")
    ]
    assert counted(preview, Result.ENDED) == (None, 5, None)
    assert [one.result for one in preview.touched] == [Result.ENDED], "what stays the same is not counted"
    near = preview_of(cast.here.pk, at(SOONER - timedelta(days=14)))
    assert counted(near, Result.ENDED) == (5, None, None)


def test_four_are_never_told(cast: Cast, own: OwnTerms) -> None:
    for _one in range(4):
        ended(cast)
    half_a_year(own)
    assert counted(preview_of(cast.here.pk, at(date(2027, 3, 1))), Result.ENDED) == (None, None, None)


def test_signals_are_counted_too(cast: Cast, own: OwnTerms) -> None:
    full(cast)
    row = working(cast, profile="waarnemer")
    at_assessment(cast)
    for _one in range(6):
        note_signal(cast.actor("professional"), row.pk, Heard("school", "Ouders zoeken hulp."), now=NOW)
    newer_terms(own, (SIGNALS, "term: {count: 30, unit: days}\n    longest: {count: 30, unit: days}"))
    preview = preview_of(cast.here.pk, NOW)
    assert counted(preview, Result.SIGNALS) == (None, 7, None)


def test_only_who_watches_confirms_what_he_saw_and_once(cast: Cast, own: OwnTerms) -> None:
    begun(cast)
    half_a_year(own)
    for who in ("professional", "administrator"):
        with pytest.raises(NotAllowedError, match="toezicht"):
            confirm_terms(cast.actor(who), newest(), now=NOW)
    with pytest.raises(NotAllowedError, match="gelden al"):
        confirm_terms(cast.actor("outside_fg"), newest(), now=NOW)
    assert ConfirmedTerms.objects.count() == 1
    with pytest.raises(NotAllowedError, match="weer een andere versie"):
        confirm_terms(cast.actor("fg"), "0" * 64, now=NOW)
    row = confirm_terms(cast.actor("security_officer"), newest(), now=NOW)
    assert (row.version, row.confirmed_by_id) == (2, cast["security_officer"].pk)
    with pytest.raises(NotAllowedError, match="gelden al"):
        confirm_terms(cast.actor("fg"), newest(), now=NOW)
    said = Entry.objects.get(kind="terms_confirmed")
    assert '"before":1' in str(said.body)
    assert '"version":2' in str(said.body)


def test_the_team_hears_of_it_once_it_holds(cast: Cast, own: OwnTerms) -> None:
    row = working(cast)
    assert changed(cast, row) == []
    half_a_year(own)
    assert changed(cast, row) == []
    confirm_terms(cast.actor("fg"), newest(), now=NOW)
    assert [one.value for one in changed(cast, row)] == ["retention"]


def test_whoever_confirmed_is_forgotten_and_the_terms_stay(cast: Cast, own: OwnTerms) -> None:
    begun(cast)
    half_a_year(own)
    confirm_terms(cast.actor("fg"), newest(), now=NOW)
    cast["fg"].delete()
    row = confirmed_terms(cast.here.pk)
    assert row is not None
    assert (row.version, row.confirmed_by_id) == (2, None)


def test_where_cases_are_already_the_terms_of_today_go_on_to_hold(cast: Cast) -> None:
    begun(cast)
    ConfirmedTerms.objects.all().delete()
    import_module("sleutelwerk.cases.migrations.0012_destroying_together").confirm_current(apps, None)
    row = ConfirmedTerms.objects.get()
    assert (row.organisation_id, row.content_hash, row.confirmed_by_id) == (cast.here.pk, newest(), None)


def test_the_page_shows_numbers_only_and_one_press_lets_it_hold(client: Client, cast: Cast, own: OwnTerms) -> None:
    row = ended(cast)
    sign_in(client, cast["fg"])
    page = reverse("cases:terms")
    assert "geen andere versie die wacht" in client.get(page).content.decode()
    assert not Entry.objects.filter(kind="terms_read").exists()
    half_a_year(own)
    assert "Andere bewaartermijnen wachten" in client.get(reverse("home:dashboard")).content.decode()
    shown = client.get(page).content.decode()
    assert "minder dan 5" in shown
    assert row.code not in shown
    assert Entry.objects.filter(kind="terms_read").count() == 1
    wrong = client.post(reverse("cases:confirm-terms"), {"shown": "x"}, follow=True).content.decode()
    assert "weer een andere versie" in wrong
    done = client.post(reverse("cases:confirm-terms"), {"shown": newest()}, follow=True).content.decode()
    assert "Deze termijnen gelden nu" in done
    assert "versie 2" in done


def test_papers_and_candidates_without_a_decision_are_counted_too(cast: Cast, own: OwnTerms) -> None:
    row = full(cast)
    for month in range(1, 5):
        paid(Candidate.objects.get(case=row), date(2026, month, 1))
    for _one in range(5):
        at_assessment(cast)
    seven = "term: {count: 7, unit: years}\n    longest: {count: 7, unit: years}"
    months = "term: {count: 3, unit: months}"
    newer_terms(own, (seven, seven.replace("7", "9")), (months, months.replace("3", "2")))
    preview = preview_of(cast.here.pk, NOW)
    assert counted(preview, Result.PAYMENTS) == (None, None, 5)
    assert counted(preview, Result.UNDECIDED) == (None, 5, None)
