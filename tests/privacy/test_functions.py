"""Names where only functions may stand: found without a list of names, with a way out that asks nobody for a reason."""

from __future__ import annotations

import pytest
from tests.privacy.lists import shipped_guard


def names(text: str) -> list[str]:
    return [one.words for one in shipped_guard().examine_functions(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Piet", ["Piet"]),
        ("Jan Jansen", ["Jan Jansen"]),
        ("Fatima el Amrani", ["Fatima el Amrani"]),
        ("De Vries", ["Vries"]),
        ("Piet van de gemeente", ["Piet"]),
        ("jongerenwerker\nKarin\nwijkadviseur", ["Karin"]),
        ("wijkcoach, Karin", ["Karin"]),
        ("wijkagent Karin", ["wijkagent Karin"]),
        ("Mevrouw Jansen", ["Mevrouw Jansen"]),
    ],
)
def test_names_among_functions(text: str, found: list[str]) -> None:
    """What the guard finds anywhere is found once."""
    assert names(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "de teamleider", "Teamleider", "Wijkmanager\nLeerkracht", "Maatschappelijk werker", "Gemeente Utrecht",
        "Sociaal werker van de gemeente", "Adviseur Veiligheid en Zorg", "FG", "BOA", "Persoon 1", "Halt", "Humanitas",
        "Zorg- en Veiligheidshuis", "Beleidsmedewerker OOV", "Ouder van een leerling", "Beide gespreksleiders",
        "Een wijkadviseur", "opsteller", "GGD-arts",
    ],
)  # fmt: skip
def test_functions_and_bodies_pass(text: str) -> None:
    assert names(text) == []


def test_what_to_do_is_said() -> None:
    (remark,) = shipped_guard().examine_functions("Opsteller")
    assert "kleine letter" in remark.advice
    assert not remark.blocks
    assert shipped_guard().examine("Opsteller") == ()
