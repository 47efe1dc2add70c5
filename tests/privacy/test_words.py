"""Every term and every pattern of the shipped list finds its own examples, and lets pass what looks like them."""

from __future__ import annotations

import pytest
from tests.privacy.lists import FOLDER, found, kinds, shipped_words

from sleutelwerk.privacy.engine.load import load_words
from sleutelwerk.privacy.engine.model import Kind, Pattern, Term

ENTRIES: tuple[Term | Pattern, ...] = (*shipped_words().terms, *shipped_words().patterns)
#: Members of the United Nations (193, November 2026), without the Netherlands.
MEMBERS = (
    "Afghanistan,Albanië,Algerije,Andorra,Angola,Antigua en Barbuda,Argentinië,Armenië,Australië,Azerbeidzjan,Bahama's,"
    "Bahrein,Bangladesh,Barbados,Belarus,België,Belize,Benin,Bhutan,Bolivia,Bosnië en Herzegovina,Botswana,Brazilië,"
    "Brunei,Bulgarije,Burkina Faso,Burundi,Cambodja,Canada,Centraal-Afrikaanse Republiek,Chili,China,Colombia,Comoren,"
    "Congo-Brazzaville,Congo-Kinshasa,Costa Rica,Cuba,Cyprus,Denemarken,Djibouti,Dominica,Dominicaanse Republiek,"
    "Duitsland,Ecuador,Egypte,El Salvador,Equatoriaal-Guinea,Eritrea,Estland,Eswatini,Ethiopië,Fiji,Filipijnen,Finland,"
    "Frankrijk,Gabon,Gambia,Georgië,Ghana,Grenada,Griekenland,Guatemala,Guinee,Guinee-Bissau,Guyana,Haïti,Honduras,"
    "Hongarije,Ierland,IJsland,India,Indonesië,Irak,Iran,Israël,Italië,Ivoorkust,Jamaica,Japan,Jemen,Jordanië,"
    "Kaapverdië,Kameroen,Kazachstan,Kenia,Kirgizië,Kiribati,Koeweit,Kroatië,Laos,Lesotho,Letland,Libanon,Liberia,Libië,"
    "Liechtenstein,Litouwen,Luxemburg,Madagaskar,Malawi,Maldiven,Maleisië,Mali,Malta,Marokko,Marshalleilanden,"
    "Mauritanië,Mauritius,Mexico,Micronesië,Moldavië,Monaco,Mongolië,Montenegro,Mozambique,Myanmar,Namibië,Nauru,Nepal,"
    "Nicaragua,Nieuw-Zeeland,Niger,Nigeria,Noord-Korea,Noord-Macedonië,Noorwegen,Oekraïne,Oezbekistan,Oman,Oost-Timor,"
    "Oostenrijk,Pakistan,Palau,Panama,Papoea-Nieuw-Guinea,Paraguay,Peru,Polen,Portugal,Qatar,Roemenië,Rusland,Rwanda,"
    "Saint Kitts en Nevis,Saint Lucia,Saint Vincent en de Grenadines,Salomonseilanden,Samoa,San Marino,"
    "Sao Tomé en Principe,Saoedi-Arabië,Senegal,Servië,Seychellen,Sierra Leone,Singapore,Slovenië,Slowakije,Soedan,"
    "Somalië,Spanje,Sri Lanka,Suriname,Syrië,Tadzjikistan,Tanzania,Thailand,Togo,Tonga,Trinidad en Tobago,Tsjaad,"
    "Tsjechië,Tunesië,Turkije,Turkmenistan,Tuvalu,Uganda,Uruguay,Vanuatu,Venezuela,Verenigde Arabische Emiraten,"
    "Verenigd Koninkrijk,Verenigde Staten,Vietnam,Zambia,Zimbabwe,Zuid-Afrika,Zuid-Korea,Zuid-Soedan,Zweden,Zwitserland"
).split(",")


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_an_entry_finds_its_examples_and_lets_the_others_pass(entry: Term | Pattern) -> None:
    assert [text for text in entry.finds if entry.kind not in kinds(text)] == []
    assert [text for text in entry.passes if entry.kind in kinds(text)] == []


@pytest.mark.exhaustive
def test_the_shipped_list_passes_all_its_checks() -> None:
    assert load_words(FOLDER).findings == ()


def test_every_entry_says_where_it_comes_from() -> None:
    assert [entry.id for entry in ENTRIES if not entry.source] == []


def test_there_is_a_member_for_each_seat() -> None:
    assert len(set(MEMBERS)) == 192


@pytest.mark.parametrize("country", MEMBERS)
def test_every_member_of_the_united_nations_is_known(country: str) -> None:
    assert found(f"Hij is geboren in {country}.") == [("nationality", f"geboren in {country}")]


def test_every_country_has_people_and_an_adjective() -> None:
    listed = {name for term in shipped_words().terms for name in term.nation.country}
    assert set(MEMBERS) <= listed
    bare = {t.id for t in shipped_words().terms if t.nation.country and not (t.nation.people or t.nation.adjective)}
    assert bare == {"dominicaanse-republiek", "vaticaanstad"}


def test_no_list_of_given_names_is_kept() -> None:
    """Names are found by what stands beside them: among the words are none that are only a name."""
    words = {word.lower() for pattern in shipped_words().patterns for words in pattern.lists.values() for word in words}
    assert not words & {"ahmed", "fatima", "mohammed", "piet", "karin", "youssef", "sjors", "kees"}


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_words_of_its_own(kind: Kind) -> None:
    assert [entry.id for entry in ENTRIES if entry.kind is kind]
    assert shipped_words().kinds[kind].label
    assert shipped_words().kinds[kind].advice.endswith(".")
