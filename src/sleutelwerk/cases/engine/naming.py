"""Neutral names for case files: a word from outdoors and a number, easy to say and telling nothing about anybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence

#: Trees, birds, water and weather: none is a first name, a surname that many have, a street or a place of its own.
WORDS = (
    "berk", "beuk", "esdoorn", "hazelaar", "lijsterbes", "meidoorn", "sering", "vlier", "wilg", "kastanje", "den",
    "spar", "brem", "heide", "klaver", "varen", "mos", "riet", "duin", "vijver", "meer", "beek", "golf", "eb",
    "wolk", "dauw", "mist", "rijp", "bries", "gans", "kievit", "merel", "mus", "reiger", "spreeuw", "uil", "zwaan",
    "eekhoorn", "egel", "haas", "libel", "vlinder", "schelp", "kiezel",
)  # fmt: skip
NUMBERS = range(100, 1000)


def new_code(choose: Callable[[Sequence[object]], object], taken: Callable[[str], bool]) -> str:
    """Make a name that is not taken; `choose` picks one of many, as `secrets.choice` does."""
    while True:
        code = f"{choose(WORDS)}-{choose(NUMBERS)}"
        if not taken(code):
            return code


#: With this the code of an example begins. No word above is in capitals, so no other case has it.
EXAMPLE = "VOORBEELD-"


def example_code(choose: Callable[[Sequence[object]], object], taken: Callable[[str], bool]) -> str:
    """Make a code for an invented case that tells so wherever it stands."""
    while True:
        code = f"{EXAMPLE}{choose(NUMBERS)}{choose(NUMBERS)}"
        if not taken(code):
            return code


#: Letters in their places. Endings on -ok, -op, -uk and -up keep such a name away from names that people have.
_LETTERS = ("bdfgklmnprtvz", "aeiou", "lmnr", "bdgklmnpt", "ou", "kp")


def new_pseudonym(choose: Callable[[Sequence[object]], object], taken: Callable[[str], bool]) -> str:
    """Make a name for somebody that can be said out loud and comes from nothing: two syllables, as in Toldok.

    There are some nine thousand of them; a case is about one person, so that is enough for an organisation.
    """
    while True:
        name = "".join(str(choose(letters)) for letters in _LETTERS).capitalize()
        if not taken(name):
            return name
