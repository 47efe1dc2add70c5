"""When a whole case may go to another organisation: asked by its lead, wanted by him, and taken by who was asked.

Nothing of it travels before somebody there says yes. With it his data get another controller, so he agrees first and is
told of it as he was told at the beginning (AVG art. 13 and 14; requirement N26).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.rules.stages import Stage
from sleutelwerk.cases.rules.team import Team, may_begin, may_lead, may_work_with_cases
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused

#: So long an offer waits; then it lapses, as his yes was about now (own judgement).
WAITS = timedelta(days=14)
#: A yes of him that is older than this is asked anew (own judgement).
YES_HOLDS = timedelta(days=28)
#: Of an assignment, what is of the organisation that had it: whoever takes over writes down his own.
OF_THE_ORGANISATION = ("commissioner", "mandate", "contact", "deputy", "legal_basis", "legal_task", "dpia")


class Ended(StrEnum):
    """How an offer ended."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    REVOKED = "revoked"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What may keep a case where it is.

    `order` is also one of which he was not told yet; `question` anything he asked and had no answer to, or a lock that
    still stands; `emergency` one that was not looked back at or of which he does not know; `unpaid` something that was
    proposed and not recorded or refused; `thinking` somebody who was told and said no yes yet.
    """

    stage: Stage
    over: bool = False
    example: bool = False
    held: bool = False
    order: bool = False
    question: bool = False
    emergency: bool = False
    lead_offered: bool = False
    unpaid: bool = False
    thinking: bool = False
    rejected: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer as decisions are about it; without `receiver` nobody here has the address that was typed."""

    receiver: UUID | None
    until: date
    ended: bool = False

    def waits(self, today: date) -> bool:
        """Tell whether it can still be answered."""
        return not self.ended and today <= self.until


def may_leave(leaving: Leaving) -> Verdict:
    """Tell whether a case may go to another organisation as it stands."""
    keeps = (
        (leaving.example, "Dit is een voorbeeld. Dat draagt u niet over."),
        (leaving.over, "Dit dossier is afgerond. Het blijft waar het is."),
        (leaving.stage is Stage.ENDING, "Het afscheid is begonnen. Rond het zelf met hem af."),
        (leaving.held, "Dit dossier wordt vastgehouden. Wacht tot dat voorbij is."),
        (leaving.order, "Er loopt iets met justitie. Rond dat eerst af, en vertel het hem als dat mag."),
        (leaving.question, "Hij vroeg iets over zijn gegevens. Geef hem eerst antwoord."),
        (leaving.emergency, "Er is noodtoegang gebruikt. Kijk daar eerst op terug, en vertel het hem."),
        (leaving.lead_offered, "U vroeg een collega om trekker te worden. Neem dat eerst terug."),
        (leaving.unpaid, "Er staat nog een vergoeding open. Handel die eerst af: u betaalt haar, niet een ander."),
        (leaving.rejected, "Er is besloten niet met hem verder te gaan. Dan gaat er ook niets naar een ander."),
        (leaving.thinking, "Hij denkt nog na. Wacht op zijn ja."),
    )
    return next((refused(why) for so, why in keeps if so), ALLOWED)


def may_offer(actor: Actor, team: Team, today: date, leaving: Leaving, *, waits: bool) -> Verdict:
    """Tell whether a lead may offer his case: one offer at a time."""
    return first_refusal(
        may_lead(actor, team, today),
        refused("U bood dit dossier al aan. Neem dat eerst terug.") if waits else ALLOWED,
        may_leave(leaving),
    )


def may_be_his_yes(said_on: date | None, *, told: bool, since: date, today: date) -> Verdict:
    """Tell whether he agreed to the hand-over himself. `since` is when he said that he takes part at all."""
    if said_on is None:
        return refused("Vul in wanneer hij ja zei. Zonder zijn ja gaat het dossier niet weg.", "said_on")
    if not told:
        return refused("Kies hoe u het hem vertelde.")
    if said_on > today:
        return refused("Kies een dag die al geweest is.", "said_on")
    if said_on < since:
        return refused("Toen deed hij nog niet mee. Kijk de dag na.", "said_on")
    if said_on < today - YES_HOLDS:
        return refused("Dat is langer dan vier weken geleden. Vraag het hem opnieuw.", "said_on")
    return ALLOWED


def may_revoke(actor: Actor, team: Team, today: date, *, waits: bool) -> Verdict:
    """Tell whether a lead may take an offer back: until it was answered."""
    gone = refused("Dit aanbod is er niet meer.")
    return first_refusal(may_lead(actor, team, today), ALLOWED if waits else gone)


def may_answer(actor: Actor, offer: Offer, organisation: UUID, today: date) -> Verdict:
    """Tell whether somebody may answer an offer: who was asked, of another organisation than the case is of."""
    asked = bool(may_work_with_cases(actor)) and actor.id == offer.receiver and actor.organisation != organisation
    return ALLOWED if asked and offer.waits(today) else refused("Dit aanbod is er niet meer.")


def may_receive(actor: Actor, leaving: Leaving, *, organisation_ready: Verdict, same_person: bool) -> Verdict:
    """Tell whether somebody may take a case over now: he could begin one himself, and it still may go.

    What keeps it is not told to him: until it is his he knows nothing of it. `same_person` is no when somebody else is
    in it than who agreed, or nobody.
    """
    stays = refused("Het kan nu niet. Bel wie het u aanbood.")
    return first_refusal(
        may_begin(actor, organisation_ready=organisation_ready),
        ALLOWED if may_leave(leaving) and same_person else stays,
    )
