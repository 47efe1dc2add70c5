"""What the audit trail records of case files: that they were opened, changed and by whom, never what they say."""

from __future__ import annotations

from sleutelwerk.core.events import Event, Retention

CASE_BEGUN = Event("case_begun", Retention.CHANGE, "Iemand begon een dossier.")
CASE_READ = Event("case_read", Retention.ACCESS, "Een dossier is bekeken.")
ASSIGNMENT_SAVED = Event("assignment_saved", Retention.CHANGE, "De opdracht van een dossier is aangepast.")
ASSIGNMENT_SETTLED = Event("assignment_settled", Retention.CHANGE, "De opdracht van een dossier is vastgesteld.")
ASSIGNMENT_REOPENED = Event(
    "assignment_reopened", Retention.CHANGE, "De opdracht van een dossier is weer opengezet om te wijzigen."
)
RECEIPT_ATTACHED = Event(
    "receipt_attached", Retention.CHANGE, "Het bewijs van een routekaart is bij een dossier gevoegd."
)
MEMBER_ADDED = Event("member_added", Retention.CHANGE, "Iemand kreeg toegang tot een dossier.")
MEMBER_INVITED = Event("member_invited", Retention.CHANGE, "Iemand van een partner is voor een dossier uitgenodigd.")
MEMBER_JOINED = Event("member_joined", Retention.CHANGE, "Iemand nam de uitnodiging voor een dossier aan.")
MEMBER_LEFT = Event("member_left", Retention.CHANGE, "Iemand heeft geen toegang meer tot een dossier.")
LEAD_OFFERED = Event("lead_offered", Retention.CHANGE, "Een trekker vroeg een collega om een dossier over te nemen.")
LEAD_STAYED = Event(
    "lead_stayed", Retention.CHANGE, "Een dossier hield zijn trekker: de vraag ging terug, of het antwoord was nee."
)
CONTENT_LOOKED_AT = Event(
    "content_looked_at", Retention.CHANGE, "Een team besprak dat er nieuwe inhoud is dan waarmee een dossier begon."
)
CASE_HANDED_OVER = Event("case_handed_over", Retention.CHANGE, "Een dossier heeft een andere trekker gekregen.")
CASE_OFFERED = Event("case_offered", Retention.CHANGE, "Een dossier is aan een andere organisatie aangeboden.")
CASE_OFFER_ENDED = Event(
    "case_offer_ended", Retention.CHANGE, "Een dossier bleef waar het was: nee gezegd, teruggenomen of vervallen."
)
CASE_HANDED_ELSEWHERE = Event(
    "case_handed_elsewhere", Retention.CHANGE, "Een dossier ging over naar een andere organisatie. Het team is eruit."
)
CASE_TAKEN_OVER = Event("case_taken_over", Retention.CHANGE, "Een dossier kwam over van een andere organisatie.")
EXAMPLE_MADE = Event("example_made", Retention.CHANGE, "Iemand kreeg een verzonnen dossier, om in rond te kijken.")
EXAMPLE_REMOVED = Event(
    "example_removed", Retention.DESTRUCTION, "Een verzonnen dossier is weggehaald, met zijn sleutels."
)
CASE_DELETED = Event(
    "case_deleted", Retention.DESTRUCTION, "Een dossier zonder kandidaat is weggegooid, met zijn sleutel."
)
CANDIDATE_TOLD = Event("candidate_told", Retention.CHANGE, "Bij een dossier staat dat een kandidaat is ingelicht.")
CANDIDATE_AGREED = Event("candidate_agreed", Retention.CHANGE, "Een kandidaat zei dat hij verder wil.")
CANDIDATE_PAPERS_SAVED = Event(
    "candidate_papers_saved", Retention.CHANGE, "Hoe een kandidaat veilig te bereiken is, is aangepast."
)
CANDIDATE_STOPPED = Event(
    "candidate_stopped", Retention.DESTRUCTION, "Een kandidaat stopte. Alles over hem is vernietigd, met zijn sleutel."
)
CANDIDATE_FORGOTTEN = Event(
    "candidate_forgotten",
    Retention.DESTRUCTION,
    "Een kandidaat die geen ja zei, of van wie niets meer kwam, is vergeten, met zijn sleutel.",
)
LETTER_MADE = Event("letter_made", Retention.ACCESS, "Bij een dossier is een informatiebrief gemaakt.")
ENVELOPE_ADDED = Event("envelope_added", Retention.CHANGE, "Wie een kandidaat is, ligt in een verzegelde envelop.")
ASSESSORS_NAMED = Event("assessors_named", Retention.CHANGE, "Er is gevraagd wie een kandidaat afwegen.")
ASSESSMENT_SAVED = Event("assessment_saved", Retention.CHANGE, "Iemand werkte aan zijn afweging.")
ASSESSMENT_HANDED_IN = Event("assessment_handed_in", Retention.CHANGE, "Een afweging is ingeleverd.")
ASSESSMENT_READ = Event("assessment_read", Retention.ACCESS, "De afwegingen van een kandidaat zijn bekeken.")
WEIGHING_SAVED = Event("weighing_saved", Retention.CHANGE, "Wat een kandidaat leert of zei, is bijgewerkt.")
ASSESSMENT_SHOWN = Event("assessment_shown", Retention.CHANGE, "Een kandidaat heeft zijn afweging gezien.")
ASSESSMENT_BEGUN_ANEW = Event(
    "assessment_begun_anew", Retention.CHANGE, "Een kandidaat vroeg om opnieuw te kijken. Twee mensen beginnen opnieuw."
)
LOOKING_ANEW_ASKED = Event(
    "looking_anew_asked", Retention.CHANGE, "Na een nee vroeg iemand een collega te bevestigen dat opnieuw kijken mag."
)
LOOKING_ANEW_DROPPED = Event(
    "looking_anew_dropped", Retention.CHANGE, "Na een nee bleek dat een kandidaat niet vroeg om opnieuw te kijken."
)
LOOKING_ANEW_SEEN = Event("looking_anew_seen", Retention.CHANGE, "Wie nee zei, las dat er opnieuw wordt gekeken.")
DECISION_ASKED = Event("decision_asked", Retention.CHANGE, "Om een besluit over een kandidaat is gevraagd.")
DECISION_WITHDRAWN = Event("decision_withdrawn", Retention.CHANGE, "De vraag om een besluit is ingetrokken.")
DECISION_READ = Event("decision_read", Retention.ACCESS, "Iemand bekeek waarover hij moet besluiten.")
CANDIDATE_DECIDED = Event("candidate_decided", Retention.CHANGE, "Over een kandidaat is besloten.")
CONDITION_ARRANGED = Event(
    "condition_arranged", Retention.CHANGE, "Bij een besluit staat of een voorwaarde is geregeld."
)
CONDITION_RELEASED = Event(
    "condition_released", Retention.CHANGE, "Wie besloot, liet een voorwaarde los: het werk mag zonder beginnen."
)
OUTCOME_TOLD = Event("outcome_told", Retention.CHANGE, "Een kandidaat heeft het besluit gehoord.")
OUTCOME_CARD_MADE = Event("outcome_card_made", Retention.ACCESS, "Bij een dossier is een uitkomstkaart gemaakt.")
REJECTED_FORGOTTEN = Event(
    "rejected_forgotten", Retention.DESTRUCTION, "Wie niet werd gekozen is vergeten, met zijn sleutel."
)
AGREEMENT_DRAFTED = Event("agreement_drafted", Retention.CHANGE, "Aan de afspraken in een dossier is gewerkt.")
AGREEMENT_PRINTED = Event("agreement_printed", Retention.ACCESS, "De afspraken in een dossier zijn op papier gezet.")
AGREEMENT_ACCEPTED = Event("agreement_accepted", Retention.CHANGE, "Iemand zei ja tegen de afspraken.")
AGREEMENT_ACTIVE = Event("agreement_active", Retention.CHANGE, "De afspraken in een dossier gelden.")
ALLOWANCE_PROPOSED = Event("allowance_proposed", Retention.CHANGE, "Een vergoeding is voorgesteld.")
ALLOWANCE_APPROVED = Event("allowance_approved", Retention.CHANGE, "Een vergoeding is goedgekeurd, door iemand anders.")
ALLOWANCE_REFUSED = Event("allowance_refused", Retention.CHANGE, "Een vergoeding is niet goedgekeurd.")
ALLOWANCE_RECORDED = Event("allowance_recorded", Retention.CHANGE, "Een vergoeding is vastgelegd, door een derde.")
ALLOWANCE_DECLARED = Event(
    "allowance_declared", Retention.CHANGE, "Een bedrag dat iemand van een ander kreeg, is opgeschreven."
)
ALLOWANCE_REMOVAL_ASKED = Event(
    "allowance_removal_asked", Retention.CHANGE, "Iemand vroeg om een bedrag van een ander weg te halen."
)
ALLOWANCE_REMOVED = Event(
    "allowance_removed", Retention.CHANGE, "Een bedrag van een ander klopte niet. Een tweede haalde het weg."
)
ALLOWANCE_KEPT = Event("allowance_kept", Retention.CHANGE, "Een bedrag van een ander blijft toch meetellen.")
ALLOWANCES_PRINTED = Event(
    "allowances_printed", Retention.ACCESS, "De vergoedingen van een jaar zijn op papier gezet, zonder naam."
)
REWARD_SETTLED = Event("reward_settled", Retention.CHANGE, "Wat een sleutelfiguur krijgt, is besproken.")
CONTACT_NOTED = Event("contact_noted", Retention.CHANGE, "Een contact is opgeschreven.")
CONTACT_REMOVED = Event("contact_removed", Retention.DESTRUCTION, "Een opgeschreven contact is weggehaald.")
PROMISE_SETTLED = Event(
    "promise_settled", Retention.CHANGE, "Bij een contact staat of gedaan is wat iemand van ons zou doen."
)
SIGNAL_NOTED = Event("signal_noted", Retention.CHANGE, "Een signaal over een thema is opgeschreven.")
SIGNAL_FED_BACK = Event("signal_fed_back", Retention.CHANGE, "Over een signaal is teruggekoppeld.")
SIGNAL_FORGOTTEN = Event("signal_forgotten", Retention.DESTRUCTION, "Een signaal is gewist, zoals beloofd.")
WORK_PAUSED = Event("work_paused", Retention.CHANGE, "Het werk in een dossier is stilgelegd.")
WORK_RESUMED = Event(
    "work_resumed", Retention.CHANGE, "Het werk in een dossier gaat verder, door iemand anders beslist."
)
LOOK_BACK_SAVED = Event("look_back_saved", Retention.CHANGE, "Er is samen teruggekeken.")
LOOK_BACK_CLOSED = Event("look_back_closed", Retention.CHANGE, "Een terugblik is afgerond.")
ENDING_BEGUN = Event("ending_begun", Retention.CHANGE, "Het afscheid in een dossier is begonnen.")
ENDING_SAVED = Event("ending_saved", Retention.CHANGE, "Het afscheid in een dossier is bijgewerkt.")
CASE_ENDED = Event("case_ended", Retention.CHANGE, "Een samenwerking is afgerond. De bewaartermijn loopt.")
RIGHT_ASKED = Event("right_asked", Retention.CHANGE, "Iemand vroeg iets over wat er over hem bewaard wordt.")
RIGHT_EXTENDED = Event("right_extended", Retention.CHANGE, "Het antwoord op zo’n vraag duurt langer.")
RIGHT_ANSWERED = Event("right_answered", Retention.CHANGE, "Iemand kreeg antwoord op zijn vraag over zijn gegevens.")
LOCK_LIFTED = Event("lock_lifted", Retention.CHANGE, "Een dossier dat op slot stond, is weer open.")
ORDER_RECORDED = Event(
    "order_recorded", Retention.CHANGE, "Een vordering van justitie is opgeschreven, of een oefening."
)
ORDER_READ = Event("order_read", Retention.ACCESS, "Iemand bekeek hoe het met een vordering staat.")
ORDER_STEPPED = Event("order_stepped", Retention.CHANGE, "Bij een vordering is een stap gezet.")
ORDER_HANDED_OVER = Event(
    "order_handed_over", Retention.CHANGE, "Na een vordering is iets overhandigd, in soorten geteld."
)
ORDER_CASE_NAMED = Event("order_case_named", Retention.CHANGE, "Bij een vordering staat nu over welk dossier het gaat.")
ORDER_CASE_UNKNOWN = Event(
    "order_case_unknown", Retention.ACCESS, "Iemand noemde bij een vordering een code die er niet is.", refusal=True
)
ORDER_FORGOTTEN = Event(
    "order_forgotten", Retention.DESTRUCTION, "Een oefening of een vordering zonder dossier is gewist, op haar dag."
)
OPENED_IN_EMERGENCY = Event(
    "opened_in_emergency",
    Retention.CHANGE,
    "Iemand opende alleen een envelop, omdat er gevaar was. Het team kreeg bericht.",
)
EMERGENCY_REFUSED = Event(
    "emergency_refused", Retention.ACCESS, "Iemand wilde alleen een envelop openen en mocht dat niet.", refusal=True
)
EMERGENCY_READ = Event("emergency_read", Retention.ACCESS, "Iemand bekeek een noodtoegang van een collega.")
EMERGENCY_TOLD = Event("emergency_told", Retention.CHANGE, "Iemand hoorde dat zijn envelop in nood openging.")
EMERGENCY_ANSWERED = Event("emergency_answered", Retention.CHANGE, "Iemand keek terug op een noodtoegang.")
EMERGENCY_LOOKED_BACK = Event(
    "emergency_looked_back", Retention.CHANGE, "Twee anderen keken terug op een noodtoegang. Dat is klaar."
)
HOLD_PUT_ON = Event("hold_put_on", Retention.CHANGE, "Iemand vroeg om uit een dossier nog niets te vernietigen.")
HOLD_LIFTED = Event("hold_lifted", Retention.CHANGE, "Iemand anders liet een vastgehouden dossier weer los.")
HOLD_CASE_UNKNOWN = Event(
    "hold_case_unknown",
    Retention.ACCESS,
    "Iemand wilde een dossier vasthouden met een code die er niet is.",
    refusal=True,
)
TERMS_READ = Event("terms_read", Retention.ACCESS, "Iemand bekeek wat nieuwe bewaartermijnen raken, in aantallen.")
TERMS_CONFIRMED = Event(
    "terms_confirmed", Retention.CHANGE, "Nieuwe bewaartermijnen gelden, nadat iemand zag wat zij raken."
)
GOING_LISTED = Event(
    "going_listed", Retention.ACCESS, "Iemand bekeek de codes van dossiers waar binnenkort iets uit weggaat."
)
HOLDS_LISTED = Event("holds_listed", Retention.ACCESS, "Iemand bekeek de codes van dossiers die zijn vastgehouden.")
EMERGENCIES_LISTED = Event(
    "emergencies_listed", Retention.ACCESS, "Iemand bekeek hoe vaak een envelop in nood alleen openging, en door wie."
)
ORDERS_LISTED = Event("orders_listed", Retention.ACCESS, "Iemand bekeek de lijst met vorderingen en oefeningen.")
CERTIFICATES_LISTED = Event("certificates_listed", Retention.ACCESS, "De bewijzen van vernietiging zijn bekeken.")
CERTIFICATE_READ = Event("certificate_read", Retention.ACCESS, "Een bewijs van vernietiging is bekeken.")
BATCH_PROPOSED = Event("batch_proposed", Retention.CHANGE, "Iemand keek naar wat weggaat, en stelde het voor.")
BATCH_CONFIRMED = Event("batch_confirmed", Retention.CHANGE, "Iemand anders keek ook naar wat weggaat.")
CERTIFICATE_LOOKED_AT = Event(
    "certificate_looked_at", Retention.CHANGE, "De FG keek naar wat wegging zonder dat twee mensen vooraf keken."
)
CERTIFICATE_PRINTED = Event("certificate_printed", Retention.ACCESS, "Een bewijs van vernietiging is op papier gezet.")
REPORT_READ = Event("report_read", Retention.ACCESS, "Alles wat over iemand bewaard wordt, is bij elkaar gezet.")
CANDIDATE_ERASED = Event(
    "candidate_erased", Retention.DESTRUCTION, "Iemand vroeg om alles te wissen. Het is vernietigd, met zijn sleutel."
)
ENDED_FORGOTTEN = Event(
    "ended_forgotten",
    Retention.DESTRUCTION,
    "Op zijn dag is vernietigd wat weg moest: na een samenwerking, of een opdracht zonder kandidaat.",
)
KEYLESS_REMOVED = Event(
    "keyless_removed", Retention.DESTRUCTION, "Wat bij een dossier hoorde en geen sleutel meer had, is opgeruimd."
)
