"""What a case can ask of somebody of its team, the most pressing first, in words for a start page and a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.queries.agreement import lacks_agreement, waits_for_his_yes, waits_for_our_yes
from sleutelwerk.cases.queries.allowance import hands_wanted, reward_waits
from sleutelwerk.cases.queries.assessment import asked_to_assess, to_name_assessors, to_weigh_together
from sleutelwerk.cases.queries.attention import (
    asked_to_lead,
    assignment_goes_soon,
    ends_soon,
    may_settle_now,
    to_resettle,
)
from sleutelwerk.cases.queries.carrying_out import carrying_of
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.conditions import condition_late
from sleutelwerk.cases.queries.decision import anew_to_confirm, to_ask_decision, to_tell_outcome
from sleutelwerk.cases.queries.drift import content_changed
from sleutelwerk.cases.queries.emergency import emergency_untold, emergency_waits
from sleutelwerk.cases.queries.envelope import asks_to_open, lacks_envelope
from sleutelwerk.cases.queries.holding import hold_nearly_over
from sleutelwerk.cases.queries.order import order_runs
from sleutelwerk.cases.queries.reminders import Reminder, reminders_of
from sleutelwerk.cases.queries.rights import lock_to_ask_anew, waits_for_answer
from sleutelwerk.cases.queries.undecided import forgotten_soon
from sleutelwerk.cases.rules.ending import may_read_about_him
from sleutelwerk.cases.rules.stages import Stage
from sleutelwerk.cases.rules.team import may_record

Asks = Callable[[Actor, OpenCase, date], bool]
Text = str | Promise


@dataclass(frozen=True, slots=True)
class Ask:
    """One kind of thing that a case can ask of somebody, the most pressing first."""

    icon: str
    title: Text
    text: Text
    asks: Asks
    #: Where the words depend on the cases that ask; they go before `text`.
    words: Callable[[Sequence[OpenCase]], str] | None = None


def _reminds(which: Reminder, viewer: Actor, found: OpenCase, today: date) -> bool:
    return which in reminders_of(viewer, found, today)


def _silent(waiting: Sequence[OpenCase]) -> str:
    """Name the rhythm that was agreed, where it is the same in all that wait; the usual one where none was."""
    work = [one for one in map(carrying_of, waiting) if one is not None]
    days = {one.silence for one in work}
    if len(days) > 1:
        return _("U sprak hem langer niet dan u afsprak, of dan gewoon is.")
    n = days.pop()
    if any(one.agreed_days is None for one in work):
        return _("U sprak hem al %(n)s dagen niet of langer.") % {"n": n}
    one_or_more = ngettext(
        "U sprak af: elke dag contact. Dat is nu langer geleden.",
        "U sprak af: minstens elke %(n)s dagen contact. Dat is nu langer geleden.",
        n,
    )
    return one_or_more % {"n": n}


def _answer_him(viewer: Actor, found: OpenCase, today: date) -> bool:
    reads = may_record(viewer, found.team, today) and may_read_about_him(
        viewer, found.team, today, over=found.row.ended_at is not None
    )
    return bool(reads) and waits_for_answer(found, today)


def _ends_soon(_viewer: Actor, found: OpenCase, today: date) -> bool:
    # once one says goodbye that is what is asked
    return found.row.ended_at is None and found.row.stage != Stage.ENDING and ends_soon(found, today)


def _what_ends(waiting: Sequence[OpenCase]) -> str:
    """Say what to do about a term that ends: where there is nobody, there is nobody to say goodbye to."""
    if any(one.candidate is not None for one in waiting):
        return _("Denk op tijd aan een goed afscheid.")
    return _("Er is nog niemand. Spreek een nieuwe termijn af met de opdrachtgever, of gooi het dossier weg.")


ASKS: Sequence[Ask] = (
    Ask("attention", gettext_lazy("Er is noodtoegang gebruikt"),
        gettext_lazy("Iemand van uw team opende alleen. Twee anderen kijken er binnen drie werkdagen op terug."),
        emergency_waits),
    Ask("attention", gettext_lazy("Vertel hem van de noodtoegang"),
        gettext_lazy("Hij weet het nog niet. Vertel het vandaag, als dat veilig kan."), emergency_untold),
    Ask("scales", gettext_lazy("Er ligt iets dat haast heeft"),
        gettext_lazy("Lees het als u alleen achter het scherm zit, en ga verder met de volgende stap."), order_runs),
    Ask("clock", gettext_lazy("Geef hem antwoord"),
        gettext_lazy("Hij vroeg iets over zijn gegevens. De termijn loopt af."), _answer_him),
    Ask("clock", gettext_lazy("Bijna wissen wij alles over iemand"),
        gettext_lazy("Er gebeurde lang niets, of zijn ja is lang geleden. Ga verder, of laat hem weten dat het stopt."),
        forgotten_soon),
    Ask("attention", gettext_lazy("Het werk ligt stil"),
        gettext_lazy("Praat het door. Daarna gaat het verder, of rondt u het samen af."),
        partial(_reminds, Reminder.PAUSED)),
    Ask("people", gettext_lazy("U bent gevraagd trekker te worden"),
        gettext_lazy("Een collega wil u een dossier overdragen. Er verandert niets tot u antwoord geeft."),
        asked_to_lead),
    Ask("flag", gettext_lazy("Vul een opdracht opnieuw in"),
        gettext_lazy("Een dossier kwam van een andere organisatie. Het gaat verder met uw eigen opdracht."),
        to_resettle),
    Ask("flag", gettext_lazy("Stel de opdracht vast"),
        gettext_lazy("Een opdracht is compleet. U kunt die nu vaststellen."), may_settle_now),
    Ask("lock", gettext_lazy("Leg hem in een envelop"),
        gettext_lazy("Wie hij is, ligt nog nergens vast. Een collega moet hem ook kunnen vinden."), lacks_envelope),
    Ask("people", gettext_lazy("Kies wie er afwegen"),
        gettext_lazy("Hij zei ja. Nu kijken twee mensen, los van elkaar."), to_name_assessors),
    Ask("person", gettext_lazy("U bent gevraagd af te wegen"),
        gettext_lazy("Kijk zelf, zonder te overleggen. Een ander doet dat ook."), asked_to_assess),
    Ask("people", gettext_lazy("Bespreek wat u beiden zag"),
        gettext_lazy("Beide afwegingen zijn klaar. Praat erover, en laat het hem zien."), to_weigh_together),
    Ask("people", gettext_lazy("Vroeg hij om opnieuw te kijken?"),
        gettext_lazy("Een collega wil dat twee mensen opnieuw kijken. Dat begint pas als u het bevestigt."),
        anew_to_confirm),
    Ask("flag", gettext_lazy("Vraag om een besluit"),
        gettext_lazy("Hij zag zijn afweging. Nu beslist iemand anders."), to_ask_decision),
    Ask("person", gettext_lazy("Vertel hem het besluit"),
        gettext_lazy("Er is besloten. Neem de kaart mee en lees hem samen."), to_tell_outcome),
    Ask("clock", gettext_lazy("Er is een voorwaarde nog niet geregeld"),
        gettext_lazy("Bij het besluit hoort iets dat eerst moest. De dag is voorbij."), condition_late),
    Ask("file", gettext_lazy("Maak de afspraken af"),
        gettext_lazy("Vul ze samen in, onderwerp voor onderwerp. Zet daarna de tekst vast."), lacks_agreement),
    Ask("file", gettext_lazy("Lees de afspraken en zeg ja"),
        gettext_lazy("De tekst staat. Zonder uw ja geldt hij niet."), waits_for_our_yes),
    Ask("file", gettext_lazy("Vraag of hij ja zegt"),
        gettext_lazy("Hij heeft zijn papier, en minstens een nacht om te denken."), waits_for_his_yes),
    Ask("people", gettext_lazy("Bespreek wat hij krijgt"),
        gettext_lazy("Lees samen de kaart over geld en uitkering. Daarna begint het werk."), reward_waits),
    Ask("person", gettext_lazy("Zoek hem weer op"),
        gettext_lazy("U sprak hem te lang niet."), partial(_reminds, Reminder.SPEAK_HIM), _silent),
    Ask("clock", gettext_lazy("Doe wat u zou doen"),
        gettext_lazy("De dag is voorbij. Doe het nog, of vertel hem waarom het later wordt."),
        partial(_reminds, Reminder.KEEP_PROMISE)),
    Ask("mail", gettext_lazy("Koppel een signaal terug"),
        gettext_lazy("Wat deed u ermee? Daarna wordt het gewist."), partial(_reminds, Reminder.ANSWER_SIGNAL)),
    Ask("clock", gettext_lazy("Kijk samen terug"),
        gettext_lazy("Met hem, met uzelf en met een buitenstaander."), partial(_reminds, Reminder.LOOK_BACK)),
    Ask("flag", gettext_lazy("Rond het afscheid af"),
        gettext_lazy("De laatste dag is geweest. Loop de stappen na."), partial(_reminds, Reminder.FINISH_ENDING)),
    Ask("info", gettext_lazy("Er is iets nieuws sinds een dossier begon"),
        gettext_lazy("Bespreek met uw team of u ergens opnieuw naar wilt kijken. Er verandert niets vanzelf."),
        content_changed),
    Ask("lock", gettext_lazy("Een dossier wordt bijna niet meer vastgehouden"),
        gettext_lazy("Is het nog nodig? Vraag het dan opnieuw. Anders gelden de gewone termijnen weer."),
        hold_nearly_over),
    Ask("clock", gettext_lazy("Bijna gaat een opdracht zonder kandidaat weg"),
        gettext_lazy("Er veranderde lang niets. Nog nodig? Kijk de opdracht na en stel hem opnieuw vast."),
        assignment_goes_soon),
    Ask("lock", gettext_lazy("Vraag of het slot nog nodig is"),
        gettext_lazy("Een dossier staat al een jaar of langer op slot, zoals hij vroeg. Vraag hem of hij dat nog wil."),
        lock_to_ask_anew),
    Ask("clock", gettext_lazy("Een termijn loopt af"),
        gettext_lazy("Kijk wat er nog moet."), _ends_soon, _what_ends),
)  # fmt: skip


def waiting_in(viewer: Actor, cases: Sequence[OpenCase], now: datetime) -> dict[UUID, list[str]]:
    """Give what waits for somebody in each of his cases, in a few words; an example asks for nothing."""
    today = timezone.localdate(now)
    real = [one for one in cases if not one.example]
    opening = asks_to_open(viewer, real, now)
    hands = {one.row.pk for one in hands_wanted(viewer, real, today)}
    return {
        found.row.pk: [
            *([_("Een collega wil een envelop openen")] if found.row.pk in opening else []),
            *([_("Er wacht een vergoeding op u")] if found.row.pk in hands else []),
            *(str(one.title) for one in ASKS if one.asks(viewer, found, today)),
        ]
        for found in real
    }
