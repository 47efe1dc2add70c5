"""Measures the guard for free text against a floor: one compiled regular expression of its words over the same text.

.venv/bin/python benchmarks/guard.py [--rounds 9]
"""

from __future__ import annotations

import argparse
import gc
import re
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

#: At most so many times the floor, and at most so much more for ten times the text.
AGAINST_FLOOR, GROWTH = 1.0, 13.0
LENGTH = 10_000


def notes_text(length: int) -> str:
    """Give notes as professionals write them, about half of them with something in it, until there are enough."""
    from tests.privacy.lists import NOTES

    from sleutelwerk.privacy.engine.evaluate import load_notes

    loaded = load_notes(NOTES).notes
    assert loaded is not None
    text = "\n\n".join(note.text for note in (*loaded.tuning, *loaded.held_out))
    return (text * (length // len(text) + 1))[:length]


def floor_pattern(words: Any) -> re.Pattern[str]:
    """Give one expression with every single word of the list: the least that finds them, without any judgement."""
    from sleutelwerk.privacy.engine.inflect import demonym, demonym_adjective

    forms: set[str] = set()
    for term in words.terms:
        forms |= {form.strip("*").lower() for form in term.forms if " " not in form}
        for adjective in term.nation.adjective:
            forms |= {form.lower() for form in demonym_adjective(adjective)}
        for people in term.nation.people:
            forms |= {form.lower() for form in demonym(people)}
        forms |= {country.lower() for country in term.nation.country}
    joined = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    print(f"floor: one expression of {len(forms)} words")
    return re.compile(rf"(?<!\w)(?:{joined})", re.IGNORECASE)


def seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=9)
    rounds = arguments.parse_args().rounds
    from tests.privacy.lists import shipped_guard, shipped_words

    guard, floor = shipped_guard(), floor_pattern(shipped_words())
    text, long_text = notes_text(LENGTH), notes_text(10 * LENGTH)
    plain = [note for note in text.split("\n\n") if not guard.examine(note)]
    quiet = ("\n\n".join(plain) * 20)[:LENGTH]
    guard.examine(text)
    gc.freeze()
    taken: dict[str, list[float]] = {"guard": [], "quiet": [], "floor": [], "long": []}
    for _ in range(rounds):
        taken["guard"].append(seconds(lambda: guard.examine(text)))
        taken["quiet"].append(seconds(lambda: guard.examine(quiet)))
        taken["floor"].append(seconds(lambda: floor.findall(text)))
        taken["long"].append(seconds(lambda: guard.examine(long_text)))
    middle = {name: statistics.median(values) for name, values in taken.items()}
    against, growth = middle["guard"] / middle["floor"], middle["long"] / middle["guard"]
    print(f"{LENGTH} characters of notes, half of them with remarks: {1000 * middle['guard']:.1f} ms")
    print(f"{LENGTH} characters without anything to remark on:       {1000 * middle['quiet']:.1f} ms")
    print(f"the floor over the same notes:                       {1000 * middle['floor']:.1f} ms")
    print(f"to the floor: {against:.2f} (goal: at most {AGAINST_FLOOR})")
    print(f"ten times the text: {growth:.1f} times as long (goal: at most {GROWTH})")
    return int(against > AGAINST_FLOOR or growth > GROWTH)


if __name__ == "__main__":
    raise SystemExit(main())
