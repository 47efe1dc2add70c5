"""Names of case files: easy to say, never taken twice, and nobody's name."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from sleutelwerk.cases.engine.naming import NAMES, WORDS, example_code, new_code, new_pseudonym
from sleutelwerk.privacy.content import current_guard


def test_a_name_that_is_taken_is_passed_over() -> None:
    chosen = iter(["uil", 100, "uil", 101])

    def choose(_among: Sequence[object]) -> object:
        return next(chosen)

    assert new_code(choose, lambda code: code == "uil-100") == "uil-101"


def test_the_code_of_an_example_says_so_and_is_never_taken_twice() -> None:
    chosen = iter([100, 200, 100, 201])

    def choose(_among: Sequence[object]) -> object:
        return next(chosen)

    assert example_code(choose, lambda code: code == "VOORBEELD-100200") == "VOORBEELD-100201"


def test_when_all_made_up_names_are_taken_a_number_comes_behind_one() -> None:
    numbers = iter([100, 101])

    def choose(among: Sequence[object]) -> object:
        return NAMES[0] if among is NAMES else next(numbers)

    given = {*NAMES, f"{NAMES[0]}-100"}
    assert new_pseudonym(choose, given.__contains__) == f"{NAMES[0]}-101"


@pytest.mark.exhaustive
def test_no_word_is_remarked_on_or_stands_twice() -> None:
    assert len(set(WORDS)) == len(WORDS)
    assert all(re.fullmatch(r"[a-z]+", word) for word in WORDS)
    assert [word for word in WORDS if current_guard().examine(f"Dossier {word}-123")] == []


#: How sounds are written in more than one way: what one hears is one.
SOUNDS = (("ij", "y"), ("ei", "y"), ("ch", "g"), ("ou", "au"), ("c", "k"), ("q", "k"), ("x", "ks"))
AFTER = (("v", "f"), ("z", "s"), ("ie", "i"), ("th", "t"), ("dt", "t"))
#: What hurts or teases, as one hears it, wherever it stands in a name; with what is said in English and on the street.
HURTS = (
    "lul", "kut", "pik", "pis", "kak", "kok", "hoer", "neuk", "nuk", "naai", "tiet", "tit", "trut", "teef", "slet",
    "sloer", "dom", "dum", "gek", "suf", "sul", "lol", "lel", "mof", "nep", "zot", "sot", "zak", "dik", "vet",
    "vod", "rot", "rat", "luis", "bok", "mong", "debiel", "idio", "neger", "nig", "nik", "paki", "rak", "zwart",
    "jood", "jid", "turk", "zigeun", "homo", "flik", "pot", "nich", "boef", "dief", "dood", "moord", "god", "naz",
    "sad", "vag", "anus", "reet", "kont", "poep", "drol", "fuk", "fap", "vap", "boob", "bum", "gup", "dil", "nud",
    "mor", "nur", "gul", "vul", "kil",
)  # fmt: skip


def sound(word: str) -> str:
    """Write a word as one hears it: no double letters, and one letter for what sounds alike."""
    for written, heard in SOUNDS:
        word = word.replace(written, heard)
    word = re.sub(r"(.)\1+", r"\1", word)
    for written, heard in AFTER:
        word = word.replace(written, heard)
    return re.sub("b$", "p", re.sub("d$", "t", word))


def dutch() -> frozenset[str]:
    """Give the sounds of all Dutch words and names, to seven letters, that go as these names go: open syllables."""
    path = Path(__file__).parent / "words" / "dutch.txt"
    return frozenset(sound(word) for word in path.read_text("utf-8").split())


def wrong_with(name: str, words: frozenset[str]) -> str:
    """Tell why somebody cannot be called so, or nothing."""
    heard = sound(name.lower())
    if not re.fullmatch(r"[A-Z][aeiou][a-z][aeiou][a-z][aeiou][klmp]", name):
        return "not to be said"
    # Cut in two, one half has four letters at least: so no name falls apart into two words either.
    if any(heard[at:to] in words for at in range(len(heard)) for to in range(at + 4, len(heard) + 1)):
        return "a word or a name in it"
    return "hurts" if any(sound(one) in heard for one in HURTS) else ""


def test_no_name_that_can_be_made_is_a_word_a_name_or_an_insult() -> None:
    words = dutch()
    assert len(words) > 10_000
    assert {name: wrong for name in NAMES if (wrong := wrong_with(name, words))} == {}
    assert [name for name in NAMES if current_guard().examine(f"Wij spraken met {name}.")] == []


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("Lolbok", "not to be said"), ("Fatimak", "a word or a name in it"), ("Tomatem", "a word or a name in it"),
        ("Demolup", "a word or a name in it"), ("Nuretom", "hurts"), ("Zakuvom", "hurts"), ("Gupivem", "hurts"),
    ],
)  # fmt: skip
def test_a_name_that_will_not_do_is_found(name: str, wrong: str) -> None:
    assert wrong_with(name, dutch()) == wrong


def test_no_slip_of_the_pen_makes_one_name_into_another() -> None:
    pairs = ((one, other) for at, one in enumerate(NAMES) for other in NAMES[at + 1 :])
    assert [pair for pair in pairs if sum(a != b for a, b in zip(*pair, strict=True)) < 3] == []


def test_a_name_that_is_taken_is_passed_over_and_names_never_run_out() -> None:
    numbers = iter(range(len(NAMES)))
    assert new_pseudonym(lambda among: among[next(numbers)], lambda name: name == NAMES[0]) == NAMES[1]
    made = new_pseudonym(random.Random(7).choice, lambda name: name in NAMES)
    assert re.fullmatch(r"[A-Z][a-z]{6}-[1-9][0-9]{2}", made)
    assert made[:7] in NAMES
