"""The draft documents: made from facts, with nothing invented, for three roles only, and every opening recorded."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from html import unescape

import pikepdf
import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from tests.paper import breaches
from tests.people import NOW, Cast, make_cast, sign_in

from sleutelwerk.accounts.models import FgAdvice, Organisation
from sleutelwerk.audit.queries import entries_of
from sleutelwerk.core.plain_language import reading_ease
from sleutelwerk.home.documents import sources
from sleutelwerk.home.documents.drafts import all_drafts, draft, draft_pdf
from sleutelwerk.home.documents.risks import RISKS
from sleutelwerk.home.engine.draft import TO_FILL, Draft, DraftName, Pairs, Source, Sources, Table, ToFill
from sleutelwerk.home.queries.compliance import Facts, facts_for
from sleutelwerk.home.queries.personal_data import OF_LIBRARIES
from sleutelwerk.home.rules import READS_DRAFTS, may_read_drafts
from sleutelwerk.route_map.queries.published import current_chart
from sleutelwerk.ui.queries.personal_data import personal_fields

NAMES = sorted(DraftName)
#: Read by an FG and a jurist, so fairly difficult is allowed (40 to 50); hard is not.
READABLE = 40.0


@pytest.fixture
def cast(db: None) -> Cast:
    """Give everybody."""
    return make_cast()


@pytest.fixture
def facts(cast: Cast) -> Facts:
    """Give the facts as the FG of 'here' has them."""
    found = facts_for(cast.actor("fg"), now=NOW)
    assert found is not None
    return found


def texts_of(one: Draft) -> str:
    """Give everything that a draft says, without its sources."""
    told = [one.intro]
    for section in one.sections:
        told += [section.title, *(str(block) for block in section.blocks if not isinstance(block, Sources))]
    return "\n".join(told)


def page_of(client: Client, name: str) -> str:
    """Open a draft as a page."""
    answer = client.get(reverse("home:document", args=[name]))
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_the_drafts_state_the_facts_of_the_organisation(facts: Facts) -> None:
    for name in (DraftName.DPIA, DraftName.PROCESSING_REGISTER):
        told = texts_of(draft(name, facts))
        for fact in ("Gemeente Hier", "het college", "Loket Privacy", "privacy@voorbeeld.example"):
            assert fact in told, (name, fact)


def test_the_dpia_names_every_field_about_people_with_its_term(facts: Facts) -> None:
    told = texts_of(draft(DraftName.DPIA, facts))
    assert len(personal_fields()) > 20
    for one in personal_fields():
        assert one.account.kept in told, one.name
        assert one.account.why in told, one.name
    for library in OF_LIBRARIES:
        assert library.holds in told


def test_the_register_names_every_field_of_an_account_and_every_term_of_the_trail(facts: Facts) -> None:
    told = texts_of(draft(DraftName.PROCESSING_REGISTER, facts))
    kept = {one.account.kept for one in personal_fields() if one.room in {"accounts", "mailroom"}}
    assert [term for term in kept if term not in told] == []
    assert [how_long for _, how_long in facts.trail if how_long not in told] == []


@pytest.mark.parametrize("name", [DraftName.IAMA, DraftName.ALGORITHM_REGISTER])
def test_the_route_map_is_named_by_its_version_hash_and_size(facts: Facts, name: DraftName) -> None:
    route_map = current_chart().route_map
    told = texts_of(draft(name, facts))
    assert route_map.content_hash in told
    assert f"{route_map.slug}, {route_map.version}" in told
    answers = sum(len(question.options) for question in route_map.questions)
    assert f"{len(route_map.questions)} vragen, {answers} antwoorden, {len(route_map.outcomes)} uitkomsten" in told


def test_settings_change_what_is_said_of_sessions(cast: Cast, settings: LazySettings) -> None:
    settings.SESSION_IDLE_MINUTES, settings.SESSION_HOURS = 7, 3
    found = facts_for(cast.actor("fg"), now=NOW)
    assert found is not None
    assert "na 7 minuten stilte en altijd na 3 uur" in texts_of(draft(DraftName.DPIA, found))


def test_what_the_organisation_did_not_say_is_left_open_and_never_invented(cast: Cast) -> None:
    Organisation.objects.filter(pk=cast.here.pk).update(controller="", contact_point=" ", contact_email="", kind="")
    found = facts_for(cast.actor("administrator"), now=NOW)
    assert found is not None
    (parties,) = [b for s in draft(DraftName.DPIA, found).sections for b in s.blocks
                  if isinstance(b, Pairs) and b.pairs[0][0] == "Organisatie"]  # fmt: skip
    assert [value for name, value in parties.pairs if name != "Organisatie"] == [TO_FILL] * 7


@pytest.mark.parametrize("name", NAMES)
def test_the_legal_basis_is_always_left_to_the_organisation(facts: Facts, name: DraftName) -> None:
    blocks = [block for section in draft(name, facts).sections for block in section.blocks]
    asked = [block.question for block in blocks if isinstance(block, ToFill)]
    left = [pair[0] for block in blocks if isinstance(block, Pairs) for pair in block.pairs if pair[1] == TO_FILL]
    wanted = {
        DraftName.DPIA: any("grondslag van artikel 6" in question for question in asked),
        DraftName.PROCESSING_REGISTER: left.count("Grondslag (artikel 6 AVG)") == 4,
        DraftName.IAMA: any("wie kijkt mee" in question for question in asked),
        DraftName.ALGORITHM_REGISTER: "Wettelijke basis" in left,
    }
    assert wanted[name]


def test_places_to_fill_in_are_counted_wherever_they_stand(facts: Facts) -> None:
    for one in all_drafts(facts):
        told = texts_of(one)
        questions = sum(isinstance(block, ToFill) for section in one.sections for block in section.blocks)
        assert one.left_to_fill == questions + told.count(TO_FILL)
        assert one.left_to_fill > 0


def test_the_dpia_says_that_the_legal_basis_is_the_weakest_point(facts: Facts) -> None:
    told = texts_of(draft(DraftName.DPIA, facts))
    assert "Dit is het zwakste punt" in told
    assert "€ 250.000" in told
    assert "Toestemming past zelden" in told
    assert "Dit blijft het grootste risico" in told


def test_every_measure_says_its_requirement_and_whether_it_is_proven(facts: Facts) -> None:
    (table,) = [b for s in draft(DraftName.DPIA, facts).sections for b in s.blocks
                if isinstance(b, Table) and b.caption == "Risico’s voor mensen"]  # fmt: skip
    assert len(table.rows) == len(RISKS)
    for risk, row in zip(RISKS, table.rows, strict=True):
        lines = row[2].split("\n")
        assert len(lines) == len(risk.measures)
        for measure, line in zip(risk.measures, lines, strict=True):
            found = re.search(r"\((N\d+), (nog niet bewezen|bewezen met \d+ proe(?:f|ven))\)$", line)
            assert found
            assert found[1] == measure.requirement
            assert (found[2] == "nog niet bewezen") is (measure.promise == "")


def test_every_measure_leans_on_a_promise_about_its_own_requirement(facts: Facts) -> None:
    measures = [measure for risk in RISKS for measure in risk.measures if measure.promise]
    assert len(measures) > 15
    for measure in measures:
        promise = facts.promise(measure.promise)
        assert promise is not None, measure.promise
        assert measure.requirement in promise.requirement, measure.promise


def test_a_promise_that_an_organisation_left_out_proves_nothing(facts: Facts) -> None:
    bare = replace(facts, promises=replace(facts.promises, groups=()))
    assert "bewezen met" not in texts_of(draft(DraftName.DPIA, bare))


def test_the_advice_of_the_fg_stands_in_the_dpia_once_given(cast: Cast) -> None:
    FgAdvice.objects.create(
        organisation=cast.here, given_by=cast["fg"], given_at=NOW, dpia_date=date(2026, 11, 2),
        residual_risk="medium", prior_consultation="not_needed", valid_until=date(2027, 11, 1),
    )  # fmt: skip
    found = facts_for(cast.actor("fg"), now=NOW)
    assert found is not None
    told = texts_of(draft(DraftName.DPIA, found))
    assert "2 november 2026" in told
    assert "Midden" in told
    assert "Er is nog geen advies" not in told


def test_a_room_that_is_there_but_not_described_is_told(facts: Facts) -> None:
    there = replace(facts, not_installed=(), not_described=("dossiers", "de kennisbank"))
    told = texts_of(draft(DraftName.DPIA, there))
    assert "nog niet uitgewerkt: dossiers en de kennisbank" in told
    assert "Wat er nog niet is" not in told
    assert "er is in deze versie geen plaats voor" not in told


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_can_be_read(facts: Facts, name: DraftName) -> None:
    one = draft(name, facts)
    words = [one.intro, *(text for s in one.sections for b in s.blocks for text in (getattr(b, "text", ""),))]
    ease = reading_ease(" ".join(words))
    assert ease is not None
    assert ease >= READABLE


def test_every_source_has_an_address_a_year_and_says_how_it_was_read() -> None:
    known = [value for value in vars(sources).values() if isinstance(value, Source)]
    assert len(known) > 12
    for source in known:
        assert source.url.startswith("https://")
        assert re.fullmatch(r"20\d\d", source.year)
        assert "gelezen" in source.read or "nagelezen" in source.read


def test_three_roles_read_the_drafts_of_their_own_organisation(cast: Cast) -> None:
    names = ("fg", "security_officer", "administrator", "professional", "newcomer", "access_reviewer")
    may = {name: bool(may_read_drafts(cast.actor(name), cast.here.pk)) for name in names}
    assert [name for name, allowed in may.items() if allowed] == ["fg", "security_officer", "administrator"]
    assert not may_read_drafts(cast.actor("outside_fg"), cast.here.pk)
    assert not may_read_drafts(cast.actor("reader"), None)
    assert len(READS_DRAFTS) == 3


def test_facts_are_those_of_ones_own_organisation_or_none(cast: Cast) -> None:
    found = facts_for(cast.actor("outside_fg"), now=NOW)
    assert found is not None
    assert (found.organisation.pk, found.accounts) == (cast.elsewhere.pk, 3)
    assert facts_for(cast.actor("professional"), now=NOW) is None
    assert facts_for(cast.actor("reader"), now=NOW) is None


@pytest.mark.parametrize("name", NAMES)
def test_the_page_and_the_pdf_say_the_same_and_are_recorded(cast: Cast, name: DraftName) -> None:
    client = Client()
    sign_in(client, cast["fg"])
    page = page_of(client, name)
    answer = client.get(reverse("home:document-pdf", args=[name]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'inline; filename="concept-{name}.pdf"'
    assert answer["Cache-Control"] == "no-store"
    assert breaches(answer.content) == []
    document = pikepdf.open(io.BytesIO(answer.content))
    assert str(document.Root.Lang) == "nl"
    found = facts_for(cast.actor("fg"), now=NOW)
    assert found is not None
    for section in draft(name, found).sections:
        assert section.title in page
    opened = [entry for entry in entries_of(cast.here.pk).entries if entry.kind == "document_read"]
    assert [(entry.actor, entry.more["codes"]) for entry in opened] == [(cast["fg"].pk, {"document": name})] * 2


def test_the_list_shows_all_four_and_is_no_reading(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast["administrator"])
    page = client.get(reverse("home:documents")).content.decode()
    for name in DraftName:
        assert reverse("home:document", args=[name]) in page
        assert reverse("home:document-pdf", args=[name]) in page
    assert [entry for entry in entries_of(cast.here.pk).entries if entry.kind == "document_read"] == []


@pytest.mark.parametrize("address", ["home:document", "home:document-pdf"])
def test_a_document_that_does_not_exist_is_absent_and_not_recorded_as_read(cast: Cast, address: str) -> None:
    client = Client()
    sign_in(client, cast["fg"])
    assert client.get(reverse(address, args=["dossier"])).status_code == 404
    assert [entry for entry in entries_of(cast.here.pk).entries if entry.kind == "document_read"] == []


def test_the_same_facts_give_the_same_bytes(facts: Facts) -> None:
    assert draft_pdf(DraftName.IAMA, facts) == draft_pdf(DraftName.IAMA, facts)


def test_a_page_loads_nothing_that_the_policy_blocks(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast["fg"])
    page = page_of(client, DraftName.DPIA)
    assert " style=" not in page
    assert not re.search(r"<script(?![^>]*src=)", page)
    assert page.count("<h1>") == 1
