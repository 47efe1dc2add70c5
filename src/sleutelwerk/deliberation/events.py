"""What the audit trail records of deliberations: that they were held and by whom, never what was said."""

from __future__ import annotations

from sleutelwerk.core.events import Event, Retention

DELIBERATION_OPENED = Event("deliberation_opened", Retention.CHANGE, "Iemand opende de kamer van een moreel beraad.")
DELIBERATION_CLOSED = Event("deliberation_closed", Retention.CHANGE, "Iemand sloot een moreel beraad af.")
JUSTICE_DECLARED = Event(
    "justice_declared", Retention.CHANGE,
    "Een gespreksleider zei in de kamer dat politie of justitie meedoet en dat de sleutelfiguur dat weet.",
)  # fmt: skip
DELIBERATION_CODE_GUESSED = Event(
    "deliberation_code_guessed", Retention.INCIDENT, "Er werd vaak een verkeerde code voor een beraad ingetypt.",
    refusal=True,
)  # fmt: skip
DELIBERATION_BEGUN = Event("deliberation_begun", Retention.CHANGE, "Iemand begon een moreel beraad voor te bereiden.")
DELIBERATION_FOLLOWED = Event(
    "deliberation_followed", Retention.CHANGE, "Iemand begon een beraad dat volgt op een eerder beraad."
)
PREPARATION_READ = Event("preparation_read", Retention.ACCESS, "De voorbereiding van een moreel beraad is bekeken.")
PREPARATION_SAVED = Event("preparation_saved", Retention.CHANGE, "De voorbereiding van een moreel beraad is bewaard.")
PREPARATION_TAKEN_ALONG = Event(
    "preparation_taken_along", Retention.ACCESS, "Iemand maakte een stuk bij de voorbereiding van een moreel beraad."
)
DELIBERATION_DELETED = Event(
    "deliberation_deleted", Retention.DESTRUCTION, "Een beraad dat nooit begon is weggegooid, met zijn sleutels."
)
RECORD_READ = Event("record_read", Retention.ACCESS, "Een verslag van een moreel beraad is bekeken.")
RECORD_SAVED = Event("record_saved", Retention.CHANGE, "Een verslag van een moreel beraad is aangepast.")
RECORD_EXPORTED = Event(
    "record_exported", Retention.ACCESS, "Een verslag van een moreel beraad is als bestand gemaakt."
)
RECORD_FINAL = Event("record_final", Retention.CHANGE, "Een verslag van een moreel beraad is definitief gemaakt.")
CHECK_TERM_SET = Event("check_term_set", Retention.CHANGE, "Deelnemers kregen meer of minder tijd om na te lezen.")
OWN_WORDS_STRUCK = Event("own_words_struck", Retention.CHANGE, "Een deelnemer haalde eigen woorden uit een concept.")
LOOKED_BACK = Event("looked_back", Retention.CHANGE, "Er is teruggekeken op wat in een moreel beraad is afgesproken.")
LEADERS_REMINDED = Event("leaders_reminded", Retention.CHANGE, "Gespreksleiders zijn gevraagd om terug te kijken.")
RAW_DESTROYED = Event(
    "raw_destroyed", Retention.DESTRUCTION, "Wat mensen in een moreel beraad schreven is vernietigd, met zijn sleutel."
)
RECORD_DESTROYED = Event("record_destroyed", Retention.DESTRUCTION, "Een verslag van een moreel beraad is vernietigd.")
DELIBERATION_DESTROYED = Event(
    "deliberation_destroyed", Retention.DESTRUCTION, "Een moreel beraad is vernietigd, met zijn sleutels."
)
