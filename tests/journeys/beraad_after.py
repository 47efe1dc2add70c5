"""What follows a deliberation in the same browsers: the draft is checked, signed off and taken along as a PDF."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from tests.journeys.beraad import PICTURES, at_both_widths, shots
from tests.journeys.beraad_room import Room
from tests.journeys.signed_in import factor_shown_again, run_in
from tests.paper import text_of

#: What two phones wrote on the damage: one strikes hers from the draft, the other lets his stand.
_HERS, _HIS = "Zijn neef vertrouwt hem niet meer.", "Hij wordt nagewezen op straat."
#: What the facilitator wrote down for the group, each by the label of its field.
NOTED = {
    "Reden die meer mensen delen": "Rust in zijn gezin weegt voor meer van ons.",
    "Waar we verschillen": "Of wij hem nu vragen of pas na de zomer.",
    "Dit geven we mee": "Vraag het hem, met zijn gezin erbij.",
    "Wie er anders over denkt zegt …": "Vraag het eerst aan zijn zus.",
    "Wat we doen": "Hem en zijn gezin uitnodigen.",
    "Wie het doet (functie)": "de wijkregisseur",
    "Klaar op": "2026-12-11",
    "We kijken terug op": "2027-01-15",
}
#: Days as they are read in the room.
READ = {"2026-12-11": "11 december 2026", "2027-01-15": "15 januari 2027"}
#: What everybody wrote when asked how it was, with his name behind it.
EVALUATED = "Dit bleef hangen bij"
#: Where that belongs, by record and part; a day as people read it.
_PLACES = {
    ("reflectieverslag", "shared"): ["Reden die meer mensen delen"],
    ("reflectieverslag", "differences"): ["Waar we verschillen"],
    ("reflectieverslag", "advice"): ["Dit geven we mee"],
    ("reflectieverslag", "dissenting-view"): ["Wie er anders over denkt zegt …"],
    ("nota", "our-advice"): ["Dit geven we mee"],
    ("nota", "grounds"): ["Reden die meer mensen delen"],
    ("nota", "actions"): ["Wat we doen", "Wie het doet (functie)", "Klaar op"],
    ("nota", "review-on"): ["We kijken terug op"],
}
#: Lets eight days go by after closing: then the time to check the draft is over.
_DAYS_LATER = """
import django
django.setup()
from datetime import timedelta
from sleutelwerk.deliberation.models import Deliberation
row = Deliberation.objects.get(pk="{deliberation}")
row.closed_at -= timedelta(days=8)
row.check_until -= timedelta(days=8)
row.save()
"""


def report_checked_and_signed_off(room: Room, assert_accessible: Callable[[Page], None]) -> None:
    """Go on from the room that closed: a draft, checked by two phones, signed off, and a PDF in the hand."""
    _report(room, assert_accessible)
    _each_in_its_place(room)
    _checked_by_who_took_part(room)
    _made_final(room, assert_accessible)


def _report(room: Room, assert_accessible: Callable[[Page], None]) -> None:
    anna = room.phones["Anna"]
    anna.get_by_role("link", name="Lees het concept na").click()
    expect(anna.get_by_text(_HERS)).to_be_visible()
    assert_accessible(anna)
    shots(PICTURES, check=anna, report=room.desk)
    assert_accessible(room.desk)
    room.desk.goto(f"/beraad/{room.deliberation}/verslag/voorbeeld/reflectieverslag/")
    text = room.desk.locator("main").inner_text()
    assert _HIS in text
    assert "Zijn zus werkt bij de winkel." in text
    assert not re.search(r"\b(Anna|Bram|Chris)\b", text)
    shots(PICTURES, report_preview=room.desk)


def _record(page: Page, name: str) -> Locator:
    """Give one of the two records on the page of the report."""
    return page.locator("article", has=page.locator(f"#{name}"))


def _as_read(text: str) -> str:
    """Write a day with its month in words."""
    year, _, rest = text.partition("-")
    month, _, day = rest.partition("-")
    words = {"01": "januari", "12": "december"}
    return f"{int(day)} {words[month]} {year}" if year.isdigit() and day else text


def _each_in_its_place(room: Room) -> None:
    """See that each text stands in the part where it belongs, and in no other part of either record."""
    room.desk.goto(f"/beraad/{room.deliberation}/verslag/")
    for label, text in NOTED.items():
        expected = {place for place, labels in _PLACES.items() if label in labels}
        found = {
            (name, str(part.get_attribute("id")))
            for name in ("reflectieverslag", "nota")
            for part in _record(room.desk, name).locator(".da-part").all()
            if _as_read(text) in part.inner_text()
        }
        assert found == expected, label
    assert EVALUATED not in room.desk.content()
    said = _record(room.desk, "reflectieverslag").locator("#remaining-doubt")
    expect(said).to_contain_text("Er bleef geen twijfel. Er is in het gesprek naar gevraagd.")
    _said_anew(room)


def _said_anew(room: Room) -> None:
    """Open the part of the doubt: it stands at none; doubt without words is refused, with words it is kept."""
    _record(room.desk, "reflectieverslag").locator("#remaining-doubt").get_by_role("link").click()
    none = room.desk.get_by_label("Nee. Er bleef geen twijfel. Ik heb ernaar gevraagd.")
    expect(none).to_be_checked()
    at_both_widths(room.desk, "report_none")
    room.desk.get_by_label("Ja. Ik schrijf die hieronder op.").check()
    room.desk.get_by_role("button", name="Bewaar").click()
    expect(room.desk.get_by_text("Schrijf het hieronder op, of kies dat er geen was.").first).to_be_visible()
    at_both_widths(room.desk, "report_said_wrong")
    room.desk.get_by_role("textbox").first.fill("Of hij nee durft te zeggen.")
    room.desk.get_by_role("button", name="Bewaar").click()
    said = _record(room.desk, "reflectieverslag").locator("#remaining-doubt")
    expect(said).to_contain_text("Of hij nee durft te zeggen.")
    expect(said).not_to_contain_text("geen twijfel")


def _checked_by_who_took_part(room: Room) -> None:
    """Have Anna strike her own words in the draft; Bram finds his own, and hers are gone."""
    anna, bram = room.phones["Anna"], room.phones["Bram"]
    bram.get_by_role("link", name="Lees het concept na").click()
    expect(bram.get_by_text(_HERS)).to_be_visible()
    # each phone offers to strike what it wrote itself, and nothing else
    for page, own, other in ((anna, _HERS, _HIS), (bram, _HIS, _HERS)):
        damage = page.locator("#damage-a li")
        expect(damage.filter(has_text=own).get_by_role("button", name="Haal weg", exact=True)).to_be_visible()
        expect(damage.filter(has_text=other).get_by_role("button", name="Haal weg", exact=True)).to_have_count(0)
    line = anna.locator("#damage-a li").filter(has_text=_HERS)
    line.get_by_role("button", name="Haal weg", exact=True).click()
    line.get_by_role("button", name="Ja, haal weg").click()
    expect(anna.get_by_text("Weggehaald. Het staat niet meer in het concept.")).to_be_visible()
    bram.reload()
    expect(bram.get_by_text(_HERS)).to_have_count(0)
    expect(bram.get_by_text(_HIS)).to_be_visible()


def _signs_off(page: Page, record: Locator, assert_accessible: Callable[[Page], None]) -> None:
    """Press, and say on the page that asks that it is sure."""
    record.get_by_role("link", name="Maak definitief").click()
    expect(page.get_by_role("heading", name="Weet u het zeker?")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Ja, maak definitief").click()


def _made_final(room: Room, assert_accessible: Callable[[Page], None]) -> None:
    """Have the facilitator sign off once the time to check is over: what people wrote is destroyed with that."""
    report = f"/beraad/{room.deliberation}/verslag/"
    second = room.pages["second"]
    for page in (room.desk, second):
        page.goto(report)
    reflection = _record(room.desk, "reflectieverslag")
    expect(reflection.get_by_text("Deelnemers kunnen het concept nog nalezen.")).to_be_visible()
    expect(reflection.get_by_role("link", name="Maak definitief")).to_have_count(0)
    # a decision is nobody's own words and waits for nobody; whoever led along signs it off
    note = _record(second, "nota")
    _signs_off(second, note, assert_accessible)
    expect(note.get_by_text("Definitief", exact=True)).to_be_visible()
    run_in(room.site.new, _DAYS_LATER.format(deliberation=room.deliberation))
    room.desk.goto(report)
    expect(_record(room.desk, "nota").get_by_text("Definitief", exact=True)).to_be_visible()
    _signs_off(room.desk, reflection, assert_accessible)
    for one in (reflection, _record(room.desk, "nota")):
        expect(one.get_by_text("Definitief", exact=True)).to_be_visible()
    expect(room.desk.get_by_text("Wat mensen schreven is weg, met de sleutel")).to_be_visible()
    expect(room.desk.get_by_role("link", name="Maak definitief")).to_have_count(0)
    expect(room.desk.get_by_text(_HIS)).to_be_visible()
    expect(room.desk.get_by_text(_HERS)).to_have_count(0)
    assert_accessible(room.desk)
    shots(PICTURES, report_final=room.desk)
    _taken_along(room)
    anna = room.phones["Anna"]
    anna.reload()
    expect(anna.get_by_role("heading", name="Dit adres is gesloten")).to_be_visible()
    _looks_at_his_own_part(room, assert_accessible)
    # the record says that police took part, as everybody heard
    room.desk.goto(f"{report}voorbeeld/reflectieverslag/")
    expect(room.desk.get_by_text("Politie of het Openbaar Ministerie deed mee.")).to_be_visible()


def _taken_along(room: Room) -> None:
    """Download the PDF as the facilitator does: it says what the page says, without what was struck or any name."""
    factor_shown_again(room.site.new, room.desk.context)
    with room.desk.expect_download() as download:
        _record(room.desk, "reflectieverslag").get_by_role("link", name="PDF", exact=True).click()
    raw = Path(download.value.path()).read_bytes()
    assert raw.startswith(b"%PDF")
    text = " ".join(text_of(raw).split())
    of_report = [label for (name, _part), labels in _PLACES.items() for label in labels if name == "reflectieverslag"]
    for kept in (_HIS, "Zijn zus werkt bij de winkel.", *(NOTED[label] for label in of_report)):
        assert kept in text
    for left_out in (_HERS, EVALUATED, NOTED["Wat we doen"]):
        assert left_out not in text
    assert not re.search(r"\b(Anna|Bram|Chris)\b", text)
    if PICTURES is not None:
        download.value.save_as(PICTURES / "report.pdf")


def _looks_at_his_own_part(room: Room, assert_accessible: Callable[[Page], None]) -> None:
    """Have the facilitator answer the questions that are for himself."""
    room.desk.get_by_role("link", name="Hoe deed ik het?").click()
    at_both_widths(room.desk, "own_evaluation")
    assert_accessible(room.desk)
    room.desk.get_by_label("Waar stuurde u?").fill("Ik vatte te vroeg samen.")
    room.desk.get_by_role("button", name="Bewaar").click()
    expect(room.desk.get_by_text("Bewaard. Alleen wie dit gesprek leidde, ziet dit.")).to_be_visible()
    expect(room.desk.get_by_text("Ik vatte te vroeg samen.")).to_have_count(0)
    room.desk.get_by_role("link", name="Hoe deed ik het?").click()
    expect(room.desk.get_by_label("Waar stuurde u?")).to_have_value("Ik vatte te vroeg samen.")
