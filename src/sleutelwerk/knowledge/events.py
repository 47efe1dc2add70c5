"""What the audit trail records of the kennisbank."""

from __future__ import annotations

from sleutelwerk.core.events import Event, Retention

DOCUMENT_ADDED = Event("document_added", Retention.CHANGE, "Een stuk is aan de kennisbank toegevoegd.")
DOCUMENT_REPLACED = Event("document_replaced", Retention.CHANGE, "Een stuk heeft een nieuw bestand gekregen.")
DOCUMENT_WITHDRAWN = Event("document_withdrawn", Retention.CHANGE, "Een stuk is uit de kennisbank gehaald.")
DOCUMENT_REFUSED = Event("document_refused", Retention.INCIDENT, "Een bestand is geweigerd.", refusal=True)
DOCUMENT_COMPOSED = Event("document_composed", Retention.CHANGE, "De site heeft de handreiking opnieuw gemaakt.")
GATED_TEXT_READ = Event("gated_text_read", Retention.ACCESS, "Een afgeschermd artikel is gelezen.")
CLOSED_ROOM_READ = Event(
    "closed_room_read", Retention.ACCESS, "Iemand las die dag in een afgeschermd deel van de site."
)
COPY_HANDED_OUT = Event("copy_handed_out", Retention.ACCESS, "Een afgeschermd stuk is gedownload.")
HANDOUTS_FORGOTTEN = Event("handouts_forgotten", Retention.DESTRUCTION, "Wie ooit een exemplaar kreeg, is gewist.")
COPY_TRACED = Event("copy_traced", Retention.INCIDENT, "Iemand zocht op van wie een gevonden bladzijde is.")
ARTICLE_DRAFT_READ = Event(
    "article_draft_read", Retention.ACCESS, "Een tekst die nog niet gepubliceerd is, is bekeken."
)
ARTICLE_BEGUN = Event("article_begun", Retention.CHANGE, "Iemand begon aan een nieuwe versie van een artikel.")
ARTICLE_SAVED = Event("article_saved", Retention.CHANGE, "De tekst van een concept is bewaard.")
ARTICLE_PROPOSED = Event("article_proposed", Retention.CHANGE, "Een tekst is voorgelegd aan een tweede persoon.")
ARTICLE_WITHDRAWN = Event("article_withdrawn", Retention.CHANGE, "Een voorgelegde tekst is ingetrokken.")
ARTICLE_RETURNED = Event("article_returned", Retention.CHANGE, "Een voorgelegde tekst is teruggestuurd.")
ARTICLE_SIGNED = Event("article_signed", Retention.CHANGE, "Een tweede persoon tekende; het artikel is gepubliceerd.")
ARTICLE_HIDDEN = Event("article_hidden", Retention.CHANGE, "Een tweede persoon tekende; het artikel is verborgen.")
ARTICLE_DISCARDED = Event("article_discarded", Retention.CHANGE, "Een concept van een artikel is weggelegd.")
REQUEST_MADE = Event("request_made", Retention.CHANGE, "Iemand vroeg toegang tot afgeschermde stukken.")
REQUEST_ENTERED = Event("request_entered", Retention.CHANGE, "Een aanvraag die per mail kwam is ingevoerd.")
REQUEST_CONFIRMED = Event("request_confirmed", Retention.CHANGE, "Een aanvrager heeft zijn adres bevestigd.")
REQUEST_VOUCHED = Event("request_vouched", Retention.CHANGE, "Een collega staat voor een aanvrager in.")
REQUEST_NOT_VOUCHED = Event("request_not_vouched", Retention.CHANGE, "Een collega staat niet voor een aanvrager in.")
REQUEST_QUESTIONED = Event("request_questioned", Retention.CHANGE, "Een aanvrager kreeg een vraag.")
REQUEST_REPLIED = Event("request_replied", Retention.CHANGE, "Een aanvrager heeft een vraag beantwoord.")
REQUEST_GRANTED = Event("request_granted", Retention.CHANGE, "Een aanvraag is toegekend.")
REQUEST_REFUSED = Event("request_refused", Retention.CHANGE, "Een aanvraag is niet toegekend.")
REQUEST_WITHDRAWN = Event("request_withdrawn", Retention.CHANGE, "Een aanvrager trok zijn aanvraag in.")
REQUESTS_READ = Event("requests_read", Retention.ACCESS, "De lijst met aanvragen is bekeken.")
REQUEST_READ = Event("request_read", Retention.ACCESS, "Een aanvraag is bekeken.")
READERS_READ = Event("readers_read", Retention.ACCESS, "De lijst met wie toegang heeft is bekeken.")
REQUEST_FORGOTTEN = Event("request_forgotten", Retention.DESTRUCTION, "Een aanvraag is gewist.")
REQUEST_LINKS_FORGOTTEN = Event(
    "request_links_forgotten", Retention.DESTRUCTION, "Oude links van aanvragen en vervangingen zijn gewist."
)
REVIEWERS_REMINDED = Event("reviewers_reminded", Retention.CHANGE, "Beoordelaars kregen een herinnering.")
RENEWAL_OFFERED = Event("renewal_offered", Retention.CHANGE, "Een lezer hoorde dat zijn toegang bijna eindigt.")
SUBSTITUTE_SET = Event("substitute_set", Retention.CHANGE, "Een beoordelaar heeft een vervanger gekozen.")
SUBSTITUTE_ENDED = Event("substitute_ended", Retention.CHANGE, "Een beoordelaar wordt niet meer vervangen.")
LIBRARY_SEARCHED = Event("library_searched", Retention.ACCESS, "Iemand zocht in de kennisbank.")
