"""The information letter (N26): filled in with what is known, refused with gaps, given whole, and kept nowhere."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import serializers
from django.test import Client
from django.urls import reverse
from tests.cases.begun import complete, settled
from tests.people import NOW, Cast, sign_in

from sleutelwerk.audit.models import Entry
from sleutelwerk.cases.content import INFORMATION, newest_letter
from sleutelwerk.cases.engine.retention import retention_from_data
from sleutelwerk.cases.models import Case, ConfirmedTerms
from sleutelwerk.core.plain_language import reading_ease
from sleutelwerk.core.yaml_source import read_yaml
from sleutelwerk.privacy.models import GuardException
from sleutelwerk.publishing.content import shipped_root

NEEDED = {
    "vrij_via_ander_vertrouwenspersoon": "Kim van het buurthuis, 06 12345678",
    "hulp_fg_fg": "de functionaris gegevensbescherming, 14 0123",
}


@pytest.fixture
def client(cast: Cast) -> Client:
    """The browser of a professional."""
    client = Client()
    sign_in(client, cast["professional"])
    return client


def address_of(case: Case) -> str:
    """Give the page on which the letter of a case is filled in."""
    return reverse("cases:write-letter", args=[case.pk])


def filled_in(page: str) -> dict[str, str]:
    """Give what the form holds as it is shown."""
    inputs = re.findall(r"<(?:input|textarea)[^>]*>(?:[^<]*</textarea>)?", page)
    found = {}
    for one in inputs:
        name, value = re.search(r'name="([^"]+)"', one), re.search(r'value="([^"]*)"', one)
        if name and 'type="checkbox"' not in one:
            found[name[1]] = value[1] if value else ""
        elif name and "checked" in one:
            found[name[1]] = "on"
    return found


def test_what_is_known_stands_there_and_what_is_not_is_asked(client: Client, cast: Cast) -> None:
    row = settled(cast)
    page = client.get(address_of(row)).content.decode()
    known = filled_in(page)
    assert known["waarom_vraag_doel_text"] == "Meer kinderen gaan elke dag naar school"
    assert known["wie_organisatie_organisatie"] == "het college"
    assert known["mag_dat_grond_wet"] == "Leerplichtwet, artikel 16"
    assert known["wie_ziet_functies_functies"] == "de programmamanager en de adviseur jeugd"
    refused = client.post(address_of(row), known)
    assert refused.status_code == 422
    assert "Een brief met een gat is geen brief" in refused.content.decode()


def test_a_whole_letter_tells_all_of_it_and_is_kept_nowhere(client: Client, cast: Cast) -> None:
    row = settled(cast)
    known = filled_in(client.get(address_of(row)).content.decode())
    page = client.post(address_of(row), {**known, **NEEDED})
    assert page.status_code == 200
    shown = page.content.decode()
    letter = shown.partition('<article class="ca-letter">')[2].partition("</article>")[0]
    for told in ("Meer kinderen gaan elke dag naar school", "het college", "Leerplichtwet, artikel 16",
                 "Uiterlijk een jaar na de nazorg", "Onze afspraken bewaren wij tien jaar",
                 "moeten wij zeven jaar bewaren", "Bel of schrijf", "Kim van het buurthuis",
                 "informant", "Zegt u nee? Dan gooien wij alles over u weg, binnen 28 dagen",
                 "Horen wij drie maanden niets", "hooguit zes maanden", "Twee mensen kijken"):  # fmt: skip
        assert told in letter, told
    assert "…" not in letter
    assert "naar een ander land" in letter
    text = re.sub(r"<[^>]+>", " ", letter)
    ease = reading_ease(text)
    assert ease is not None
    assert ease > 75
    kept = serializers.serialize("json", [*Case.objects.all(), *Entry.objects.all()])
    assert "buurthuis" not in kept
    assert Entry.objects.filter(kind="letter_made").count() == 1


def test_a_sentence_that_may_stay_out_stays_out(client: Client, cast: Cast) -> None:
    row = settled(cast)
    known = filled_in(client.get(address_of(row)).content.decode())
    del known["wie_ziet_land"]
    shown = client.post(address_of(row), {**known, **NEEDED}).content.decode()
    assert "naar een ander land" not in shown


def test_somebody_elses_word_is_told_too(client: Client, cast: Cast) -> None:
    row = settled(cast)
    address = f"{address_of(row)}?weg=via-een-ander"
    known = filled_in(client.get(address).content.decode())
    said = {**known, **NEEDED, "van_een_ander_genoemd_wie_text": "een medewerker van het buurthuis"}
    assert "een medewerker van het buurthuis" in client.post(address, said).content.decode()
    assert "van_een_ander" not in client.get(f"{address_of(row)}?weg=niets").content.decode()


def test_the_guard_looks_through_what_is_typed(client: Client, cast: Cast) -> None:
    row = settled(cast)
    known = filled_in(client.get(address_of(row)).content.decode())
    said = {**known, **NEEDED, "waarom_vraag_doel_text": "De imam helpt de moskee"}
    assert client.post(address_of(row), said).status_code == 422
    said |= {"waarom_vraag_doel_anyway": "on", "waarom_vraag_doel_reason": "Zo heet het project."}
    assert client.post(address_of(row), said).status_code == 200
    assert GuardException.objects.get().place == "candidate"


def test_nobody_types_over_the_days_that_the_site_keeps(
    client: Client, cast: Cast, settings: LazySettings, tmp_path: Path
) -> None:
    own = "letters/informatiebrief/1"
    shutil.copytree(shipped_root() / own, tmp_path / own)
    settings.CONTENT_FOLDER = str(tmp_path)
    row = settled(cast)
    page = client.get(address_of(row)).content.decode()
    field = re.search(r'<input[^>]*name="hoelang_nee_dagen"[^>]*>', page)
    assert field is not None
    assert " disabled" in field[0]
    letter = client.post(address_of(row), {**filled_in(page), **NEEDED, "hoelang_nee_dagen": "400"}).content.decode()
    assert "binnen 28 dagen" in letter
    assert "400" not in letter.partition('<article class="ca-letter">')[2].partition("</article>")[0]


def test_what_stays_and_until_when_is_what_the_site_keeps_to(client: Client, cast: Cast) -> None:
    row = settled(cast)
    page = client.get(address_of(row)).content.decode()
    assert "termijn" not in " ".join(filled_in(page))
    data: Any = read_yaml(shipped_root() / "retention/samenwerking/1/retention.yaml").data
    ended = next(one for one in data["rules"] if one["id"] == "samenwerking-beeindigd")
    ended["term"] = {"count": 6, "unit": "months"}
    undecided = next(one for one in data["rules"] if one["id"] == "kandidaat-open")
    undecided["term"], undecided["longest"] = {"count": 2, "unit": "months"}, {"count": 5, "unit": "months"}
    hashed = retention_from_data(data).content_hash
    ConfirmedTerms.objects.create(
        organisation=row.organisation, data=data, content_hash=hashed, version=2, confirmed_at=NOW
    )
    letter = client.post(address_of(row), {**filled_in(page), **NEEDED}).content.decode()
    assert "Uiterlijk zes maanden na de nazorg" in letter
    assert "Horen wij twee maanden niets" in letter
    assert "bewaren wij alles hooguit vijf maanden" in letter


def test_there_is_no_letter_before_the_assignment_stands(client: Client, cast: Cast) -> None:
    assert client.get(address_of(complete(cast))).status_code == 404


def test_a_letter_that_is_not_there_is_none() -> None:
    assert newest_letter(INFORMATION) is not None
    assert newest_letter("geen-brief") is None
