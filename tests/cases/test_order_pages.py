"""The pages of an order: the script on the screen, a drill that cannot be mistaken, and refusals that say why."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cases.begun import at_work
from tests.cases.envelopes import with_partner
from tests.cases.ordered import ordered, stepped, up_to
from tests.cases.test_envelope_pages import browser_of
from tests.people import NOW, Cast

from sleutelwerk.accounts.models import Organisation, RoleGrant
from sleutelwerk.accounts.queries.own_account import Factors
from sleutelwerk.audit.models import Entry
from sleutelwerk.cases.models import Case, Order, OrderStep
from sleutelwerk.cases.rules.order import Step
from sleutelwerk.home.queries.attention import tasks_for

pytestmark = pytest.mark.django_db
TEAM = ("colleague", "decision_maker")
FINE = Factors(has_password=False, has_app=False, passkeys=1, codes_left=10)


@pytest.fixture
def case(cast: Cast) -> Case:
    """Give a case at work, with three people in its team."""
    return at_work(cast, team=TEAM)


@pytest.fixture
def client(cast: Cast) -> Client:
    """The browser of a professional."""
    return browser_of(cast, "professional")


def typed(ago: timedelta = timedelta(minutes=5)) -> str:
    """Give a moment as a browser types it."""
    return timezone.localtime(timezone.now() - ago).strftime("%Y-%m-%dT%H:%M")


def came(**given: str) -> dict[str, str]:
    """Give how an order came, as it is filled in."""
    return {"official": "prosecutor", "article": "126nd", "came_at": typed(timedelta(hours=1))} | given


def page(client: Client, order: Order) -> str:
    """Give the page of an order."""
    answer = client.get(reverse("cases:order", args=[order.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_team_records_one_at_its_case_and_walks_the_script(client: Client, cast: Cast, case: Case) -> None:
    overview = client.get(reverse("cases:open-case", args=[case.pk])).content.decode()
    assert "Justitie wil iets van ons" in overview
    answer = client.post(reverse("cases:record-case-order", args=[case.pk]), came(), follow=True)
    text = answer.content.decode()
    assert "Er gaat nu niets weg uit dit dossier" in text
    assert "De jurist is gevraagd" in text
    assert "OEFENING" not in text
    order = Order.objects.get()
    step = reverse("cases:order-step", args=[order.pk, "lawyer"])
    assert "Wanneer was dat?" in client.get(step).content.decode()
    assert "Dat staat erbij" in client.post(step, {"done_at": typed()}, follow=True).content.decode()
    assert OrderStep.objects.filter(step="lawyer").exists()
    assert (
        "Er gaat nu niets weg uit dit dossier"
        in client.get(reverse("cases:open-case", args=[case.pk])).content.decode()
    )


def test_every_step_has_a_form_that_can_be_sent(cast: Cast, case: Case) -> None:
    order = ordered(cast, case)
    sent: dict[str, tuple[str, dict[str, Any]]] = {
        "lawyer": ("professional", {}), "fg": ("fg", {}), "paper": ("professional", {}),
        "valid": ("professional", {"valid": "valid", "may_tell": "no"}),
        "prepare": ("professional", {"kinds": ["agreement", "decision"]}),
        "decide": ("colleague", {"decided": "hand"}),
        "hand": ("decision_maker", {"kinds": ["agreement"], "pages": "2", "handed_to": "prosecutor"}),
        "receipt": ("decision_maker", {}), "lift": ("professional", {}), "told": ("professional", {}),
        "end": ("security_officer", {"how": "handed_over"}),
    }  # fmt: skip
    Order.objects.update(came_at=timezone.now() - timedelta(hours=1))
    for step, (who, said) in sent.items():
        browser, address = browser_of(cast, who), reverse("cases:order-step", args=[order.pk, step])
        assert browser.get(address).status_code == 200, step
        answer = browser.post(address, {"done_at": typed(), **said})
        assert answer.status_code == 302, (step, answer.content.decode())
        assert page(browser, order)
    order.refresh_from_db()
    assert order.ended_how == "handed_over"
    assert "2 bladzijden" in page(browser_of(cast, "fg"), order)


def test_who_may_not_take_a_step_reads_why(client: Client, cast: Cast, case: Case) -> None:
    order = up_to(cast, ordered(cast, case), Step.PREPARE)
    answer = client.get(reverse("cases:order-step", args=[order.pk, "decide"]), follow=True)
    assert "doen drie mensen" in answer.content.decode()
    assert client.get(reverse("cases:order-step", args=[order.pk, "burn"])).status_code == 404


def test_an_error_is_said_with_its_field(client: Client, case: Case) -> None:
    address = reverse("cases:record-case-order", args=[case.pk])
    answer = client.post(address, came(article="", respond_by="2020-01-01"))
    assert answer.status_code == 422
    assert "Kies wat erop staat" in answer.content.decode()
    late = client.post(address, came(respond_by="2020-01-01"))
    assert "De termijn ligt voor de dag" in late.content.decode()


def test_deciding_asks_for_a_fresh_factor_first(cast: Cast, case: Case) -> None:
    order = up_to(cast, ordered(cast, case), Step.PREPARE)
    stale = browser_of(cast, "colleague", timedelta(minutes=6))
    answer = stale.get(reverse("cases:order-step", args=[order.pk, "decide"]))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/bevestigen/")


def test_with_secrecy_the_lawyers_form_begins_with_no(client: Client, cast: Cast, case: Case) -> None:
    order = ordered(cast, case, secrecy=True)
    stepped(cast, order, Step.LAWYER)
    address = reverse("cases:order-step", args=[order.pk, "valid"])
    assert client.get(address).context["form"]["may_tell"].initial == "no"
    Order.objects.update(secrecy=False)
    assert client.get(address).context["form"]["may_tell"].initial == "yes"
    stepped(cast, order, Step.VALID, may_tell="no")
    assert "Hij mag dit niet weten" in page(client, order)


def test_until_the_lawyer_spoke_the_page_asks_to_tell_him_nothing(client: Client, cast: Cast, case: Case) -> None:
    order = ordered(cast, case, secrecy=True)
    assert "Op het papier staat dat u het hem niet mag vertellen." in page(client, order)
    assert "In een gesprek, zo snel als het mag." not in page(client, order)
    Order.objects.update(secrecy=False)
    assert "Zeg hem nog niets" in page(client, order)
    up_to(cast, order, Step.VALID)
    text = page(client, order)
    assert "Zeg hem nog niets" not in text
    assert "In een gesprek, zo snel als het mag." in text


def test_while_he_may_not_know_nobody_is_sent_to_tell_him(client: Client, cast: Cast, case: Case) -> None:
    order = ordered(cast, case, secrecy=True)
    up_to(cast, order, Step.FG)
    stepped(cast, order, Step.VALID, may_tell="no")
    for step in (Step.PAPER, Step.PREPARE, Step.DECIDE):
        stepped(cast, order, step)
    answer = client.get(reverse("cases:order", args=[order.pk]))
    assert answer.context["next"].step is Step.HAND, "the others wait for a third hand"
    assert "Nu niet: er is geheimhouding bevolen." in answer.content.decode()
    assert "In een gesprek, zo snel als het mag." not in answer.content.decode()


def test_who_did_his_part_is_not_asked_to_close_what_still_goes_on(cast: Cast, case: Case) -> None:
    order = up_to(cast, ordered(cast, case), Step.TOLD)
    colleague = browser_of(cast, "colleague").get(reverse("cases:order", args=[order.pk]))
    assert colleague.context["next"].step is Step.HAND
    assert not colleague.context["next"].verdict, "he decided, so a third person hands over"
    for step in (Step.HAND, Step.RECEIPT):
        stepped(cast, order, step)
    colleague = browser_of(cast, "colleague").get(reverse("cases:order", args=[order.pk]))
    assert colleague.context["next"].step is Step.END


def test_who_watches_is_not_asked_to_tell_him(cast: Cast, case: Case) -> None:
    order = up_to(cast, ordered(cast, case), Step.DECIDE)
    lines = browser_of(cast, "fg").get(reverse("cases:order", args=[order.pk])).context["lines"]
    (told,) = [line for line in lines if line.step is Step.TOLD]
    assert not told.verdict


def test_the_overview_never_says_what_it_is_as_he_may_look_along(client: Client, cast: Cast, case: Case) -> None:
    ordered(cast, case, secrecy=True)
    text = client.get(reverse("cases:open-case", args=[case.pk])).content.decode()
    assert "Er gaat nu niets weg" in text
    for word in ("Justitie", "vordering van", "officier"):
        assert word not in text


def test_who_watches_records_one_without_a_case_and_names_it(cast: Cast, case: Case) -> None:
    fg = browser_of(cast, "fg")
    answer = fg.post(reverse("cases:record-order"), came(drill="real"), follow=True)
    assert "Zeg over welk dossier het gaat" in answer.content.decode()
    order = Order.objects.get()
    address = reverse("cases:name-case", args=[order.pk])
    assert "code" in fg.get(address).content.decode()
    assert fg.post(address, {"code": "uil-000"}).status_code == 422
    done = fg.post(address, {"code": case.code}, follow=True)
    assert "De trekker krijgt bericht" in done.content.decode()
    assert case.code in done.content.decode()
    assert fg.get(address)["Location"] == reverse("cases:order", args=[order.pk])
    assert fg.get(reverse("cases:open-case", args=[case.pk])).status_code == 404


def test_a_drill_cannot_be_mistaken(cast: Cast) -> None:
    officer = browser_of(cast, "security_officer")
    text = officer.post(reverse("cases:record-order"), came(drill="drill"), follow=True).content.decode()
    order = Order.objects.get()
    assert order.drill
    assert text.count("OEFENING") >= 2
    step = officer.get(reverse("cases:order-step", args=[order.pk, "lawyer"])).content.decode()
    assert "OEFENING" in step
    officer.post(reverse("cases:order-step", args=[order.pk, "lawyer"]), {"done_at": typed()})
    assert "na 55 min" in page(officer, order)


def test_where_no_letter_leaves_by_itself_he_is_told_to_call(client: Client, case: Case, settings: Any) -> None:
    address = reverse("cases:record-case-order", args=[case.pk])
    settings.SMTP_URL = ""
    assert "Bel hen dus zelf." in client.get(address).content.decode()
    settings.SMTP_URL = "smtp://mail.example"
    assert "Bel hen dus zelf." not in client.get(address).content.decode()


def test_a_professional_begins_a_drill_and_nothing_else_without_a_case(client: Client) -> None:
    text = client.get(reverse("cases:record-order")).content.decode()
    assert "OEFENING" in text
    assert "gaat er niets meer weg" not in text, "a drill keeps nothing from going"
    assert "Iedereen in uw organisatie die met dossiers werkt ziet dit" in text
    client.post(reverse("cases:record-order"), came(drill="real"))
    assert Order.objects.get().drill


def test_a_drill_ends_with_what_was_learned(cast: Cast, case: Case) -> None:
    Case.objects.update(practice=True)
    order = up_to(cast, ordered(cast, case), Step.RECEIPT)
    Order.objects.update(came_at=timezone.now() - timedelta(hours=1))
    browser, address = browser_of(cast, "colleague"), reverse("cases:order-step", args=[order.pk, "end"])
    assert browser.post(address, {"done_at": typed(), "how": "handed_over"}).status_code == 422
    browser.post(address, {"done_at": typed(), "how": "handed_over", "lessons": ["too_slow"]})
    assert "Het duurde te lang" in page(browser, order)
    assert (
        "OEFENING: dit dossier wordt vastgehouden"
        not in browser.get(reverse("cases:open-case", args=[case.pk])).content.decode()
    )


def test_the_list_shows_what_runs_and_the_drills(client: Client, cast: Cast, case: Case) -> None:
    assert "U oefende nog niet" in client.get(reverse("cases:orders")).content.decode()
    real, drill = ordered(cast, case), ordered(cast, None, "fg", drill=True)
    text = client.get(reverse("cases:orders")).content.decode()
    assert case.code in text
    assert str(real.pk) in text
    assert str(drill.pk) in text
    assert "In dit systeem is geen FG" not in text
    RoleGrant.objects.filter(role="fg").delete()
    assert "In dit systeem is geen FG" in client.get(reverse("cases:orders")).content.decode()


@pytest.mark.parametrize("who", ["outside_professional", "administrator", "facilitator", "outside_fg"])
def test_for_others_it_is_not_there(cast: Cast, case: Case, who: str) -> None:
    with_partner(cast, case)
    order, browser = ordered(cast, case), browser_of(cast, who)
    for name, more in (("order", []), ("order-step", ["lawyer"]), ("name-case", [])):
        assert browser.get(reverse(f"cases:{name}", args=[order.pk, *more])).status_code == 404
    assert browser.get(reverse("cases:record-case-order", args=[case.pk])).status_code == 404


def test_police_that_watches_over_itself_finds_nothing(cast: Cast) -> None:
    RoleGrant.objects.create(
        user=cast["police_officer"], organisation=cast.police, role="security_officer", granted_at=NOW, reviewed_at=NOW
    )
    browser = browser_of(cast, "police_officer")
    for name in ("orders", "record-order", "emergencies"):
        assert browser.get(reverse(f"cases:{name}")).status_code == 404


def test_each_page_on_which_one_is_noted_has_a_title_of_its_own(client: Client, cast: Cast, case: Case) -> None:
    at_a_case, without = reverse("cases:record-case-order", args=[case.pk]), reverse("cases:record-order")
    pages = [client.get(at_a_case), client.get(without), browser_of(cast, "fg").get(without)]
    titles = [one.content.decode().partition("<title>")[2].partition("</title>")[0].strip() for one in pages]
    assert titles == [
        "Vordering bij een dossier opschrijven · Dossiers · Sleutelwerk",
        "Oefening met een vordering · Dossiers · Sleutelwerk",
        "Nieuwe vordering · Dossiers · Sleutelwerk",
    ]
    assert not any(case.code in title for title in titles)


def test_that_somebody_looked_is_recorded(client: Client, cast: Cast, case: Case) -> None:
    order = ordered(cast, case)
    page(client, order)
    assert Entry.objects.filter(kind="order_read").count() == 1


def test_it_asks_for_attention(cast: Cast, case: Case) -> None:
    def titles(who: str) -> list[str]:
        return [one.title for one in tasks_for(cast.actor(who), FINE, now=NOW)]

    assert "Er loopt een vordering" not in titles("fg")
    ordered(cast, case)
    assert "Er loopt een vordering" in titles("fg")
    assert "Er ligt iets dat haast heeft" in titles("colleague")
    assert "Oefen een vordering" not in titles("security_officer")
    Organisation.objects.update(set_up_at=NOW - timedelta(days=366))
    assert "Oefen een vordering" in titles("security_officer")
    assert "Oefen een vordering" not in titles("professional")
