"""What the audit trail records of people and their accounts."""

from __future__ import annotations

from sleutelwerk.core.events import Event, Retention

SIGNED_IN = Event("signed_in", Retention.SIGN_IN, "Iemand heeft zich aangemeld.")
SIGN_IN_FAILED = Event("sign_in_failed", Retention.SIGN_IN, "Aanmelden is niet gelukt.", refusal=True)
SECOND_FACTOR_FAILED = Event(
    "second_factor_failed", Retention.SIGN_IN, "Het tweede inlogmiddel klopte niet.", refusal=True
)
SECOND_FACTOR_SHOWN = Event("second_factor_shown", Retention.SIGN_IN, "Iemand liet opnieuw zien wie hij is.")
SIGNED_OUT = Event("signed_out", Retention.SIGN_IN, "Iemand heeft zich afgemeld.")
SESSION_TIMED_OUT = Event("session_timed_out", Retention.SIGN_IN, "Een sessie eindigde vanzelf.")
SESSIONS_ENDED = Event("sessions_ended", Retention.CHANGE, "Alle sessies van een account zijn beëindigd.")
FACTOR_ADDED = Event("factor_added", Retention.CHANGE, "Een inlogmiddel is toegevoegd.")
FACTOR_REMOVED = Event("factor_removed", Retention.CHANGE, "Een inlogmiddel is verwijderd.")
RECOVERY_CODES_MADE = Event("recovery_codes_made", Retention.CHANGE, "Er zijn nieuwe herstelcodes gemaakt.")
PASSWORD_CHANGED = Event("password_changed", Retention.CHANGE, "Een wachtwoord is veranderd.")
PASSWORD_RESET_ASKED = Event("password_reset_asked", Retention.SIGN_IN, "Iemand vroeg een nieuw wachtwoord aan.")
ACCESS_REFUSED = Event("access_refused", Retention.ACCESS, "Iets is geweigerd.", refusal=True)
ORGANISATION_ADDED = Event("organisation_added", Retention.CHANGE, "Een organisatie is toegevoegd.")
ORGANISATION_SET_UP = Event("organisation_set_up", Retention.CHANGE, "Een organisatie is ingericht.")
ORGANISATION_CHANGED = Event("organisation_changed", Retention.CHANGE, "Gegevens van de organisatie zijn veranderd.")
SET_UP_LINK_MADE = Event("set_up_link_made", Retention.CHANGE, "Er is een link gemaakt om in te richten.")
PERSON_INVITED = Event("person_invited", Retention.CHANGE, "Iemand is uitgenodigd.")
INVITATION_WITHDRAWN = Event("invitation_withdrawn", Retention.CHANGE, "Een uitnodiging is ingetrokken.")
INVITATION_ACCEPTED = Event("invitation_accepted", Retention.CHANGE, "Iemand heeft een uitnodiging aangenomen.")
ADDRESS_CONFIRMATION_SENT = Event(
    "address_confirmation_sent", Retention.CHANGE, "Iemand vroeg een link om zijn werkadres te bevestigen."
)
ADDRESS_CONFIRMED = Event("address_confirmed", Retention.CHANGE, "Iemand heeft zijn werkadres bevestigd.")
NAME_CHANGED = Event("name_changed", Retention.CHANGE, "Iemand heeft zijn eigen naam verbeterd.")
ROLES_SET = Event("roles_set", Retention.CHANGE, "De rollen van iemand zijn veranderd.")
PERSON_SUSPENDED = Event("person_suspended", Retention.CHANGE, "Een account is stopgezet.")
PERSON_RESTORED = Event("person_restored", Retention.CHANGE, "Een account is weer opengezet.")
NEW_FACTOR_LINK_SENT = Event(
    "new_factor_link_sent", Retention.INCIDENT, "Iemand kreeg een link voor een nieuw inlogmiddel."
)
NEW_FACTOR_STARTED = Event(
    "new_factor_started", Retention.INCIDENT, "Oude inlogmiddelen zijn vervallen door zo'n link."
)
LINKS_FORGOTTEN = Event("links_forgotten", Retention.DESTRUCTION, "Links die niet meer werkten, zijn gewist.")
LETTERS_FORGOTTEN = Event("letters_forgotten", Retention.DESTRUCTION, "Oude brieven zijn gewist uit de postbus.")
SESSIONS_FORGOTTEN = Event("sessions_forgotten", Retention.SIGN_IN, "Sessies die over waren, zijn gewist.")
PERSON_FORGOTTEN = Event(
    "person_forgotten", Retention.DESTRUCTION, "Naam en adres van een gesloten account zijn gewist."
)
ACCESS_REVIEWED = Event("access_reviewed", Retention.CHANGE, "De toegang van iemand is nagekeken.")
ADVICE_GIVEN = Event("advice_given", Retention.CHANGE, "De FG heeft zijn advies ingevuld.")
WORKS_COUNCIL_RECORDED = Event("works_council_recorded", Retention.CHANGE, "De instemming van de OR is vastgelegd.")
FICTION_ADDED = Event("fiction_added", Retention.CHANGE, "Verzonnen voorbeelden zijn toegevoegd.")
FICTION_REMOVED = Event("fiction_removed", Retention.CHANGE, "Verzonnen voorbeelden zijn verwijderd.")
PEOPLE_READ = Event("people_read", Retention.ACCESS, "De lijst met collega's is bekeken.")
REVIEWS_READ = Event("reviews_read", Retention.ACCESS, "Wiens toegang nagekeken moet worden, is bekeken.")
PERSON_READ = Event("person_read", Retention.ACCESS, "De gegevens van een collega zijn bekeken.")
OUTBOX_READ = Event("outbox_read", Retention.ACCESS, "De postbus is bekeken.")
LETTER_READ = Event("letter_read", Retention.ACCESS, "Een brief aan iemand is in de postbus bekeken.")
AUDIT_READ = Event("audit_read", Retention.ACCESS, "Het logboek is bekeken.")
PROVIDER_SIGNED_IN = Event(
    "provider_signed_in", Retention.SIGN_IN, "Iemand heeft zich aangemeld via de provider van zijn organisatie."
)
PROVIDER_SIGN_IN_FAILED = Event(
    "provider_sign_in_failed", Retention.SIGN_IN, "Aanmelden via een provider is niet gelukt.", refusal=True
)
OWN_FACTOR_REFUSED = Event(
    "own_factor_refused", Retention.SIGN_IN, "Iemand moet via zijn organisatie inloggen en deed dat niet.", refusal=True
)
EMERGENCY_SIGNED_IN = Event(
    "emergency_signed_in", Retention.INCIDENT, "De noodbeheerder logde in zonder de verplichte provider."
)
ACCOUNT_MADE_BY_PROVIDER = Event(
    "account_made_by_provider", Retention.CHANGE, "Bij de eerste aanmelding via de provider is een account gemaakt."
)
IDENTITY_LINKED = Event("identity_linked", Retention.CHANGE, "Een account is gekoppeld aan de provider.")
PROVIDER_CHANGED = Event("provider_changed", Retention.CHANGE, "De gegevens van de provider zijn veranderd.")
PROVIDER_TRIED = Event("provider_tried", Retention.CHANGE, "Een proefaanmelding bij de provider is gelukt.")
PROVIDER_SWITCHED = Event("provider_switched", Retention.CHANGE, "De provider is aan- of uitgezet, of verplicht.")
