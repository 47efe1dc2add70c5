"""The pages after a deliberation: only for whoever led it, part by part, final when complete, and files of each."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import date, timedelta
from io import BytesIO
from xml.dom.minidom import parseString

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import paper
from tests.deliberation.held import Held, a_record, a_whole_talk, opened_record
from tests.people import Cast, sign_in

from sleutelwerk.audit.models import Entry
from sleutelwerk.deliberation.actions.closing import keep_draft
from sleutelwerk.deliberation.content import current
from sleutelwerk.deliberation.engine.report import Part
from sleutelwerk.deliberation.engine.session.decide import Verb
from sleutelwerk.deliberation.engine.session.state import StepPhase
from sleutelwerk.deliberation.models import Deliberation, Record
from sleutelwerk.deliberation.models.vault import vault_of
from sleutelwerk.deliberation.queries.after import section_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(client: Client, cast: Cast) -> Client:
    """Whoever led it, signed in."""
    sign_in(client, cast["facilitator"])
    return client


def at(name: str, held: Held, **more: object) -> str:
    """Give an address of this deliberation."""
    return reverse(f"sessions:{name}", kwargs={"deliberation": held.row.pk, **more})


def checked(held: Held) -> None:
    """Let the time for checking be over."""
    Deliberation.objects.filter(pk=held.row.pk).update(check_until=timezone.now() - timedelta(minutes=1))


def last_events() -> str:
    """Give the trail as text."""
    return " ".join(Entry.objects.order_by("number").values_list("body", flat=True))


def test_report(leader: Client, held: Held) -> None:
    """Both drafts stand beside each other under a title that says nothing; that it was read is in the trail."""
    page = leader.get(at("report", held))
    text = page.content.decode()
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert "<title>Moreel beraad · Sleutelwerk</title>" in text
    assert "Reflectieverslag" in text
    assert "Besluit- en afsprakennota" in text
    assert "Hij loopt gevaar." in text
    assert "Fijn 0" not in text
    assert held.fresh.check_token in text
    assert "record_read" in last_events()


@pytest.mark.parametrize("name", ["colleague", "fg", "security_officer", "administrator", "decision_maker"])
def test_nobody_else_finds_it(client: Client, cast: Cast, held: Held, name: str) -> None:
    """For all others there is no such deliberation, and that they asked is recorded."""
    sign_in(client, cast[name])
    assert client.get(at("report", held)).status_code == 404
    assert "access_refused" in last_events()


def test_reasons_are_grouped_by_value_and_not_counted(leader: Client, held: Held) -> None:
    """Two people who name safety and choose otherwise stand under one value."""
    text = leader.get(at("report", held)).content.decode()
    ground = text[text.index('class="da-ground"') :]
    assert "<h4>Veiligheid</h4>" in ground
    assert ground.index('da-way__name">A<') < ground.index('da-way__name">B<')


def test_a_note_of_an_advice_waits_for_the_decision(leader: Client, held: Held) -> None:
    """The page says that nobody decided yet; what the group gave along stands under its own name, in the files too."""
    text = leader.get(at("report", held)).content.decode()
    note = text[text.index('id="nota"') :]
    part = re.search(r'<section class="da-part" id="decision".*?</section>', note, re.DOTALL)
    assert part is not None
    assert "Nog geen besluit. Vul dit in als wie beslist het heeft gezegd." in part.group()
    assert "Vraag het hem samen." not in part.group()
    final(leader, held)
    said = paper.text_of(leader.get(at("report-pdf", held, kind="nota")).content)
    assert "Ons advies" in said
    assert "Het besluit" not in said
    assert json.loads(leader.get(at("report-json", held, kind="nota")).content)["decision"] == []


def test_a_column_that_nobody_filled_in_is_left_out() -> None:
    """Not every method asks for all that a part can hold; what is left keeps its name, also when it is alone."""
    people = {"perspectives": [{"entry": "", "party": "Zijn gezin", "value": "Rust"}, {"entry": "", "party": "Buren"}]}
    section = section_of(people, Part.PERSPECTIVES)
    assert section.columns == ("Wie", "Wat telt voor hem")
    assert [texts for _line, texts in section.lines] == [
        (("Wie", "Zijn gezin"), ("Wat telt voor hem", "Rust")), (("Wie", "Buren"), ("Wat telt voor hem", "")),
    ]  # fmt: skip
    alone = section_of({"risks": [{"entry": "", "risk_to_us": "klein"}]}, Part.RISKS)
    assert (alone.wide, alone.columns) == (True, ("Voor ons",))


def test_days_are_in_words_and_those_invited_are_not_those_who_came(leader: Client, held: Held) -> None:
    page = leader.get(at("report", held)).content.decode()
    assert "11 december 2026" in page
    assert "15 januari 2027" in page
    preview = leader.get(at("report-preview", held, kind="reflectieverslag")).content.decode()
    assert "<li>6 deelnemers</li>" in preview
    assert "<li>Uitgenodigd: wijkadviseur, jongerenwerker</li>" in preview
    assert re.search(r"<li>Gehouden op \d{1,2} [a-z]+ \d{4}</li>", preview)


def test_report_part(leader: Client, held: Held) -> None:
    """A line is changed, another added and a third emptied; what stays keeps its entry."""
    body = opened_record(held.row, "reflection")
    entry = body["damage_a"][0]["entry"]
    address = at("report-part", held, part="damage-a")
    assert leader.get(address).status_code == 200
    sent = {
        "0-entry": entry, "0-damage_a_text": "Hij loopt meer gevaar.",
        "1-entry": "", "1-damage_a_text": "Zijn gezin ook.",
        "2-entry": "", "2-damage_a_text": "",
    }  # fmt: skip
    assert leader.post(address, sent).status_code == 302
    assert opened_record(held.row, "reflection")["damage_a"] == [
        {"entry": entry, "damage_a": "Hij loopt meer gevaar."},
        {"entry": "", "damage_a": "Zijn gezin ook."},
    ]
    assert "record_saved" in last_events()
    assert "Zijn gezin" not in last_events()


def test_the_sort_of_a_fact_is_chosen_and_what_another_method_called_it_stays(leader: Client, held: Held) -> None:
    body = opened_record(held.row, "reflection")
    facts = [{"entry": "", "fact": "Hij wil zelf.", "certainty": "gehoord"}]
    keep_draft(held.row, vault_of(held.row.pk), Record.Kind.REFLECTION, {**body, "fact_lines": facts})
    address = at("report-part", held, part="fact-lines")
    page = leader.get(address).content.decode()
    options = re.findall(r'<option value="([^"]*)"( selected)?>', page[: page.index("</select>")])
    assert [value for value, _ in options] == ["", "feit", "aanname", "weten we niet", "gehoord"]
    assert [value for value, chosen in options if chosen] == ["gehoord"]
    sent = {"0-entry": "", "0-fact_text": "Hij wil zelf.", "0-owner_text": ""}
    for said, status in (("gehoord", 302), ("aanname", 302), ("iets anders", 422)):
        assert leader.post(address, {**sent, "0-certainty": said}).status_code == status
    assert opened_record(held.row, "reflection")["fact_lines"][0]["certainty"] == "aanname"
    # a line that is emptied goes, whatever sort it still says
    assert leader.post(address, {**sent, "0-fact_text": "", "0-certainty": "feit"}).status_code == 302
    assert opened_record(held.row, "reflection")["fact_lines"] == []


def test_the_guard_warns_and_does_not_block(leader: Client, held: Held) -> None:
    """A postcode comes back with a remark; with a reason it is kept, and the reason goes to the FG."""
    address = at("report-part", held, part="lessons")
    sent = {"0-entry": "", "0-lesson_text": "Bel eerst naar 1234 AB."}
    again = leader.post(address, sent)
    assert again.status_code == 422
    assert "Hier wijzen wij op" in again.content.decode()
    sent |= {"0-lesson_anyway": "on", "0-lesson_reason": "Dat is een verzonnen plek."}
    assert leader.post(address, sent).status_code == 302
    assert opened_record(held.row, "reflection")["lessons"][0]["lesson"] == "Bel eerst naar 1234 AB."
    assert "guard_overruled" in last_events()


def test_what_was_typed_in_the_talk_is_looked_through_before_it_is_signed_off(leader: Client, cast: Cast) -> None:
    """A name that nobody edited is marked where it stands and named beside the button, which still works."""
    held = a_whole_talk(cast)
    held.go_to("dilemma", StepPhase.DISCUSSED)
    held.lead(Verb.REPEAT, "dilemma", "0")
    held.write(held.phones[0], "dilemma", "schade-a", {"schade-a": "Zijn neef heet Karim Amrani."})
    held.go_to_end("dilemma")
    held.write(held.desk, "afspraken", "actie", {"actie": "Bellen met 06-12345678", "wie": "wijkadviseur"})
    held.close(timezone.now() - timedelta(hours=1))
    page = leader.get(at("report", held)).content.decode()
    lines = re.findall(r"<(?:li|tr|td)[^>]*>(?:(?!</(?:li|tr|td)>).)*Kijk hier nog naar", page, re.DOTALL)
    assert [("Amrani" in one, "06-12345678" in one) for one in lines] == [(True, False), (False, True)]
    assert "<q>Karim Amrani</q>" in page
    assert at("report-part", held, part="damage-a") in page[page.index("Lees deze regels nog eens") :]
    checked(held)
    assert leader.post(at("make-final", held, kind="reflectieverslag")).status_code == 302
    # nothing of the marks is kept, and what is final is not remarked on
    assert "look" not in json.dumps(opened_record(held.row, "reflection"))
    assert "<q>Karim Amrani</q>" not in leader.get(at("report", held)).content.decode()


def test_a_name_where_the_function_of_whoever_does_it_belongs(leader: Client, held: Held) -> None:
    """What was typed at the desk is marked in the draft; typed in the draft it is remarked on at once."""
    body = opened_record(held.row, "note")
    named = [{**body["actions"][0], "owner": "Piet"}]
    keep_draft(held.row, vault_of(held.row.pk), Record.Kind.NOTE, {**body, "actions": named})
    assert "<q>Piet</q>" in leader.get(at("report", held)).content.decode()
    assert "<q>Piet</q>" in leader.get(at("make-final", held, kind="nota")).content.decode()
    sent = {"0-entry": "", "0-action_text": "Bel", "0-owner_text": "Piet", "0-due": "2026-12-11"}
    assert leader.post(at("report-part", held, part="actions"), sent).status_code == 422
    sent["0-owner_text"] = "wijkadviseur"
    assert leader.post(at("report-part", held, part="actions"), sent).status_code == 302


def test_a_draft_with_nothing_to_remark_on_asks_no_second_look(leader: Client, held: Held) -> None:
    page = leader.get(at("report", held)).content.decode()
    assert "Kijk hier nog naar" not in page
    assert "Lees deze regels nog eens" not in page


@pytest.mark.parametrize("slug", sorted(current().methods))
def test_who_does_an_action_and_when_is_asked_of_every_method(leader: Client, cast: Cast, slug: str) -> None:
    """Also of the two that ask for an action alone in the room; the note says what is missing, until it is there."""
    row = a_record(cast)
    method = current().methods[slug]
    row.method_slug, row.method_version, row.method_hash = method.slug, method.version, method.content_hash
    row.save()
    body = {
        "facts": {"aim": row.aim, "method": method.title, "held_on": ""},
        "actions": [{"entry": "", "action": "Bel"}],
    }
    keep_draft(row, vault_of(row.pk), Record.Kind.NOTE, body)
    address = reverse("sessions:report-part", args=[row.pk, "actions"])
    report = reverse("sessions:report", args=[row.pk])
    form = leader.get(address).content.decode()
    assert 'name="0-owner_text"' in form
    assert 'name="0-due"' in form
    said = "Bij één afspraak staat nog niet wie het doet"
    assert said in leader.get(report).content.decode()
    sent = {"0-entry": "", "0-action_text": "Bel", "0-owner_text": "wijkadviseur", "0-due": "2026-12-11"}
    assert leader.post(address, sent).status_code == 302
    assert said not in leader.get(report).content.decode()


def test_a_line_that_was_struck_meanwhile_does_not_come_back(leader: Client, held: Held) -> None:
    """The page was open while somebody struck his words."""
    sent = {"0-entry": "6d9f0a52-0000-4000-8000-000000000000", "0-damage_a_text": "Doorgehaald."}
    assert leader.post(at("report-part", held, part="damage-a"), sent).status_code == 302
    assert opened_record(held.row, "reflection")["damage_a"] == []


def test_make_final_waits_for_those_who_check(leader: Client, held: Held) -> None:
    """Not before their time is over; then it is final and what people wrote is gone."""
    address = at("make-final", held, kind="reflectieverslag")
    page = leader.post(address, follow=True)
    assert "kunnen het concept nog nalezen" in page.content.decode()
    checked(held)
    page = leader.post(address, follow=True)
    assert "Definitief" in page.content.decode()
    assert held.fresh.raw_gone_at is not None
    assert held.fresh.state == "concept"
    leader.post(at("make-final", held, kind="nota"))
    assert held.fresh.state == "final"
    assert leader.get(at("report-part", held, part="damage-a")).status_code == 404


def test_final_is_asked_before_it_is_made(leader: Client, held: Held) -> None:
    """The page tells what is missing and odd and where to mend it; only a yes makes the record final."""
    body = opened_record(held.row, "note")
    odd = [{**body["actions"][0], "due": "2020-01-01"}]
    keep_draft(held.row, vault_of(held.row.pk), Record.Kind.NOTE, {**body, "actions": odd, "grounds": []})
    address = at("make-final", held, kind="nota")
    assert f'href="{address}"' in leader.get(at("report", held)).content.decode()
    page = leader.get(address).content.decode()
    said = ("Weet u het zeker?", "Ja, maak definitief", "Nog niet", "vóór het gesprek", "Er staat nog niet waarom.")
    assert [one for one in said if one not in page] == []
    assert at("report-part", held, part="actions") in page
    assert Record.objects.get(deliberation=held.row, kind="note").final_at is None
    assert "record_read" in last_events()
    leader.post(address)
    assert Record.objects.get(deliberation=held.row, kind="note").final_at is not None
    # what is final, and what cannot be final yet, is not asked about; what is not there is not found
    for kind in ("nota", "reflectieverslag"):
        assert leader.get(at("make-final", held, kind=kind)).status_code == 302
    assert leader.get(at("make-final", held, kind="onzin")).status_code == 404


#: What a report must say, each with its address, its message while it does not, and its words for none.
MUST = [
    ("dissenting_view", "of iemand er anders over dacht", "Er was geen afwijkend standpunt. Er is in het gesprek"),
    ("remaining_doubt", "of er twijfel bleef", "Er bleef geen twijfel. Er is in het gesprek"),
]


def emptied(held: Held, part: str) -> None:
    """Take all lines of a part out of the draft, as striking does: it says neither some nor none any more."""
    body = {**opened_record(held.row, "reflection"), part: []}
    keep_draft(held.row, vault_of(held.row.pk), Record.Kind.REFLECTION, body)


@pytest.mark.parametrize(("part", "unsaid", "none"), MUST)
def test_both_must_be_said_each_apart(leader: Client, held: Held, part: str, unsaid: str, none: str) -> None:
    """While one is not said it stays a draft. An empty part is refused; that there was none stands in the files."""
    checked(held)
    emptied(held, part)
    final_at = at("make-final", held, kind="reflectieverslag")
    address = at("report-part", held, part=part.replace("_", "-"))
    assert unsaid in leader.post(final_at, follow=True).content.decode()
    empty, full = {"0-entry": "", f"0-{part}_text": ""}, {"0-entry": "", f"0-{part}_text": "Wacht nog."}
    for sent in (empty, full, {**empty, "said": "some"}, {**full, "said": "none"}, {**full, "said": "misschien"}):
        assert leader.post(address, sent).status_code == 422, sent
        assert opened_record(held.row, "reflection")[part] == []
        assert part not in opened_record(held.row, "reflection")["said_none"]
    assert unsaid in leader.post(final_at, follow=True).content.decode()
    assert leader.post(address, {**empty, "said": "none"}).status_code == 302
    assert none in leader.get(at("report", held)).content.decode()
    leader.post(final_at)
    for page in ("report", "report-preview"):
        more = {"kind": "reflectieverslag"} if page == "report-preview" else {}
        assert none in leader.get(at(page, held, **more)).content.decode()
    assert none in paper.text_of(leader.get(at("report-pdf", held, kind="reflectieverslag")).content)
    assert none in odt_of(leader, held)
    data = json.loads(leader.get(at("report-json", held, kind="reflectieverslag")).content)
    assert (data["schema"], data[part], data["said_none"]) == ("sleutelwerk/deliberation-record/2", [], [part])


@pytest.mark.parametrize(("part", "_unsaid", "none"), MUST)
def test_some_after_none_and_none_after_some(leader: Client, held: Held, part: str, _unsaid: str, none: str) -> None:
    """The one answer takes the place of the other, and the page comes back with the one that was given."""
    address = at("report-part", held, part=part.replace("_", "-"))
    leader.post(address, {"0-entry": "", f"0-{part}_text": "", "said": "none"})
    assert opened_record(held.row, "reflection")[part] == []
    again = leader.get(address).content.decode()
    assert re.search(r'value="none"[^>]*checked', again)
    assert not re.search(r'value="some"[^>]*checked', again)
    leader.post(address, {"0-entry": "", f"0-{part}_text": "Wacht nog.", "said": "some"})
    body = opened_record(held.row, "reflection")
    assert [line[part] for line in body[part]] == ["Wacht nog."]
    assert body["said_none"] == []
    assert none not in leader.get(at("report", held)).content.decode()
    assert re.search(r'value="some"[^>]*checked', leader.get(address).content.decode())


def test_what_was_written_before_under_one_heading_is_kept(leader: Client, held: Held) -> None:
    """A draft of before keeps its words under their heading, and both are asked; the files have all three."""
    body = opened_record(held.row, "reflection")
    before = {name: value for name, value in body.items() if name not in {"said_none", *(one[0] for one in MUST)}}
    before |= {"dissent": [{"entry": "", "dissent": "Een zorg van toen."}], "asked_for_dissent": False}
    keep_draft(held.row, vault_of(held.row.pk), Record.Kind.REFLECTION, before)
    checked(held)
    final_at = at("make-final", held, kind="reflectieverslag")
    for part, unsaid, _none in MUST:
        page = leader.post(final_at, follow=True).content.decode()
        assert "Een zorg van toen." in page
        assert unsaid in page
        address = at("report-part", held, part=part.replace("_", "-"))
        leader.post(address, {"0-entry": "", f"0-{part}_text": f"Nieuw {part}", "said": "some"})
    leader.post(final_at)
    text = odt_of(leader, held)
    for said in ("De zorg die blijft", "Een zorg van toen.", "Nieuw dissenting_view", "Nieuw remaining_doubt"):
        assert said in text


def test_who_said_before_that_he_asked_said_it_of_both(leader: Client, held: Held) -> None:
    """A draft of before with the tick, and nothing written, becomes final as it would have then."""
    body = opened_record(held.row, "reflection")
    before = {name: value for name, value in body.items() if name not in {"said_none", *(one[0] for one in MUST)}}
    keep_draft(
        held.row, vault_of(held.row.pk), Record.Kind.REFLECTION, {**before, "dissent": [], "asked_for_dissent": True}
    )
    checked(held)
    leader.post(at("make-final", held, kind="reflectieverslag"))
    kept = opened_record(held.row, "reflection")
    assert kept["said_none"] == ["dissenting_view", "remaining_doubt"]
    assert "dissent" not in kept
    text = odt_of(leader, held)
    assert all(none in text for _part, _unsaid, none in MUST)
    assert "De zorg die blijft" not in text


@pytest.mark.parametrize("lines", [[], [{"entry": "", "dissent": "Een zorg van toen."}]])
def test_a_report_that_was_final_before_stays_as_it_was(leader: Client, held: Held, lines: list[object]) -> None:
    """It asks nothing more, says what it said, and its data keep the schema they had."""
    final(leader, held)
    body = opened_record(held.row, "reflection")
    before = {name: value for name, value in body.items() if name not in {"said_none", *(one[0] for one in MUST)}}
    before |= {"dissent": lines, "asked_for_dissent": not lines}
    keep_draft(held.row, vault_of(held.row.pk), Record.Kind.REFLECTION, before)
    said = "Een zorg van toen." if lines else "Geen. Er is in het gesprek naar gevraagd."
    page = leader.get(at("report", held)).content.decode()
    assert said in page
    assert said in odt_of(leader, held)
    assert "Het afwijkende standpunt</h3>" not in page
    data = json.loads(leader.get(at("report-json", held, kind="reflectieverslag")).content)
    assert data["schema"] == "sleutelwerk/deliberation-record/1"
    assert data["dissent"] == lines


def odt_of(leader: Client, held: Held) -> str:
    """Give the text of the report as a text document."""
    file = leader.get(at("report-odt", held, kind="reflectieverslag"))
    with zipfile.ZipFile(BytesIO(file.content)) as archive:
        return archive.read("content.xml").decode()


def test_without_phones_whoever_leads_hears_how_others_read_along(leader: Client, held: Held) -> None:
    known = "Hun telefoon kent dit adres al"
    assert known in leader.get(at("report", held)).content.decode()
    Deliberation.objects.filter(pk=held.row.pk).update(one_device=True)
    page = leader.get(at("report", held)).content.decode()
    assert known not in page
    assert "Er waren geen telefoons: laat het adres zelf zien." in page


def test_the_receipt_lists_all_that_went_on_the_page_as_in_the_file(leader: Client, held: Held) -> None:
    final(leader, held)
    page = leader.get(at("report", held)).content.decode()
    file = " ".join(paper.text_of(leader.get(at("report-pdf", held, kind="reflectieverslag")).content).split())
    for shown in (page, file):
        assert "21 bijdragen" in shown
        assert "Toestellen, codes en voornamen gingen al weg bij het sluiten." in shown


def test_set_check_days(leader: Client, held: Held) -> None:
    """From two days to ten, counted from closing."""
    leader.post(at("set-check-days", held), {"days": "2"})
    row = held.fresh
    assert row.closed_at is not None
    assert row.check_until is not None
    assert row.closed_at + timedelta(days=2) <= row.check_until <= row.closed_at + timedelta(days=7)
    page = leader.post(at("set-check-days", held), {"days": "14"}, follow=True)
    assert "Kies 2 tot 10 dagen." in page.content.decode()
    assert held.fresh.check_until == row.check_until


def test_note_is_added_and_left_out(leader: Client, held: Held) -> None:
    """It is drafted from the talk while that can be read."""
    leader.post(at("leave-out-note", held))
    assert "Maak een nota" in leader.get(at("report", held)).content.decode()
    leader.post(at("add-note", held))
    lines = opened_record(held.row, "note")["actions"]
    assert [(one["action"], one["owner"], one["due"]) for one in lines] == [
        ("Hem bellen", "wijkadviseur", "2026-12-11")
    ]


def final(leader: Client, held: Held) -> None:
    """Make both records final."""
    checked(held)
    for kind in ("reflectieverslag", "nota"):
        leader.post(at("make-final", held, kind=kind))


def test_files_of_a_final_record(leader: Client, held: Held) -> None:
    """PDF/UA, a text document and data, each without names; a draft has none; each that was taken is in the trail."""
    assert leader.get(at("report-pdf", held, kind="nota")).status_code == 404
    final(leader, held)
    pdf = leader.get(at("report-pdf", held, kind="reflectieverslag"))
    assert paper.breaches(pdf.content) == []
    with pikepdf.open(BytesIO(pdf.content)) as opened:
        assert str(opened.docinfo["/Title"]) == "Reflectieverslag"
    data = json.loads(leader.get(at("report-json", held, kind="nota")).content)
    assert data["schema"] == "sleutelwerk/deliberation-record/1"
    assert data["actions"][0]["entry"] == ""
    odt = leader.get(at("report-odt", held, kind="reflectieverslag"))
    assert odt.headers["Content-Disposition"] == 'attachment; filename="reflectieverslag.odt"'
    with zipfile.ZipFile(BytesIO(odt.content)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"application/vnd.oasis.opendocument.text"
        for name in ("content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"):
            assert parseString(archive.read(name)).documentElement is not None  # noqa: S318 - our own file
        content = archive.read("content.xml").decode()
    assert "Hij loopt gevaar." in content
    assert "21 bijdragen, met hun sleutel" in content
    assert "Wat ertegenover staat" in content
    assert "Daarvoor nodig" not in content  # nobody wrote what he needs: no empty column
    assert last_events().count("record_exported") == 3


def test_mark_action(leader: Client, held: Held) -> None:
    """An action of a final note is done, and open again."""
    final(leader, held)
    leader.post(at("mark-action", held, number=0), {"done": "yes"})
    assert opened_record(held.row, "note")["actions"][0]["done"] == timezone.localdate().isoformat()
    leader.post(at("mark-action", held, number=0), {"done": "no"})
    assert opened_record(held.row, "note")["actions"][0]["done"] == ""
    page = leader.post(at("mark-action", held, number=7), {"done": "yes"}, follow=True)
    assert "Dit verslag is er niet." in page.content.decode()


def test_look_back(leader: Client, held: Held) -> None:
    """Three answers come with the report, once it is final."""
    assert leader.get(at("look-back", held)).status_code == 404
    final(leader, held)
    assert leader.post(at("look-back", held), {"done": "maybe"}).status_code == 422
    sent = {"done": "partly", "right": "yes", "doubt_text": "Hij belt minder."}
    assert leader.post(at("look-back", held), sent).status_code == 302
    assert opened_record(held.row, "reflection")["looked_back"] == [
        {"on": timezone.localdate().isoformat(), "done": "partly", "right": "yes", "doubt": "Hij belt minder."}
    ]
    assert "Hij belt minder." in leader.get(at("report", held)).content.decode()
    assert held.fresh.looked_back_on == timezone.localdate()


def test_review_calendar(leader: Client, held: Held) -> None:
    """The day on which the group looks back, without what it is about."""
    assert held.fresh.review_on == date(2027, 1, 15)
    file = leader.get(at("review-calendar", held)).content.decode()
    assert "DTSTART:20270115T080000Z" in file
    assert "Werktitel" not in file
    assert str(held.row.pk) not in file.replace("\r\n ", "")  # its id stands in addresses of the room
    Deliberation.objects.filter(pk=held.row.pk).update(review_on=None)
    assert leader.get(at("review-calendar", held)).status_code == 404


def test_a_day_that_is_changed_in_the_note_is_the_day_of_the_calendar(leader: Client, held: Held) -> None:
    """One day everywhere: in the note, in the file for the calendar and in the list of what waits."""
    address = at("report-part", held, part="review-on")
    entry = opened_record(held.row, "note")["review_on"][0]["entry"]
    leader.post(address, {"0-entry": entry, "0-review_on": "2027-02-12"})
    changed = held.fresh
    assert changed.review_on == date(2027, 2, 12)
    assert "DTSTART:20270212T080000Z" in leader.get(at("review-calendar", held)).content.decode()
    leader.post(address, {"0-entry": entry, "0-review_on": ""})
    emptied_on = held.fresh.review_on
    assert not emptied_on
    assert leader.get(at("review-calendar", held)).status_code == 404


def test_an_exercise_says_so_on_every_page_and_in_every_file(leader: Client, held: Held) -> None:
    """Wherever it ends up nobody takes it for something that happened; and it never asks to look back."""
    pages = ("report", "look-back", "own-evaluation", "earlier-reasons")
    kinds = ("reflectieverslag", "nota")

    def said() -> list[str]:
        shown = [leader.get(at(page, held)).content.decode() for page in pages]
        shown += [leader.get(at("report-preview", held, kind=kind)).content.decode() for kind in kinds]
        shown += [paper.text_of(leader.get(at("report-pdf", held, kind=kind)).content) for kind in kinds]
        shown.append(odt_of(leader, held))
        shown.append(leader.get(at("review-calendar", held)).content.decode())
        return shown

    final(leader, held)
    assert not any("oefening" in one.lower() for one in said())
    assert "practice" not in json.loads(leader.get(at("report-json", held, kind="nota")).content)
    yesterday = timezone.localdate() - timedelta(days=1)
    Deliberation.objects.filter(pk=held.row.pk).update(review_on=yesterday)
    mine = reverse("sessions:my-deliberations")
    assert "Tijd om terug te kijken" in leader.get(mine).content.decode()
    Deliberation.objects.filter(pk=held.row.pk).update(practice=True)
    assert "Tijd om terug te kijken" not in leader.get(mine).content.decode()
    assert all("oefening" in one.lower() for one in said())
    for kind in kinds:
        assert json.loads(leader.get(at("report-json", held, kind=kind)).content)["practice"] is True


def test_earlier_reasons(leader: Client, cast: Cast, held: Held) -> None:
    """What was said before stands beside what is said now."""
    later = a_whole_talk(cast)
    Deliberation.objects.filter(pk=later.row.pk).update(follows=held.row)
    later.close(timezone.now())
    text = leader.get(at("earlier-reasons", later)).content.decode()
    assert text.count('class="da-record"') == 2
    assert "Redenen van toen en nu" in leader.get(at("report", later)).content.decode()


@pytest.mark.parametrize(
    ("voice", "said"),
    [
        ("present", "Hoe hij zelf is gehoord: hij is erbij"),
        ("asked", "Hoe hij zelf is gehoord: hij is vooraf gevraagd"),
        ("told", "Hoe hij zelf is gehoord: hij hoort het achteraf"),
        ("", ""),
    ],
)
def test_the_report_says_how_the_key_figure_was_heard_and_the_note_does_not(
    leader: Client, held: Held, voice: str, said: str
) -> None:
    """As it was chosen when it was prepared; nothing where nobody was to be heard, as in an exercise."""
    Deliberation.objects.filter(pk=held.row.pk).update(voice=voice)
    pages = {
        kind: leader.get(at("report-preview", held, kind=kind)).content.decode()
        for kind in ("reflectieverslag", "nota")
    }
    assert ("Hoe hij zelf is gehoord" in pages["reflectieverslag"]) == bool(said)
    assert said in pages["reflectieverslag"]
    assert "Hoe hij zelf is gehoord" not in pages["nota"]
