"""The writing desk as content owners meet it, and as nobody else does."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.knowledge.authoring.desks import BODY, NOTE, SLUG, begun, front, proposed, saved, ship, signed, state_of
from tests.people import Cast, give_factor, sign_in

from sleutelwerk.audit.models import Entry
from sleutelwerk.knowledge.content import collection
from sleutelwerk.knowledge.models import Article, ArticleVersion
from sleutelwerk.knowledge.queries.articles import live_article
from sleutelwerk.knowledge.queries.authoring import desk, history, version_for, waiting_to_sign
from sleutelwerk.knowledge.rules.articles import State

pytestmark = pytest.mark.django_db
DESK = reverse("knowledge:desk")


@pytest.fixture
def client(cast: Cast) -> Client:
    """Give the browser of a content owner of the house."""
    return browser(cast, "content_owner")


def browser(cast: Cast, name: str) -> Client:
    """Give somebody's browser."""
    client = Client()
    sign_in(client, cast[name])
    return client


def at(name: str, version: ArticleVersion) -> str:
    """Give the address of a page of a version."""
    return reverse(f"knowledge:{name}", args=[version.pk])


def of(name: str, **parts: str) -> str:
    """Give the address of a page of the article."""
    return reverse(f"knowledge:{name}", kwargs={"slug": SLUG, **parts})


def text_of(answer: Any, status: int = 200) -> str:
    """Give a page as text, when it answers as expected."""
    assert answer.status_code == status
    return unescape(answer.content.decode())


def typed(revision: int = 1, **changes: Any) -> dict[str, Any]:
    """Give what a browser sends for a right article."""
    says = {**front(), "keywords": "beginnen, gesprek", "body": BODY, "revision": revision, **changes}
    return {key: value for key, value in says.items() if value is not None}


def test_the_desk_shows_every_article_and_how_far_it_is(client: Client, cast: Cast) -> None:
    page = text_of(client.get(DESK))
    assert "Een proefstuk" in page
    assert "Meegeleverd, versie 1" in page
    version = begun(cast)
    assert at("edit-article", version) in text_of(client.get(DESK))
    saved(cast, version, BODY, title="Een beter proefstuk")
    assert "Een beter proefstuk" in text_of(client.get(DESK))


def test_what_waits_stands_on_top_for_whoever_may_sign(client: Client, cast: Cast) -> None:
    version = proposed(cast)
    assert "Wacht op uw handtekening" not in text_of(client.get(DESK))
    page = text_of(browser(cast, "second_owner").get(DESK))
    assert "Wacht op uw handtekening" in page
    assert NOTE in page
    assert at("sign-article", version) in page
    assert (waiting_to_sign(cast.actor("second_owner")), waiting_to_sign(cast.actor("content_owner"))) == (1, 0)


def test_nobody_else_finds_anything(cast: Cast) -> None:
    version = proposed(cast)
    shown = ("edit-article", "preview-article", "propose-article", "sign-article")
    pages = [
        DESK, reverse("knowledge:new-article"), of("article-history"), of("compare-article"), of("hide-article"),
        of("roll-back-article", ref="meegeleverd-1"), *(at(name, version) for name in shown),
    ]  # fmt: skip
    acts = [of("begin-article"), *(at(n, version) for n in ("return-article", "withdraw-article", "discard-article"))]
    for name in ("owner_elsewhere", "administrator", "professional", "fg"):
        client = browser(cast, name)
        assert {client.get(one).status_code for one in pages} == {404}
        assert {client.post(one, typed()).status_code for one in (*pages, *acts)} <= {404, 405}
    assert state_of(version.pk) == State.PROPOSED
    for name in ("owner_elsewhere", "administrator"):
        actor = cast.actor(name)
        assert desk(actor).rows == ()
        assert (history(actor, SLUG), version_for(actor, version.pk), waiting_to_sign(actor)) == (None, None, 0)


def test_a_new_article_begins_with_a_title(client: Client) -> None:
    address = reverse("knowledge:new-article")
    page = text_of(client.get(address))
    assert 'name="slug"' not in page
    page = text_of(client.post(address, typed(title="", summary="Blijft staan.")), 422)
    assert "Geef het artikel eerst een titel" in page
    assert "Blijft staan." in page
    assert not Article.objects.exists()
    answer = client.post(address, typed(title="Heel nieuw", body=""), follow=True)
    assert "Uw tekst is bewaard" in text_of(answer)
    assert Article.objects.get().slug == "heel-nieuw"
    assert 'name="slug"' in text_of(answer)


def test_bewerk_begins_and_goes_on_with_the_same_version(client: Client) -> None:
    first = client.post(of("begin-article"))
    assert client.post(of("begin-article")).headers["Location"] == first.headers["Location"]
    assert client.get(of("begin-article")).status_code == 405
    assert client.post(reverse("knowledge:begin-article", args=["bestaat-niet"])).status_code == 404


def test_a_text_with_mistakes_is_kept_and_each_is_shown_at_its_field(client: Client, cast: Cast) -> None:
    version = begun(cast)
    wrong = typed(title="", body="Een.\r\n\r\n# Mis\r\n", phase=None, related=["bestaat-niet-meer"])
    page = text_of(client.post(at("edit-article", version), wrong, follow=True))
    assert "fouten te herstellen" in page
    assert "bestaat-niet-meer (bestaat niet meer)" in page
    assert "Tekst, regel 3" in page
    assert "Deze kop heeft niet de goede diepte" in page
    assert "Voorleggen kan als de fouten zijn hersteld" in page
    version.refresh_from_db()
    assert version.body == "Een.\n\n# Mis\n"
    assert version.front["keywords"] == ["beginnen", "gesprek"]


def test_a_related_article_that_is_gone_can_be_taken_out(client: Client, cast: Cast) -> None:
    version = saved(cast, begun(cast), BODY, related=["weg-is-weg"])
    assert "weg-is-weg (bestaat niet meer)" in text_of(client.get(at("edit-article", version)))
    kept = typed(version.revision, related=["weg-is-weg"])
    assert client.post(at("edit-article", version), kept).status_code == 302


@pytest.mark.parametrize("changes", [{"body": "a\0b"}, {"title": "x" * 2001}, {"theme": "iets"}, {"revision": "x"}])
def test_what_cannot_be_kept_is_shown_again(client: Client, cast: Cast, changes: dict[str, Any]) -> None:
    version = begun(cast)
    page = text_of(client.post(at("edit-article", version), typed(summary_en="Stays here.", **changes)), 422)
    assert "Stays here." in page
    version.refresh_from_db()
    assert version.revision == 1


def test_save_and_look_shows_what_readers_will_see(client: Client, cast: Cast) -> None:
    version = begun(cast)
    answer = client.post(at("edit-article", version), typed(next="preview", title="Anders"), follow=True)
    page = text_of(answer)
    assert "Zo zien lezers het" in page
    assert "<h1>Anders</h1>" in page
    assert 'id="zo-begint-u"' in page


def test_a_draft_of_nothing_can_be_looked_at(client: Client, cast: Cast) -> None:
    version = saved(cast, begun(cast), "[x](javascript:alert(1))", title="", theme="", checked="", phase=[], access="")
    page = text_of(client.get(at("preview-article", version)))
    assert "Er zitten nog fouten in de tekst" in page
    assert 'href="javascript' not in page


def test_saving_over_a_colleague_shows_both_texts_and_lets_the_writer_choose(client: Client, cast: Cast) -> None:
    version = begun(cast)
    saved(cast, version, BODY + "\nVan mijn collega.\n", who="second_owner")
    mine = typed(1, body=BODY + "\nVan mijzelf.\n")
    page = text_of(client.post(at("edit-article", version), mine), 409)
    assert "Van mijn collega." in page
    assert "Van mijzelf." in page
    assert 'name="revision" value="2"' in page
    assert client.post(at("edit-article", version), {**mine, "revision": 2}).status_code == 302
    version.refresh_from_db()
    assert "Van mijzelf." in version.body


def test_saving_after_a_colleague_proposed_loses_nothing(client: Client, cast: Cast) -> None:
    version = proposed(cast, who="second_owner")
    page = text_of(client.post(at("edit-article", version), typed(2, body="Van mijzelf.")), 409)
    assert "U kunt hem nu niet bewaren" in page
    assert "Van mijzelf." in page
    assert "Bewaar mijn tekst" not in page


def test_a_slug_of_another_article_is_refused_at_its_field(client: Client) -> None:
    client.post(reverse("knowledge:new-article"), typed(title="Nieuw"))
    version = ArticleVersion.objects.get()
    page = text_of(client.post(at("edit-article", version), typed(1, slug=SLUG)), 422)
    assert "Deze korte naam is al van een ander artikel" in page


def test_whoever_is_about_to_write_along_is_told(cast: Cast) -> None:
    version = begun(cast)
    page = text_of(browser(cast, "second_owner").get(at("edit-article", version)))
    assert "kunt u deze versie niet meer tekenen" in page


def test_a_newer_shipped_text_is_told_with_the_way_to_compare(client: Client, cast: Cast, content: Path) -> None:
    version = begun(cast)
    ship(content, version=2, body=BODY + "\nNieuw meegeleverd.\n")
    collection.cache_clear()
    for address in (DESK, of("article-history"), at("edit-article", version)):
        assert "Er is een nieuwere meegeleverde tekst" in text_of(client.get(address))
    page = text_of(client.get(of("compare-article"), {"van": "eigen-2", "naar": "meegeleverd-2"}))
    assert "Nieuw meegeleverd." in page
    client.post(at("edit-article", version), typed(1, takes_newer="on"))
    assert "Er is een nieuwere meegeleverde tekst" not in text_of(client.get(DESK))


def test_proposing_shows_what_changes_and_asks_why(client: Client, cast: Cast) -> None:
    version = saved(cast, begun(cast), BODY + "\nEn bel nog eens.\n")
    address = at("propose-article", version)
    page = text_of(client.get(address))
    assert "En bel nog eens." in page
    assert "Er klopt nog iets niet" in text_of(client.post(address, {"note": " ", "revision": 2}), 422)
    page = text_of(client.post(address, {"note": NOTE, "revision": 1}), 422)
    assert "Een collega heeft intussen bewaard" in page
    answer = client.post(address, {"note": NOTE, "revision": 2}, follow=True)
    assert "Uw voorstel staat klaar" in text_of(answer)
    assert client.get(at("edit-article", version)).headers["Location"] == at("sign-article", version)


def test_a_text_with_mistakes_has_no_way_to_propose_it(client: Client, cast: Cast) -> None:
    version = saved(cast, begun(cast), "# Mis\n")
    page = text_of(client.get(at("propose-article", version)))
    assert "Herstel die eerst" in page
    assert "fouten" in text_of(client.post(at("propose-article", version), {"note": NOTE, "revision": 2}), 422)


def test_signing_asks_to_have_read_and_publishes(cast: Cast) -> None:
    version, client = proposed(cast), browser(cast, "second_owner")
    address = at("sign-article", version)
    page = text_of(client.get(address))
    assert NOTE in page
    assert "<ins>" in page
    live = live_article(SLUG)
    assert live is not None
    sent = {"revision": version.revision, "against": live.content_hash}
    assert "Dat is nog niet gelukt" in text_of(client.post(address, sent), 422)
    assert (
        "intussen is deze tekst veranderd"
        in text_of(client.post(address, {**sent, "read": "on", "revision": 1}), 422).lower()
    )
    assert "Het artikel staat in de kennisbank" in text_of(client.post(address, {**sent, "read": "on"}, follow=True))
    assert state_of(version.pk) == State.PUBLISHED
    assert "al ondertekend" in text_of(client.get(address))


def test_signing_wants_a_second_factor_of_these_minutes(cast: Cast) -> None:
    version, client = proposed(cast), Client()
    give_factor(cast["second_owner"])
    sign_in(client, cast["second_owner"], proved_ago=timedelta(hours=2))
    answer = client.post(at("sign-article", version), {"read": "on"})
    assert answer.status_code == 302
    assert state_of(version.pk) == State.PROPOSED


def test_the_writer_sees_why_he_cannot_sign_and_takes_it_back(client: Client, cast: Cast) -> None:
    version = proposed(cast)
    page = text_of(client.get(at("sign-article", version)))
    assert "Een collega tekent" in page
    assert "Teken en publiceer" not in page
    assert "ingetrokken" in text_of(client.post(at("withdraw-article", version), follow=True))
    assert "Dit voorstel is ingetrokken" in text_of(client.post(at("withdraw-article", version), follow=True))


def test_returning_wants_a_reason_that_the_writer_then_sees(client: Client, cast: Cast) -> None:
    version, other = proposed(cast), browser(cast, "second_owner")
    assert "Dat is nog niet gelukt" in text_of(other.post(at("return-article", version), {"reason": ""}), 422)
    other.post(at("return-article", version), {"reason": "Maak het korter."})
    assert "Maak het korter." in text_of(client.get(DESK))
    assert "Maak het korter." in text_of(client.get(at("edit-article", version)))
    page = text_of(other.post(at("return-article", version), {"reason": "Nog eens."}), 422)
    assert "ingetrokken of teruggestuurd" in page


def test_putting_aside(client: Client, cast: Cast) -> None:
    version = begun(cast)
    assert "weggelegd" in text_of(client.post(at("discard-article", version), follow=True))
    assert "Weggelegd" in text_of(client.get(of("article-history")))
    assert "Deze tekst is weggelegd" in text_of(client.post(at("discard-article", version), follow=True))


def test_the_history_tells_who_wrote_and_who_signed(client: Client, cast: Cast) -> None:
    signed(cast, proposed(cast))
    page = text_of(client.get(of("article-history")))
    for words in ("Content Owner", "Second Owner", NOTE, "Eigen versie 2", "Meegeleverde tekst, versie 1"):
        assert words in page
    assert of("roll-back-article", ref="meegeleverd-1") in page
    assert client.get(reverse("knowledge:article-history", args=["bestaat-niet"])).status_code == 404


def test_any_two_versions_are_compared(client: Client, cast: Cast) -> None:
    signed(cast, proposed(cast))
    begun(cast)
    page = text_of(client.get(of("compare-article"), {"van": "meegeleverd-1", "naar": "eigen-2"}))
    assert "En bel daarna nog eens." in page
    assert "Erbij" in page
    assert "Geen verschil" in text_of(client.get(of("compare-article"), {"van": "eigen-2", "naar": "eigen-2"}))
    text_of(client.get(of("compare-article"), {"van": "<script>", "naar": "eigen-99"}))
    assert client.get(reverse("knowledge:compare-article", args=["bestaat-niet"])).status_code == 404


def test_an_article_of_one_version_is_compared_with_nothing(client: Client) -> None:
    assert "Nog niets" in text_of(client.get(of("compare-article")))


def test_an_older_text_is_put_back(client: Client, cast: Cast) -> None:
    signed(cast, proposed(cast))
    address = of("roll-back-article", ref="meegeleverd-1")
    assert "En bel daarna nog eens." in text_of(client.get(address))
    assert client.post(address, {"note": ""}).status_code == 422
    assert "Uw voorstel staat klaar" in text_of(client.post(address, {"note": NOTE}, follow=True))
    assert "al gewerkt" in text_of(client.post(address, {"note": NOTE}), 422)
    assert client.get(of("roll-back-article", ref="eigen-9")).status_code == 404


def test_an_older_text_that_is_wrong_by_now_opens_as_a_draft(client: Client, cast: Cast) -> None:
    first = signed(cast, proposed(cast))
    signed(cast, proposed(cast, BODY))
    ArticleVersion.objects.filter(pk=first.pk).update(body="# Mis\n")
    page = text_of(client.post(of("roll-back-article", ref="eigen-2"), {"note": NOTE}, follow=True))
    assert "klopt nu iets niet" in page


def test_hiding_warns_of_what_refers_to_it(client: Client, cast: Cast, content: Path) -> None:
    ship(content, "verwijst", body=f"## Kop\n\n[hier](artikel:{SLUG})\n", title="Dit verwijst ernaar")
    collection.cache_clear()
    address = of("hide-article")
    assert "Dit verwijst ernaar" in text_of(client.get(address))
    assert client.post(address, {"note": ""}).status_code == 422
    text_of(client.post(address, {"note": NOTE}, follow=True))
    assert "al gewerkt" in text_of(client.post(address, {"note": NOTE}), 422)
    hiding = ArticleVersion.objects.get()
    other = browser(cast, "second_owner")
    page = text_of(other.get(at("sign-article", hiding)))
    assert "Dit verwijst ernaar" in page
    live = live_article(SLUG)
    assert live is not None
    sent = {"read": "on", "revision": hiding.revision, "against": live.content_hash}
    assert "Het artikel is verborgen" in text_of(other.post(at("sign-article", hiding), sent, follow=True))
    assert "Verborgen" in text_of(client.get(DESK))
    assert client.get(address).status_code == 404
    assert of("roll-back-article", ref="eigen-2") in text_of(client.get(of("article-history")))


def test_proposing_with_nobody_to_sign_says_so(client: Client, cast: Cast) -> None:
    for name in ("second_owner", "third_owner"):
        cast[name].is_active = False
        cast[name].save()
    version = saved(cast, begun(cast), BODY + "\nAlleen.\n")
    page = text_of(client.post(at("propose-article", version), {"note": NOTE, "revision": 2}, follow=True))
    assert "geen collega kan tekenen" in page


def test_every_look_at_what_readers_do_not_see_is_recorded(client: Client, cast: Cast) -> None:
    version = saved(cast, begun(cast), BODY + "\nNieuw.\n")

    def looks() -> int:
        return Entry.objects.filter(chain=cast.here.pk, kind="article_draft_read").count()

    for number, address in enumerate(
        [at("edit-article", version), at("preview-article", version), at("propose-article", version),
         at("sign-article", version), of("compare-article") + "?van=meegeleverd-1&naar=eigen-2"], 1,
    ):  # fmt: skip
        text_of(client.get(address))
        assert looks() == number, address
    text_of(client.get(of("compare-article") + "?van=meegeleverd-1&naar=meegeleverd-1"))
    assert looks() == 5


def test_nothing_of_the_desk_is_kept_by_browsers_or_named_in_titles(client: Client, cast: Cast) -> None:
    version = proposed(cast)
    for address in (DESK, of("article-history"), at("sign-article", version), at("preview-article", version)):
        answer = client.get(address)
        assert "no-store" in answer.headers["Cache-Control"]
        title = text_of(answer).split("<title>")[1].split("</title>")[0]
        assert "proefstuk" not in title


def test_the_desk_asks_the_database_the_same_whatever_stands_on_it(
    client: Client, cast: Cast, content: Path, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        ship(content, f"stuk-{number}", title=f"Stuk {number}")
    collection.cache_clear()
    for number in range(10):
        begun(cast, slug=f"stuk-{number}")
    with django_assert_max_num_queries(20):
        text_of(client.get(DESK))
