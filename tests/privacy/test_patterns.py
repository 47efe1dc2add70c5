"""What has a form: numbers that pass their test, plates of every series, addresses, and names beside a title or tie."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.privacy.lists import found, kinds

from sleutelwerk.privacy.engine.detect.numbers import _SERIES, is_bsn
from sleutelwerk.privacy.engine.model import Kind

#: Nine digits that pass, from the range kept for tests.
VALID = "999990664"
_GROUPINGS = ((9,), (3, 3, 3), (4, 2, 3), (2, 2, 2, 3), (3, 2, 2, 2), (4, 5), (5, 4), (1,) * 9)


def grouped(digits: str, sizes: tuple[int, ...], sign: str) -> str:
    parts, after = [], 0
    for size in sizes:
        parts.append(digits[after : after + size])
        after += size
    return sign.join(parts)


@given(st.integers(0, 99_999_999))
def test_one_last_digit_in_eleven_passes_the_test(start: int) -> None:
    digits = f"{start:08d}"
    passing = [last for last in range(10) if is_bsn(f"{digits}{last}")]
    assert len(passing) <= 1
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(9, 1, -1), strict=True))
    assert passing == ([total % 11] if total % 11 < 10 and start else [])


@pytest.mark.parametrize("digits", ["", "12345678", "1234567890", "000000000", "123456789"])
def test_what_is_no_service_number(digits: str) -> None:
    assert not is_bsn(digits)


@pytest.mark.parametrize("sizes", _GROUPINGS)
@pytest.mark.parametrize("sign", [" ", ".", "-", ""])
def test_a_service_number_blocks_however_it_is_grouped(sizes: tuple[int, ...], sign: str) -> None:
    assert (Kind.BSN, grouped(VALID, sizes, sign)) in [
        (Kind(k), w) for k, w in found(f"Zie {grouped(VALID, sizes, sign)} hier")
    ]


@pytest.mark.parametrize("around", ["BSN:{}", "bsn{}", "nr.{}x", "({})", "«{}»", "tel {}", "{}, {}", "12 {}"])
def test_what_stands_around_a_service_number_hides_nothing(around: str) -> None:
    assert Kind.BSN in kinds(around.replace("{}", VALID))


@pytest.mark.parametrize(
    "text", ["BSN 99 999-06.64", "bsn 1 2345-6782", "Burgerservicenummer: 12345672", "sofinummer is 9.9999.0664"]
)
def test_behind_its_name_any_grouping_counts_and_eight_digits_too(text: str) -> None:
    digits = "".join(sign for sign in text if sign.isdigit())
    assert is_bsn(digits.zfill(9)) == (Kind.BSN in kinds(text))


@pytest.mark.parametrize(
    "text",
    [
        "Het kost € 999.990.664.",
        "Bel +31 6 12345678 of 06 12345678.",
        "Op 27-11-2026 om 9 uur.",
        "De reeks 1 2 3 4 5 6 7 8 9 10 11.",
        "Kenmerk 123456789.",
        "BSN 999990010.",
        "BSN 000000000.",
        "Order 1234567890123.",
        "Bedrag 9999906,64.",
    ],
)
def test_other_numbers_do_not_block(text: str) -> None:
    assert Kind.BSN not in kinds(text)


@pytest.mark.parametrize("series", _SERIES)
@pytest.mark.parametrize("sign", ["-", " ", ""])
def test_every_series_of_plates_is_found(series: str, sign: str) -> None:
    letters, digits = iter("GBTKZRD"), iter("0010234")
    made = "".join(next(letters) if one == "X" else next(digits) if one == "9" else sign for one in series)
    assert found(f"Hij reed in {made} weg.") == [("plate", made)]


def test_a_plate_in_small_letters_needs_its_hyphens() -> None:
    assert found("auto gb-001-t stond er") == [("plate", "gb-001-t")]
    assert found("auto gb001t stond er") == []


@pytest.mark.parametrize("month", ["JAN", "FEB", "MRT", "apr", "DEC"])
def test_a_date_is_no_plate(month: str) -> None:
    assert found(f"Op 1-{month}-26 en 01-{month}-6 begint het.") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Aan de Kerkstraat 12 dus.", "Kerkstraat 12"),
        ("Het is Burg. de Withstraat 33.", "Burg. de Withstraat 33"),
        ("Het is Prins Hendrikkade 5 hs.", "Prins Hendrikkade 5 hs"),
        ("Het is Laan van Meerdervoort 20.", "Laan van Meerdervoort 20"),
        ("Het is 't Zand 14.", "'t Zand 14"),
        ("Het is Lindehof 3-b.", "Lindehof 3-b"),
        ("Het is Oude Gracht 45-2.", "Oude Gracht 45-2"),
        ("Het is de molenweg 7.", "molenweg 7"),
        ("Hij woont nog in de Lindenlaan.", "Lindenlaan"),
        ("Het is op nummer 12.", "op nummer 12"),
        ("Post naar 1234 AB.", "1234 AB"),
        ("Post naar 1234ab.", "1234ab"),
    ],
)
def test_an_address_is_found(text: str, words: str) -> None:
    assert ("address", words) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "De straat is 12 meter breed.",
        "De Dorpsstraat 3 keer op en neer.",
        "De Kerkstraat is dicht.",
        "In 2026 EN daarna.",
        "Postcode 1234 SS bestaat niet.",
        "De weg 3 km verderop.",
        "Zie bijlage 12.",
        "Op de dijk 12.30 uur.",
    ],
)
def test_what_looks_like_an_address_passes(text: str) -> None:
    assert Kind.ADDRESS not in kinds(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Daar was mevrouw De Vries.", "mevrouw De Vries"),
        ("Daar was dhr. A.B. van der Berg bij.", "dhr. A.B. van der Berg"),
        ("Wij zagen wijkagent Karin.", "wijkagent Karin"),
        ("Daar was meneer de Koning.", "meneer de Koning"),
        ("Met zijn broer Ben erbij.", "zijn broer Ben"),
        ("Met zijn broer Ahmed erbij.", "zijn broer Ahmed"),
        ("Ahmed, zijn broer, was er.", "Ahmed, zijn broer"),
        ("Zij is de zus van Rachid.", "zus van Rachid"),
        ("Hij sprak Youssef.", "Youssef"),
        ("Samira belde af.", "Samira"),
        ("Met Ahmed praten.", "Ahmed"),
        ("Morgen met Fatima El Amrani bellen.", "Fatima El Amrani"),
        ("Fatima Jansen van nr 12 weet dit.", "Fatima Jansen"),
        ("Hij heet Mohamed Ben Ali.", "Mohamed Ben Ali"),
        ("Dat zei Jan van der Meer.", "Jan van der Meer"),
        ("Dat is van A.B. Jansen.", "A.B. Jansen"),
        ("Mail a.b+c@sub.voorbeeld.nl.", "a.b+c@sub.voorbeeld.nl"),
        ("Mail karin (at) voorbeeld.nl.", "karin (at) voorbeeld.nl"),
        ("Zie @straatkoning88.", "@straatkoning88"),
        ("Hij is geb. 12-07-1979.", "geb. 12-07-1979"),
        ("Geboortedatum: 1990-02-01.", "Geboortedatum: 1990-02-01"),
        ("Bel 0031 6 12345678.", "0031 6 12345678"),
        ("Bel 030-1234567.", "030-1234567"),
        ("Bel (0345) 12 34 56.", "(0345) 12 34 56"),
        ("Naar NL13 TEST 0123 4567 89.", "NL13 TEST 0123 4567 89"),
    ],
)
def test_somebody_else_is_found(text: str, words: str) -> None:
    assert any(kind == "person" and words in said for kind, said in found(text))


@pytest.mark.parametrize(
    "text",
    [
        "De wethouder belde.",
        "Zijn broer weet ervan.",
        "Overleg met Jeugdzorg.",
        "De Raad van State adviseert.",
        "Volgens De Raad is het goed.",
        "Mail info@voorbeeld.nl.",
        "Bel 112 of 0900-8844 of 14 030.",
        "Rekening NL14TEST0123456789.",
        "Het buurthuis opende op 3 mei 1984.",
        "Zijn moeder\nAfspraak gemaakt.",
        "Vraag de FG om advies.",
        "Met Jeugdzorg praten en met Team Zuid overleggen.",
        "Met de moeder bellen.",
        "Het zegt niets over hem.",
        "Dit is een sleutelfiguur. In dit werk kan dat.",
        "De wijkagent Zuid en de adviseur Veiligheid.",
    ],
)
def test_what_looks_like_somebody_passes(text: str) -> None:
    assert Kind.PERSON not in kinds(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hij kent de familie Van Dalen.", "familie Van Dalen"),
        ("De Bos-familie zwijgt.", "Bos-familie"),
        ("Bij vv De Zwaluwen.", "vv De Zwaluwen"),
        ("Via moskee El Fath dus.", "moskee El Fath"),
        ("Op kamp De Heuvel.", "kamp De Heuvel"),
    ],
)
def test_a_named_group_is_found(text: str, words: str) -> None:
    assert ("group", words) in found(text)


@pytest.mark.parametrize(
    "text", ["Dat mag bij een gezin. Het kan.", "Hij hielp de groep. Hij blijft.", "De familie wil rust."]
)
def test_a_group_without_a_name_passes(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "{} was er ook.",
        "Het was druk. {} gaat niet mee.",
        "Eerste regel\n{} komt later",
        "Weet hij dat? {} zou het vragen.",
    ],
)
@pytest.mark.parametrize(
    "name", ["Karin Jansen", "Mohamed Yilmaz", "Fatima El Amrani", "Jan-Willem van der Meer", "Zo\u00eb Bakker"]
)
def test_a_full_name_at_the_start_of_a_sentence_is_somebody(text: str, name: str) -> None:
    assert ("person", name) in found(text.format(name))


@pytest.mark.parametrize(
    "text",
    [
        "Den Haag heeft dat ook.",
        "In Hilversum wil men dat.",
        "Nieuw West is groot.",
        "Team Zuid heeft ruimte.",
        "Buurthuis De Brug is dicht.",
        "Wijkcentrum Noord kan dat.",
        "Kant A is duidelijk.",
        "Formulier B12 is ingevuld.",
        "Gemeente Utrecht wil dat niet.",
        "Wij denken dat Het Plein is bedoeld.",
    ],
)
def test_a_place_or_a_body_at_the_start_of_a_sentence_is_nobody(text: str) -> None:
    assert Kind.PERSON not in kinds(text)
