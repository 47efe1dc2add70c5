"""A text that is made to cost time costs none: a hundred thousand characters of anything end soon."""

from __future__ import annotations

import multiprocessing
import resource
from itertools import cycle, islice

import pytest
from tests.privacy.lists import shipped_guard

#: Seconds of processor time. A normal text of this length takes half a second; anything that grows with the square of
#: the length would take minutes.
LIMIT = 20
LENGTH = 100_000

HOSTILE = {
    "one letter": "a",
    "one capital": "A",
    "capitals and spaces": "A ",
    "words with a capital": "Aa ",
    "particles": "van de ",
    "initials": "A.",
    "digits": "1",
    "digits apart": "1 ",
    "digits and dots": "12.",
    "plates": "12-AB-3",
    "phone numbers": "06-12345678",
    "dates": "01-02-2026 ",
    "hyphens": "a-",
    "apostrophes": "a'",
    "letters apart": "a ",
    "dots": ".",
    "at signs": "a@a.",
    "endless address": "Straat van de ",
    "titles": "mevrouw ",
    "titles and names": "mevrouw Aa de ",
    "ties": "zijn broer ",
    "ties of": "broer van ",
    "talks": "gesproken met ",
    "groups": "familie De ",
    "terms": "Marokkaan ",
    "countries": "uit Marokko ",
    "phrases": "rooms katholiek ",
    "prefixes": "halfhalf",
    "sentences": "a. B",
    "combining": "\u0301",
    "invisible": "\u200b",
    "ligatures": "ﷺ",
    "iban": "NL13 TEST ",
    "birth": "geboren op 1 ",
    "new lines": "-\n a",
    "underscores": "a_",
}


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_ends_soon(name: str) -> None:
    text = "".join(islice(cycle(HOSTILE[name]), LENGTH))
    shipped_guard()  # made before, so that only looking counts
    process = multiprocessing.get_context("fork").Process(target=_look, args=(text,))
    process.start()
    process.join()
    assert process.exitcode == 0


def _look(text: str) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    begun = int(used.ru_utime + used.ru_stime)
    resource.setrlimit(resource.RLIMIT_CPU, (begun + LIMIT, begun + LIMIT + 1))
    shipped_guard().examine(text)


def test_the_limit_can_be_reached() -> None:
    """The test above can fail: a process that goes on is ended by the limit."""
    process = multiprocessing.get_context("fork").Process(target=_go_on)
    process.start()
    process.join()
    assert process.exitcode != 0


def _go_on() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    begun = int(used.ru_utime + used.ru_stime)
    resource.setrlimit(resource.RLIMIT_CPU, (begun + 1, begun + 2))
    while True:
        pass
