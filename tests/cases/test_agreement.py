"""Agreements: kept half done, fixed, said yes to by both, and holding until a newer one is accepted (N16)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.core import serializers
from django.db import IntegrityError, transaction
from tests.cases.agreed import accept, content, filled_in, his_yes, holding, ready, whole
from tests.cases.begun import TODAY, at_agreement, seen_by, settled
from tests.cases.newer_terms import OwnTerms, half_a_year
from tests.people import NOW, Cast

from sleutelwerk.audit.models import Entry
from sleutelwerk.cases.actions import agreement as do
from sleutelwerk.cases.actions.candidate import Told, note_told, stop_candidate
from sleutelwerk.cases.actions.team import add_member, answer_invitation, invite_partner, remove_member
from sleutelwerk.cases.actions.terms import confirm_terms
from sleutelwerk.cases.content import newest_retention
from sleutelwerk.cases.engine.clauses import Choices
from sleutelwerk.cases.engine.stored_agreement import Paper, control_code, paper_data
from sleutelwerk.cases.models import Agreement, Candidate, Case
from sleutelwerk.cases.models.vault import candidate_vault
from sleutelwerk.cases.queries import agreement as look
from sleutelwerk.cases.queries.agreement import PAPER, Agreements, Revision, agreements_of
from sleutelwerk.cases.queries.cases import OpenCase, invitations_for
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.publishing.content import shipped_root, versions_of

LATER = NOW + timedelta(days=1)


def agreed(cast: Cast, case: Any, who: str = "professional") -> Agreements:
    """Give the agreements of a case as somebody of its team finds them."""
    found = seen_by(cast, who, Case.objects.get(pk=case))
    assert found is not None
    return agreements_of(found)


def test_a_draft_begins_with_what_is_known(cast: Cast) -> None:
    case = at_agreement(cast)
    row = do.begin_agreement(cast.actor("professional"), case.pk, now=NOW)
    assert (row.revision, row.template, row.fingerprint) == (1, "samenwerking", "")
    draft = agreed(cast, case.pk).draft
    assert draft is not None
    filled = draft.paper.choices.filled
    assert filled["doel.doel.doel"] == "Meer kinderen gaan elke dag naar school"
    assert filled["doel.rol.rol"] == "verbinder"
    assert filled["contactpersoon.wie.vervanger"] == "de adviseur jeugd"
    assert filled["looptijd.proef.terugkijken"] == "2027-04-01"
    assert filled["looptijd.einde.einde"] == "2027-12-31"
    assert draft.paper.choices.chosen == {"papieren.bewaren": "bij-ons", "berichten.app": "sms"}


def test_one_draft_at_a_time(cast: Cast) -> None:
    case = at_agreement(cast)
    do.begin_agreement(cast.actor("professional"), case.pk, now=NOW)
    with pytest.raises(NotAllowedError, match="al een versie"):
        do.begin_agreement(cast.actor("professional"), case.pk, now=NOW)


def test_what_is_half_done_is_kept_sealed_and_a_colleague_goes_on_with_it(cast: Cast) -> None:
    case = at_agreement(cast)
    add_member(cast.actor("professional"), case.pk, cast["colleague"].pk, now=NOW)
    do.begin_agreement(cast.actor("professional"), case.pk, now=NOW)
    said = Choices(filled={"taken.doet.taken": "meegaan naar school", "antwoordtijd.antwoord.werkdagen": "9"})
    do.save_agreement(cast.actor("colleague"), case.pk, "samen", said, now=NOW)
    row = Agreement.objects.get()
    assert b"meegaan" not in bytes(row.paper)
    assert row.drafted_by == cast["colleague"]
    draft = agreed(cast, case.pk).draft
    assert draft is not None
    assert draft.paper.choices.filled["taken.doet.taken"] == "meegaan naar school"
    # only what belongs to the group is taken from its page
    assert "antwoordtijd.antwoord.werkdagen" not in draft.paper.choices.filled


def test_what_is_still_to_do_is_told_per_group(cast: Cast) -> None:
    case = at_agreement(cast)
    do.begin_agreement(cast.actor("professional"), case.pk, now=NOW)
    before = {one.id: len(one.problems) for one in agreed(cast, case.pk).groups}
    assert before["samen"] == 2  # his tasks and the hours
    do.save_agreement(cast.actor("professional"), case.pk, "geld", whole(), now=NOW)
    after = {one.id: len(one.problems) for one in agreed(cast, case.pk).groups}
    assert after["geld"] == 0
    assert after["vrij"] == before["vrij"] > 0
    with pytest.raises(NotAllowedError, match="dingen open"):
        do.make_agreement_ready(cast.actor("professional"), case.pk, now=NOW)


def test_how_often_they_speak_stands_with_the_text_and_goes_when_it_is_opened_again(cast: Cast) -> None:
    case = at_agreement(cast)
    assert filled_in(cast, case=case).contact_days is None
    row = do.make_agreement_ready(cast.actor("professional"), case.pk, now=NOW)
    assert (row.contact_days, whole().chosen["ritme.hoe-vaak"]) == (7, "week")
    assert do.reopen_agreement(cast.actor("professional"), case.pk, now=NOW).contact_days is None
    said = Choices(chosen={**whole().chosen, "ritme.hoe-vaak": "twee-weken"}, filled=whole().filled)
    do.save_agreement(cast.actor("professional"), case.pk, "contact", said, now=NOW)
    assert do.make_agreement_ready(cast.actor("professional"), case.pk, now=NOW).contact_days == 14


def test_nothing_that_is_posted_drops_a_fixed_sentence(cast: Cast) -> None:
    case = at_agreement(cast)
    do.begin_agreement(cast.actor("professional"), case.pk, now=NOW)
    fixed = {f"{t.id}.{c.id}" for t in content().topics_for("verbinder") for c in t.section.clauses if c.fixed}
    said = replace(whole(), left_out=frozenset(fixed), chosen={**whole().chosen, "stoppen.vrij": "anders"})
    for group in content().groups:
        do.save_agreement(cast.actor("professional"), case.pk, group.id, said, now=NOW)
    do.make_agreement_ready(cast.actor("professional"), case.pk, now=NOW)
    draft = agreed(cast, case.pk).draft
    assert draft is not None
    assert draft.paper.text is not None
    kept = {c.ref for one in draft.paper.text.composed.sections for c in one.clauses if c.fixed}
    assert kept == fixed


def test_a_text_that_stands_is_changed_only_after_opening_it_which_takes_both_yeses_away(cast: Cast) -> None:
    row = ready(cast)
    case, actor = row.candidate.case_id, cast.actor("professional")
    with pytest.raises(NotAllowedError, match="staat vast"):
        do.save_agreement(actor, case, "geld", whole(), now=NOW)
    with pytest.raises(NotAllowedError, match="al vast"):
        do.make_agreement_ready(actor, case, now=NOW)
    do.note_his_yes(actor, case, his_yes(cast, row), now=LATER)
    do.reopen_agreement(actor, case, now=LATER)
    row.refresh_from_db()
    assert (row.fingerprint, row.our_yes_at, row.his_yes_on, row.his_yes_heard_by) == ("", None, None, None)
    with pytest.raises(NotAllowedError, match="nog niet vast"):
        do.reopen_agreement(actor, case, now=LATER)


def test_it_holds_when_both_said_yes_to_the_same_text(cast: Cast) -> None:
    row = ready(cast)
    case, actor = row.candidate.case_id, cast.actor("professional")
    do.say_our_yes(actor, case, row.fingerprint, now=NOW)
    row.refresh_from_db()
    assert row.active_from is None
    assert Case.objects.get(pk=case).stage == "agreement"
    do.note_his_yes(actor, case, his_yes(cast, row), now=LATER)
    row.refresh_from_db()
    assert row.active_from == LATER
    assert row.his_yes_heard_by == cast["professional"]
    assert Case.objects.get(pk=case).stage == "reward"
    kinds = list(Entry.objects.values_list("kind", flat=True))
    assert kinds.count("agreement_accepted") == 2
    assert kinds.count("agreement_active") == 1
    assert "buurthuis" not in serializers.serialize("json", [*Entry.objects.all(), *Agreement.objects.all()])


def test_his_yes_may_come_first(cast: Cast) -> None:
    row = ready(cast)
    case, actor = row.candidate.case_id, cast.actor("professional")
    do.note_his_yes(actor, case, his_yes(cast, row), now=LATER)
    with pytest.raises(NotAllowedError, match="staat er al"):
        do.note_his_yes(actor, case, his_yes(cast, row), now=LATER)
    assert do.say_our_yes(actor, case, row.fingerprint, now=LATER).active_from == LATER


def test_a_yes_to_another_text_does_not_count(cast: Cast) -> None:
    row = ready(cast)
    case, actor = row.candidate.case_id, cast.actor("professional")
    with pytest.raises(NotAllowedError, match="andere tekst"):
        do.say_our_yes(actor, case, "0" * 64, now=NOW)
    with pytest.raises(NotAllowedError, match="andere tekst"):
        do.note_his_yes(actor, case, his_yes(cast, row, code="0000-0000"), now=LATER)
    with pytest.raises(NotAllowedError, match="hoorde"):
        do.note_his_yes(actor, case, his_yes(cast, row, heard_by=cast["colleague"].pk), now=LATER)
    with pytest.raises(NotAllowedError, match="een nacht"):
        do.note_his_yes(actor, case, his_yes(cast, row, said_on=TODAY), now=LATER)
    typed = control_code(row.fingerprint).replace("-", " ").lower()
    do.note_his_yes(actor, case, his_yes(cast, row, code=typed), now=LATER)


def test_no_yes_to_what_does_not_stand(cast: Cast) -> None:
    row = filled_in(cast)
    case, actor = row.candidate.case_id, cast.actor("professional")
    with pytest.raises(NotAllowedError, match="nog niet vast"):
        do.say_our_yes(actor, case, "", now=NOW)
    with pytest.raises(NotAllowedError, match="nog niet vast"):
        do.note_his_yes(actor, case, his_yes(cast, row), now=NOW)


def test_who_wrote_it_does_not_accept_it_when_a_colleague_can(cast: Cast) -> None:
    case = at_agreement(cast)
    add_member(cast.actor("professional"), case.pk, cast["colleague"].pk, now=NOW)
    row = ready(cast, case=case)
    with pytest.raises(NotAllowedError, match="collega"):
        do.say_our_yes(cast.actor("professional"), case.pk, row.fingerprint, now=NOW)
    assert accept(cast, row, "colleague").our_yes_by == cast["colleague"]


@pytest.mark.parametrize(
    "change",
    [
        {"active_from": NOW},
        {"active_from": NOW, "our_yes_at": NOW},
        {"active_from": NOW, "his_yes_on": TODAY},
        {"active_from": NOW, "our_yes_at": NOW, "his_yes_on": TODAY, "fingerprint": ""},
    ],
)
def test_the_database_lets_nothing_hold_without_both(cast: Cast, change: dict[str, Any]) -> None:
    row = ready(cast)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Agreement.objects.filter(pk=row.pk).update(**change)


def test_the_database_lets_one_hold_at_a_time(cast: Cast) -> None:
    row = holding(cast)
    row.refresh_from_db()
    row.pk, row.revision = None, 2
    with transaction.atomic(), pytest.raises(IntegrityError):
        row.save(force_insert=True)


def tamper(row: Agreement, change: Any) -> None:
    """Put another text in a sealed paper, as somebody with the key and the database could."""
    vault = candidate_vault(row.candidate_id)
    data = vault.open(PAPER, bytes(row.paper))
    change(data["text"]["groups"])
    row.paper = vault.seal(PAPER, data)
    row.save()


def drop_a_fixed_sentence(groups: list[Any]) -> None:
    """Take the first fixed sentence of a text out."""
    for _title, sections in groups:
        for section in sections:
            if any(fixed for _ref, _text, fixed in section[2]):
                section[2] = [one for one in section[2] if not one[2]]
                return


def reword(groups: list[Any]) -> None:
    """Change a sentence that is not fixed."""
    groups[0][1][0][2][0][1] = "Dit willen wij samen beter maken: iets anders."


@pytest.mark.parametrize(
    ("change", "told"), [(drop_a_fixed_sentence, "Wat u doet"), (reword, "controlecode")], ids=["fixed", "reworded"]
)
def test_a_text_that_was_tampered_with_is_accepted_by_nobody(cast: Cast, change: Any, told: str) -> None:
    row = ready(cast)
    case, actor = row.candidate.case_id, cast.actor("professional")
    tamper(row, change)
    every = agreed(cast, case)
    assert every.draft is not None
    assert any(told in one for one in every.lacking(every.draft))
    with pytest.raises(NotAllowedError, match="ontbreekt of is veranderd"):
        do.say_our_yes(actor, case, row.fingerprint, now=NOW)
    with pytest.raises(NotAllowedError, match="ontbreekt of is veranderd"):
        do.note_his_yes(actor, case, his_yes(cast, row), now=LATER)
    found = seen_by(cast, "professional", Case.objects.get(pk=case))
    assert found is not None
    with pytest.raises(NotAllowedError, match="ontbreekt of is veranderd"):
        do.print_agreement(actor, found, every.draft, every, now=NOW)


def test_how_long_it_stays_is_what_holds_when_both_say_yes(cast: Cast, settings: LazySettings, tmp_path: Path) -> None:
    row = ready(cast)
    case, actor = row.candidate.case_id, cast.actor("professional")

    def says(words: str) -> bool:
        draft = agreed(cast, case).draft
        assert draft is not None
        assert draft.paper.text is not None
        return any(words in one.text for part in draft.paper.text.composed.sections for one in part.clauses)

    assert says("Uiterlijk een jaar na de nazorg gooien wij uw naam en bijna alle stukken weg.")
    half_a_year(OwnTerms(settings, tmp_path / "own"))
    do.print_agreement(actor, *_shown(cast, case), now=NOW)
    confirm_terms(cast.actor("fg"), newest_retention().content_hash, now=NOW)
    with pytest.raises(NotAllowedError, match="ontbreekt of is veranderd"):
        do.say_our_yes(actor, case, row.fingerprint, now=NOW)
    with pytest.raises(NotAllowedError, match="ontbreekt of is veranderd"):
        do.print_agreement(actor, *_shown(cast, case), now=NOW)
    do.reopen_agreement(actor, case, now=NOW)
    do.make_agreement_ready(actor, case, now=NOW)
    assert says("Uiterlijk zes maanden na de nazorg")
    do.say_our_yes(actor, case, Agreement.objects.get(pk=row.pk).fingerprint, now=NOW)


def _shown(cast: Cast, case: UUID) -> tuple[OpenCase, Revision, Agreements]:
    found, every = seen_by(cast, "professional", Case.objects.get(pk=case)), agreed(cast, case)
    assert found is not None
    assert every.draft is not None
    return found, every.draft, every


def test_a_fixed_sentence_gone_with_a_matching_fingerprint_is_still_missed(cast: Cast) -> None:
    row = ready(cast)
    case = row.candidate.case_id
    tamper(row, drop_a_fixed_sentence)
    draft = agreed(cast, case).draft
    assert draft is not None
    assert draft.paper.text is not None
    Agreement.objects.filter(pk=row.pk).update(fingerprint=draft.paper.text.fingerprint)
    with pytest.raises(NotAllowedError, match="ontbreekt of is veranderd"):
        do.say_our_yes(cast.actor("professional"), case, draft.paper.text.fingerprint, now=NOW)


#: The newest version that ships.
SHIPPED = f"agreements/samenwerking/{versions_of((shipped_root(),), 'agreements', 'samenwerking')[-1]}"


@pytest.fixture
def own_content(settings: LazySettings, tmp_path: Path) -> Path:
    """Give an organisation's own content folder with the agreement in it, to change."""
    folder = tmp_path / SHIPPED
    copytree(shipped_root() / SHIPPED, folder)
    settings.CONTENT_FOLDER = str(tmp_path)
    return folder / "agreement.yaml"


def test_content_that_changed_is_said_and_a_new_fixed_sentence_stops_the_yes(
    cast: Cast, settings: LazySettings, own_content: Path
) -> None:
    settings.CONTENT_FOLDER = ""
    row = ready(cast)
    case = row.candidate.case_id
    assert not agreed(cast, case).drifted
    before = own_content.read_text()
    after = before.replace("U mag elke dag stoppen. Dat kost niets.", "U mag elke dag stoppen. Dat kost u niets.")
    assert after != before
    own_content.write_text(after)
    settings.CONTENT_FOLDER = str(own_content.parents[3])
    every = agreed(cast, case)
    assert every.drifted
    assert every.draft is not None
    assert every.lacking(every.draft) == ("U mag altijd stoppen",)
    with pytest.raises(NotAllowedError, match="ontbreekt of is veranderd"):
        do.say_our_yes(cast.actor("professional"), case, row.fingerprint, now=NOW)
    do.reopen_agreement(cast.actor("professional"), case, now=NOW)
    again = do.make_agreement_ready(cast.actor("professional"), case, now=NOW)
    every = agreed(cast, case)
    assert not every.drifted
    assert every.draft is not None
    assert every.lacking(every.draft) == ()
    assert again.fingerprint != row.fingerprint


def test_what_holds_is_still_his_to_read_when_the_content_changes(
    cast: Cast, settings: LazySettings, own_content: Path
) -> None:
    settings.CONTENT_FOLDER = ""
    row = holding(cast)
    own_content.write_text(own_content.read_text().replace("U mag elke dag stoppen.", "Stoppen mag elke dag."))
    settings.CONTENT_FOLDER = str(own_content.parents[3])
    every = agreed(cast, row.candidate.case_id)
    assert every.holding is not None
    assert every.lacking(every.holding)
    assert every.may_be_read(every.holding)
    assert not every.drifted


def test_a_profile_without_content_says_so(cast: Cast) -> None:
    case = at_agreement(cast)
    Case.objects.filter(pk=case.pk).update(profile="eigen-profiel")
    with pytest.raises(NotAllowedError, match="geen tekst"):
        do.begin_agreement(cast.actor("professional"), case.pk, now=NOW)


def test_a_draft_whose_content_is_gone_is_not_finished(cast: Cast) -> None:
    row = ready(cast)
    case = row.candidate.case_id
    Case.objects.filter(pk=case).update(profile="eigen-profiel")
    every = agreed(cast, case)
    assert every.draft is not None
    assert every.lacking(every.draft) == ("De tekst of de vaste afspraken zijn er niet meer.",)
    assert every.groups == ()
    assert every.composed.sections == ()
    assert every.text(every.draft) is not None
    with pytest.raises(NotAllowedError, match="geen tekst"):
        do.reopen_agreement(cast.actor("professional"), case, now=NOW)


def test_a_revision_begins_with_what_holds_which_holds_until_the_new_one_is_accepted(cast: Cast) -> None:
    old = holding(cast)
    case, actor = old.candidate.case_id, cast.actor("professional")
    new = do.begin_agreement(actor, case, now=LATER)
    every = agreed(cast, case)
    assert new.revision == 2
    assert every.draft is not None
    assert every.holding is not None
    assert every.draft.paper.choices == every.holding.paper.choices
    assert every.changes == ()
    said = replace(whole(), filled={**whole().filled, "taken.uren.uren": "2"}, left_out=frozenset({"leren.training"}))
    for group in ("samen", "contact"):
        do.save_agreement(actor, case, group, said, now=LATER)
    changes = {one.ref: (one.before, one.after) for one in agreed(cast, case).changes}
    assert set(changes) == {"taken.uren", "leren.training"}
    assert "hooguit 2 uur" in changes["taken.uren"][1]
    assert changes["leren.training"][1] == ""
    new = do.make_agreement_ready(actor, case, now=LATER)
    later = LATER + timedelta(days=2)
    do.say_our_yes(actor, case, new.fingerprint, now=later)
    old.refresh_from_db()
    assert old.over_at is None
    Case.objects.filter(pk=case).update(stage="carrying_out")
    yes = his_yes(cast, new, given_on=TODAY + timedelta(days=1), said_on=TODAY + timedelta(days=2))
    do.note_his_yes(actor, case, yes, now=later)
    old.refresh_from_db()
    assert old.over_at == later
    every = agreed(cast, case)
    assert every.holding is not None
    assert every.holding.row.revision == 2
    assert [one.row.revision for one in every.earlier] == [1]
    assert Case.objects.get(pk=case).stage == "carrying_out"


def test_a_new_version_can_be_thrown_away_and_what_holds_goes_on(cast: Cast) -> None:
    old = holding(cast)
    case, actor = old.candidate.case_id, cast.actor("professional")
    do.begin_agreement(actor, case, now=LATER)
    do.discard_agreement(actor, case, now=LATER)
    assert list(Agreement.objects.values_list("revision", flat=True)) == [1]
    with pytest.raises(NotAllowedError, match="geen versie waar u aan werkt"):
        do.discard_agreement(actor, case, now=LATER)


def test_the_first_version_is_not_thrown_away(cast: Cast) -> None:
    row = filled_in(cast)
    with pytest.raises(NotAllowedError, match="niet beginnen"):
        do.discard_agreement(cast.actor("professional"), row.candidate.case_id, now=NOW)


@pytest.mark.parametrize("stage", ["assessment", "decision", "ending"])
def test_at_another_stage_nothing_is_agreed(cast: Cast, stage: str) -> None:
    case = at_agreement(cast)
    Case.objects.filter(pk=case.pk).update(stage=stage)
    with pytest.raises(NotAllowedError):
        do.begin_agreement(cast.actor("professional"), case.pk, now=NOW)


def test_in_a_case_that_ended_nothing_changes(cast: Cast) -> None:
    row = ready(cast)
    Case.objects.filter(pk=row.candidate.case_id).update(ended_at=NOW)
    with pytest.raises(NotAllowedError, match="afgerond"):
        do.reopen_agreement(cast.actor("professional"), row.candidate.case_id, now=NOW)


def test_others_than_the_own_team_agree_to_nothing(cast: Cast) -> None:
    case = at_agreement(cast)
    with pytest.raises(NotAllowedError, match="er niet"):
        do.begin_agreement(cast.actor("colleague"), case.pk, now=NOW)
    address = "outside_professional@voorbeeld.example"
    invite_partner(cast.actor("professional"), case.pk, address, date(2027, 6, 30), site="https://x.example/", now=NOW)
    partner = cast.actor("outside_professional")
    (place,) = invitations_for(partner, today=TODAY)
    answer_invitation(partner, place.pk, takes_part=True, now=NOW)
    with pytest.raises(NotAllowedError, match="van de organisatie die het dossier heeft"):
        do.begin_agreement(partner, case.pk, now=NOW)


def test_without_somebody_there_is_nothing_to_agree(cast: Cast) -> None:
    case = settled(cast)
    assert agreed(cast, case.pk).revisions == ()
    with pytest.raises(NotAllowedError, match="geen kandidaat"):
        do.begin_agreement(cast.actor("professional"), case.pk, now=NOW)


def test_who_stops_takes_his_agreements_along(cast: Cast) -> None:
    row = ready(cast)
    stop_candidate(cast.actor("professional"), row.candidate.case_id, now=NOW)
    assert not Agreement.objects.exists()


def test_without_the_key_nothing_is_read(cast: Cast) -> None:
    row = ready(cast)
    row.candidate.key.delete()
    every = agreed(cast, row.candidate.case_id)
    assert every.draft is not None
    assert every.draft.paper == Paper()
    assert every.text(every.draft) is None
    assert not every.may_be_read(every.draft)


def test_what_is_printed_has_a_number_that_leads_to_who_printed_it(cast: Cast) -> None:
    row = ready(cast)
    found = seen_by(cast, "professional", row.candidate.case)
    assert found is not None
    every = agreements_of(found)
    assert every.draft is not None
    number = do.print_agreement(cast.actor("professional"), found, every.draft, every, now=NOW)
    entry = Entry.objects.get(kind="agreement_printed")
    assert (entry.number, entry.actor) == (number, str(cast["professional"].pk))


def test_what_asks_for_attention(cast: Cast) -> None:
    viewer, case = cast.actor("professional"), at_agreement(cast)

    def asked() -> list[bool]:
        found = seen_by(cast, "professional", Case.objects.get(pk=case.pk))
        assert found is not None
        asks = (look.lacks_agreement, look.waits_for_our_yes, look.waits_for_his_yes)
        return [one(viewer, found, TODAY) for one in asks]

    assert asked() == [True, False, False]
    row = ready(cast, case=case)
    assert asked() == [False, True, False]
    do.say_our_yes(viewer, case.pk, row.fingerprint, now=NOW)
    assert asked() == [False, False, True]
    do.note_his_yes(viewer, case.pk, his_yes(cast, row), now=LATER)
    assert asked() == [False, False, False]
    Candidate.objects.filter(case=case).delete()
    assert asked() == [False, False, False]


def test_a_candidate_who_was_only_told_has_no_agreements_yet(cast: Cast) -> None:
    case = settled(cast)
    note_told(cast.actor("professional"), case.pk, Told(TODAY, "phone", knows=True, papers={}), now=NOW)
    found = seen_by(cast, "professional", Case.objects.get(pk=case.pk))
    assert found is not None
    assert look.agreement_panel(cast.actor("professional"), found, today=TODAY) is None


def test_a_paper_is_the_same_after_sealing(cast: Cast) -> None:
    row = ready(cast)
    draft = agreed(cast, row.candidate.case_id).draft
    assert draft is not None
    assert candidate_vault(row.candidate_id).open(PAPER, bytes(row.paper)) == paper_data(draft.paper)


def test_who_sends_his_colleague_away_does_not_say_yes_to_his_own_text(cast: Cast) -> None:
    case = at_agreement(cast)
    lead = cast.actor("professional")
    add_member(lead, case.pk, cast["colleague"].pk, now=NOW)
    row = ready(cast, case=case)
    remove_member(lead, case.pk, cast["colleague"].pk, now=NOW)
    with pytest.raises(NotAllowedError, match="schreef hier zelf aan"):
        do.say_our_yes(lead, case.pk, row.fingerprint, now=NOW)


def test_who_only_fixes_the_text_did_not_write_it(cast: Cast) -> None:
    case = at_agreement(cast)
    lead = cast.actor("professional")
    add_member(lead, case.pk, cast["colleague"].pk, now=NOW)
    filled_in(cast, case=case)
    row = do.make_agreement_ready(cast.actor("colleague"), case.pk, now=NOW)
    assert row.drafted_by == cast["professional"]
    with pytest.raises(NotAllowedError, match="schreef hier zelf aan"):
        do.say_our_yes(lead, case.pk, row.fingerprint, now=NOW)
    do.reopen_agreement(cast.actor("colleague"), case.pk, now=NOW)
    row = do.make_agreement_ready(lead, case.pk, now=NOW)
    do.say_our_yes(cast.actor("colleague"), case.pk, row.fingerprint, now=NOW)


def test_in_a_short_term_one_looks_back_by_its_end(cast: Cast) -> None:
    row, last = at_agreement(cast), date(2027, 2, 15)
    Case.objects.filter(pk=row.pk).update(ends_on=last)
    found = seen_by(cast, "professional", row)
    assert found is not None
    filled = look.first_choices(found, content()).filled
    assert filled["looptijd.proef.terugkijken"] == filled["looptijd.einde.einde"] == last.isoformat()
