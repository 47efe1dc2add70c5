"""What the audit trail records of envelopes: that one was opened, by whom and with whose consent, never whose it is."""

from __future__ import annotations

from sleutelwerk.core.events import Event, Retention

ENVELOPE_SEALED = Event(
    "envelope_sealed", Retention.CHANGE, "Iemand legde in een verzegelde envelop wie een persoon is."
)
ENVELOPE_CHANGED = Event("envelope_changed", Retention.CHANGE, "Iemand veranderde wat in een verzegelde envelop staat.")
OPENING_ASKED = Event("opening_asked", Retention.CHANGE, "Iemand vroeg om een verzegelde envelop te mogen openen.")
OPENING_AGREED = Event(
    "opening_agreed", Retention.CHANGE, "Een tweede persoon vond het goed dat iemand een envelop opent, voor een tijd."
)
OPENED_ALONE = Event("opened_alone", Retention.CHANGE, "Iemand opende een envelop alleen, omdat er gevaar was.")
OPENING_REFUSED = Event(
    "opening_refused", Retention.CHANGE, "Een tweede persoon vond het openen van een envelop niet goed."
)
OPENING_ENDED = Event(
    "opening_ended", Retention.CHANGE, "Een envelop ging weer dicht, of de vraag om te openen verviel."
)
ENVELOPE_READ = Event("envelope_read", Retention.ACCESS, "Iemand las in een envelop wie een persoon is.")
ENVELOPE_WITHHELD = Event(
    "envelope_withheld", Retention.ACCESS, "Iemand wilde een envelop lezen en mocht dat niet.", refusal=True
)
ENVELOPE_DESTROYED = Event(
    "envelope_destroyed",
    Retention.DESTRUCTION,
    "Een verzegelde envelop is onleesbaar gemaakt: zijn sleutel is vernietigd.",
)
ENVELOPE_REMOVED = Event(
    "envelope_removed", Retention.DESTRUCTION, "Een envelop waarvan de sleutel al was vernietigd, is opgeruimd."
)
ENVELOPE_HANDED_ON = Event(
    "envelope_handed_on", Retention.CHANGE, "Een verzegelde envelop ging over naar een andere organisatie."
)
MASTER_KEY_RENEWED = Event("master_key_renewed", Retention.CHANGE, "Een hoofdsleutel kreeg een nieuwe generatie.")
KEYS_REWRAPPED = Event("keys_rewrapped", Retention.CHANGE, "Sleutels zijn onder de nieuwe hoofdsleutel gebracht.")
KEYS_DESTROYED_AGAIN = Event(
    "keys_destroyed_again",
    Retention.DESTRUCTION,
    "Na het terugzetten van een reservekopie zijn sleutels opnieuw vernietigd.",
)
