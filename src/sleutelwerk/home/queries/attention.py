"""Looks up what asks for somebody's attention: the work that waits, by role, each with one way on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sleutelwerk.accounts.queries.organisations import case_files_verdict, latest_advice, own_organisation
from sleutelwerk.accounts.queries.own_account import Factors
from sleutelwerk.accounts.queries.people import administrators
from sleutelwerk.accounts.queries.reviews import to_review
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.people import may_give_advice, may_manage_people
from sleutelwerk.cases.queries.certificates import unlooked
from sleutelwerk.cases.queries.emergency import watched_waiting
from sleutelwerk.cases.queries.going import waits_for_first, waits_for_second
from sleutelwerk.cases.queries.order import drill_waits, running_orders
from sleutelwerk.cases.queries.terms import waiting_terms
from sleutelwerk.cases.rules.watching import may_watch
from sleutelwerk.deliberation.queries.preparing import waiting_for_look_back, waiting_for_report
from sleutelwerk.deliberation.rules.preparing import may_begin
from sleutelwerk.home.queries.attention_task import Task
from sleutelwerk.home.queries.case_attention import of_case_worker
from sleutelwerk.knowledge.queries.authoring import waiting_to_sign
from sleutelwerk.knowledge.queries.requests import queue
from sleutelwerk.knowledge.rules.articles import may_write
from sleutelwerk.mailroom.queries import given_up, has_mail_server, unsent
from sleutelwerk.publishing.rules import may_give_access

#: How long before the FG's advice ends it is asked for again.
ADVICE_NOTICE = timedelta(days=60)
FEW_CODES = 3


def tasks_for(viewer: Actor, has: Factors, *, now: datetime) -> list[Task]:
    """Give what waits for this person, the most pressing first."""
    found: list[Task] = []
    own = viewer.organisation
    if own is not None and may_give_advice(viewer, own):
        found += _of_fg(viewer, now)
    if may_watch(viewer):
        found += _of_overseer(viewer, now)
    found += of_case_worker(viewer, now)
    if may_manage_people(viewer, own):
        found += _of_administrator(viewer, now)
    if may_give_access(viewer, own):
        found += _of_access_reviewer(viewer)
    if may_begin(viewer):
        found += _of_facilitator(viewer, now)
    if may_write(viewer, own):
        found += _of_content_owner(viewer)
    found += _reviews(viewer, now)
    found += _of_everybody(has)
    return found


def _of_fg(viewer: Actor, now: datetime) -> Iterator[Task]:
    assert viewer.organisation is not None
    advice, today = latest_advice(viewer.organisation), timezone.localdate(now)
    to = reverse("accounts:give-advice")
    if advice is None:
        yield Task(
            "shield",
            _("Uw advies ontbreekt nog"),
            _("Zonder uw advies over de DPIA gaan er geen dossiers open.")
            if settings.PRODUCTION
            else _("Op deze proefsite gaan dossiers ook zonder uw advies open. Op een echte server niet."),
            to,
            _("Vul uw advies in"),
        )
    elif advice.valid_until < today:
        yield Task(
            "shield",
            _("Uw advies is verlopen"),
            _("Nieuwe dossiers en nieuwe afspraken wachten. Wat al loopt, gaat door.")
            if settings.PRODUCTION
            else _("Op deze proefsite gaat alles door. Op een echte server wachten nieuwe dossiers en afspraken."),
            to,
            _("Geef een nieuw advies"),
        )
    elif advice.valid_until < today + ADVICE_NOTICE:
        until = date_format(advice.valid_until, "j F Y")
        yield Task(
            "shield",
            _("Uw advies loopt af"),
            (
                _("Het geldt tot %(until)s. Daarna gaan er geen dossiers meer open.")
                if settings.PRODUCTION
                else _("Het geldt tot %(until)s. Op een echte server gaan er daarna geen dossiers meer open.")
            )
            % {"until": until},
            to,
            _("Geef een nieuw advies"),
        )


def _of_overseer(viewer: Actor, now: datetime) -> Iterator[Task]:
    if waiting := watched_waiting(viewer):
        text = ngettext(
            "Bij %(n)s keer keken nog geen twee anderen terug.",
            "Bij %(n)s keren keken nog geen twee anderen terug.",
            waiting,
        )
        to = reverse("cases:emergencies")
        yield Task("attention", _("Er is noodtoegang gebruikt"), text % {"n": waiting}, to, _("Bekijk het"))
    if waits_for_first(viewer, now):
        text = _(
            "Kijk of het weg mag, en stel het voor. Daarna kijkt een ander. Doet niemand iets, dan gaat het ook weg."
        )
        yield Task("clock", _("Er gaat binnenkort iets weg"), text, reverse("cases:going"), _("Bekijk de lijst"))
    if waits_for_second(viewer):
        text = _("Een collega keek naar wat binnenkort weggaat. Kijk ook, en bevestig het.")
        yield Task("people", _("Kijk mee wat er weggaat"), text, reverse("cases:going"), _("Bekijk de lijst"))
    if unlooked(viewer):
        text = _("Er ging iets weg op de vaste dag, en niemand keek vooraf. Kijk of het klopt.")
        yield Task("attention", _("Niemand keek vooraf"), text, reverse("cases:certificates"), _("Bekijk het bewijs"))
    if waiting_terms(viewer):
        text = _("Er is een andere versie. Die geldt pas als u zag wat zij raakt.")
        yield Task("clock", _("Andere bewaartermijnen wachten"), text, reverse("cases:terms"), _("Bekijk ze"))
    if running_orders(viewer):
        text = _("Kijk of de jurist is gevraagd, en welke stap nu komt.")
        yield Task("scales", _("Er loopt een vordering"), text, reverse("cases:orders"), _("Bekijk de stappen"))
    if drill_waits(viewer, now):
        text = _("Justitie kan om papieren vragen. De laatste oefening is meer dan een jaar geleden.")
        yield Task("flag", _("Oefen een vordering"), text, reverse("cases:record-order"), _("Begin een oefening"))


def _of_administrator(viewer: Actor, now: datetime) -> Iterator[Task]:
    assert viewer.organisation is not None
    if not (ready := case_files_verdict(viewer.organisation, timezone.localdate(now))):
        yield Task(
            "shield",
            _("Er is geen geldig advies van de FG"),
            _("%(why)s Nieuwe dossiers wachten, en wat al loopt gaat door. Vraag de FG om een advies.")
            % {"why": ready.reason},
            reverse("accounts:organisation"),
            _("Bekijk uw organisatie"),
        )
    yield from _of_accounts(viewer)


def _of_accounts(viewer: Actor) -> Iterator[Task]:
    if administrators(viewer) < 2:  # noqa: PLR2004 - one person cannot look at himself
        yield Task(
            "people", _("U bent de enige beheerder"),
            _("Raakt u uw inlogmiddel kwijt, dan kan niemand u helpen. En uw eigen toegang moet een ander nakijken."),
            reverse("accounts:invite-person"), _("Nodig een tweede beheerder uit"),
        )  # fmt: skip
    own = own_organisation(viewer)
    if own is None or not own.is_house:
        return
    if not has_mail_server():
        waiting = len(unsent())
        text = ngettext(
            "Er wacht %(n)s brief. Zolang er geen mailserver is ingesteld, geeft u links zelf door.",
            "Er wachten %(n)s brieven. Zolang er geen mailserver is ingesteld, geeft u links zelf door.",
            waiting,
        )
        if waiting:
            yield Task(
                "mail",
                _("Brieven gaan nog niet vanzelf weg"),
                text % {"n": waiting},
                reverse("home:outbox"),
                _("Bekijk de postbus"),
            )
    elif lost := given_up():
        text = ngettext("%(n)s brief kon niet worden bezorgd.", "%(n)s brieven konden niet worden bezorgd.", lost)
        yield Task(
            "mail",
            _("De mailserver nam niet alles aan"),
            text % {"n": lost},
            reverse("home:outbox"),
            _("Bekijk de postbus"),
        )


def _of_access_reviewer(viewer: Actor) -> Iterator[Task]:
    waiting = len(queue(viewer))
    if waiting:
        text = ngettext(
            "Er wacht %(n)s aanvraag op uw antwoord.", "Er wachten %(n)s aanvragen op uw antwoord.", waiting
        )
        yield Task(
            "key",
            _("Iemand vraagt toegang"),
            text % {"n": waiting},
            reverse("knowledge:access-requests"),
            _("Bekijk de aanvragen"),
        )


def _of_facilitator(viewer: Actor, now: datetime) -> Iterator[Task]:
    if waiting := waiting_for_report(viewer):
        title = ngettext("Een verslag wacht op u", "%(n)s verslagen wachten op u", waiting) % {"n": waiting}
        text = _("Lees het concept, vul aan wat ontbreekt en maak het definitief.")
        yield Task("pencil", title, text, reverse("sessions:my-deliberations"), _("Ga naar uw beraden"))
    if waiting_for_look_back(viewer, now=now):
        text = _("Is gedaan wat u afsprak, vindt u het nog juist, en is er een nieuwe twijfel?")
        to = reverse("sessions:my-deliberations")
        yield Task("talk", _("Kijk terug op een beraad"), text, to, _("Ga naar uw beraden"))


def _of_content_owner(viewer: Actor) -> Iterator[Task]:
    if waiting := waiting_to_sign(viewer):
        text = ngettext("%(n)s tekst wacht op uw handtekening.", "%(n)s teksten wachten op uw handtekening.", waiting)
        yield Task("pencil", _("Lees mee en teken"), text % {"n": waiting}, reverse("knowledge:desk"), _("Ga lezen"))


def _reviews(viewer: Actor, now: datetime) -> Iterator[Task]:
    asked = len(to_review(viewer, now=now))
    if asked:
        text = ngettext(
            "Heeft %(n)s collega nog nodig wat hij kan?", "Hebben %(n)s collega’s nog nodig wat ze kunnen?", asked
        )
        yield Task("check", _("Kijk toegang na"), text % {"n": asked}, reverse("accounts:reviews"), _("Ga nakijken"))


def _of_everybody(has: Factors) -> Iterator[Task]:
    if has.passkeys + has.has_app and has.codes_left < FEW_CODES:
        yield Task(
            "key", _("U hebt bijna geen herstelcodes meer"),
            _("Met een herstelcode komt u erin als u uw telefoon kwijt bent."),
            reverse("mfa_generate_recovery_codes"), _("Maak nieuwe codes"),
        )  # fmt: skip
