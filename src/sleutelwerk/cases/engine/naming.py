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


#: Names for people: three syllables that one says as they stand. No Dutch word or name stands in one, by sound either.
#: None can be cut into two words, and two of them differ in three letters at least: no slip of the pen makes one into
#: another. A list and no rule, so that each can be read; tests/cases/test_naming.py holds each to all of it.
NAMES = tuple(
    """
    Digetul Diguzam Dimuzop Dizovum Dizunom Dizutep Dugevom Dugomep Gidetom Gimavup Gimoluk Girulom Gitunop Gituvem
    Gominup Govatuk Govudep Govuzam Gozutim Gutadim Guvemok Guvimep Kaguvom Kavorul Kigavum Kigodep Kigomul Kigunol
    Kudovam Kugetim Kugivem Kuvonal Laduzop Lavugep Linuvam Lomivek Lomutap Madovup Midavok Migutok Mirugal Mitugep
    Mivadup Mivunak Mivurel Mukizop Mutagop Nidevum Nidozam Niluvek Nimevok Nivudap Nizogep Nizumel Nodatup Nokemip
    Noketum Nokimul Nokivem Norulim Norumep Nozivup Nozutek Nuvatok Nuzivom Nuzodim Nuzovek Ragikem Raginup Ragivok
    Ragomip Ragovum Ragumel Ragunim Ralotuk Ralutom Ranevup Ranogep Ravodup Ravumok Ridokem Rigutap Rilomup Rinugop
    Rinumek Rodugep Rogidep Rogitul Roguvek Ronudap Ronugim Rovamup Rovinum Tadigep Tadugim Tavegum Tavunol Tidagum
    Tidazop Tigezum Tigomek Tigovup Tigukem Tirovam Tivamul Tiveluk Tivumep Tizedup Tokuvim Tozevum Tudavom Tugezop
    Tukigom Tunimel Tunogim Tuvogep Tuzevok Tuzomip Vamunok Vimelup Vodatim Vodimup Vonadep Vonaluk Vudazip Vudegim
    Vugirep Zaduvok Zarugop Zarukem Zidugom Zivogum Zogevup Zoguvam Zovemuk Zovumel Zudetok Zugimek Zunodap Zunokem
    Zutavem Zutemip Zutenom
    """.split()
)
#: After so many names that are taken, a number comes behind one: names never run out.
_TRIES = 40


def new_pseudonym(choose: Callable[[Sequence[object]], object], taken: Callable[[str], bool]) -> str:
    """Make a name for somebody that can be said out loud, means nothing and comes from nothing, as Timavup."""
    for _ in range(_TRIES):
        name = str(choose(NAMES))
        if not taken(name):
            return name
    while True:
        name = f"{choose(NAMES)}-{choose(NUMBERS)}"
        if not taken(name):
            return name
