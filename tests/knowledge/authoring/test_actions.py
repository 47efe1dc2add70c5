"""From a first word to a published article and back: every act, what it leaves in the trail, and who gets a letter."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from tests.knowledge.authoring.desks import (
    BODY,
    NOTE,
    SITE,
    SLUG,
    begun,
    front,
    look_at,
    proposed,
    saved,
    ship,
    signed,
    state_of,
)  # fmt: skip
from tests.people import NOW, Cast, somebody_absent

from sleutelwerk.accounts.models import User
from sleutelwerk.audit.models import Entry
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.knowledge.actions import articles as write
from sleutelwerk.knowledge.actions.articles import Draft, Look, NoSuchArticle, Stale
from sleutelwerk.knowledge.content import collection
from sleutelwerk.knowledge.engine.articles.model import Article as Text
from sleutelwerk.knowledge.models import Article, ArticleVersion
from sleutelwerk.knowledge.queries.articles import (
    HIDDEN,
    known_now,
    live_article,
    live_source,
    published_overlay,
    refers_to,
    sources_of,
)  # fmt: skip
from sleutelwerk.knowledge.rules.articles import State
from sleutelwerk.mailroom.models import Letter

pytestmark = pytest.mark.django_db


def live() -> Text:
    """Give what readers see now."""
    found = live_article(SLUG)
    assert found is not None
    return found


def kinds(cast: Cast) -> list[str]:
    """Name what stands in the trail, in order."""
    found = Entry.objects.filter(chain=cast.here.pk).order_by("number")
    return [one.kind for one in found]


def test_a_shipped_text_becomes_a_draft_with_the_next_number(cast: Cast) -> None:
    version = begun(cast)
    assert (version.number, version.state, version.front["version"]) == (2, State.DRAFT, 2)
    assert version.body == BODY
    assert version.based_on == live().content_hash
    assert begun(cast, who="second_owner").pk == version.pk
    assert kinds(cast) == ["article_begun"]


def test_nothing_begins_without_a_text_or_by_somebody_else(cast: Cast) -> None:
    with pytest.raises(NoSuchArticle):
        begun(cast, slug="bestaat-niet")
    for who in ("administrator", "professional", "owner_elsewhere", "reader"):
        with pytest.raises(NotAllowedError):
            begun(cast, who=who)
        with pytest.raises(NotAllowedError):
            write.begin_new(cast.actor(who), Draft(front(), BODY), now=NOW)
        with pytest.raises(NotAllowedError):
            write.hide_article(cast.actor(who), SLUG, note=NOTE, site=SITE, now=NOW)
        with pytest.raises(NotAllowedError):
            write.roll_back_article(cast.actor(who), SLUG, "meegeleverd-1", note=NOTE, site=SITE, now=NOW)
    assert not Article.objects.exists()


def test_a_new_article_takes_its_slug_from_its_title_and_never_another_s(cast: Cast) -> None:
    titles = ["Eén proef: stuk!", "Een proefstuk", "", "2 dingen", "Proefstuk"]
    made = [write.begin_new(cast.actor("content_owner"), Draft(front(title=title), ""), now=NOW) for title in titles]
    slugs = [one.article.slug for one in made]
    assert slugs == ["een-proef-stuk", "een-proefstuk", "artikel", "artikel-2-dingen", "proefstuk-2"]
    assert {one.number for one in made} == {1}
    assert {one.based_on for one in made} == {""}


def test_a_draft_holds_errors_and_cannot_be_proposed_with_them(cast: Cast) -> None:
    version = saved(cast, begun(cast), "# Mis\n\n[weg](http://x)\n", title="", phase=[], checked="")
    assert version.revision == 2
    with pytest.raises(NotAllowedError, match="fouten"):
        write.propose_article(
            cast.actor("content_owner"), version.pk, note=NOTE, revision=2, site=SITE, now=NOW
        )  # fmt: skip
    assert state_of(version.pk) == State.DRAFT


def test_saving_over_a_colleague_s_text_is_stopped_and_shows_his(cast: Cast) -> None:
    version = begun(cast)
    saved(cast, version, BODY + "\nVan mij.\n")
    with pytest.raises(Stale) as stale:
        write.save_article(cast.actor("second_owner"), version.pk, Draft(front(), "anders", 1), now=NOW)
    assert "Van mij." in stale.value.version.body
    version.refresh_from_db()
    assert version.writers == [str(cast["content_owner"].pk)]


def test_a_proposal_is_not_changed_and_one_of_nobody_is_not_found(cast: Cast) -> None:
    version = proposed(cast)
    with pytest.raises(Stale):
        saved(cast, version, "stiekem")
    for who in ("owner_elsewhere", "reader"):
        with pytest.raises(NoSuchArticle):
            write.save_article(cast.actor(who), version.pk, Draft(front(), ""), now=NOW)
    with pytest.raises(NotAllowedError):
        write.save_article(cast.actor("administrator"), version.pk, Draft(front(), "", version.revision), now=NOW)
    with pytest.raises(NoSuchArticle):
        write.withdraw_article(cast.actor("content_owner"), somebody_absent(), now=NOW)


def test_proposing_writes_to_the_others_and_says_nothing(cast: Cast) -> None:
    proposed(cast)
    letters = list(Letter.objects.order_by("recipient"))
    assert [one.recipient for one in letters] == ["second_owner@voorbeeld.example", "third_owner@voorbeeld.example"]
    assert SITE in letters[0].body
    for word in ("proefstuk", "artikel ", NOTE, "Content Owner"):
        assert word not in letters[0].subject + letters[0].body.replace(SITE, "")


def test_a_proposal_of_something_else_than_was_on_the_screen_is_stopped(cast: Cast) -> None:
    version = saved(cast, begun(cast), BODY + "\nAnders.\n")
    with pytest.raises(Stale):
        write.propose_article(cast.actor("content_owner"), version.pk, note=NOTE, revision=1, site=SITE, now=NOW)


def test_readers_see_a_text_when_a_second_person_signed(cast: Cast) -> None:
    version = proposed(cast)
    assert SLUG not in published_overlay()
    done = signed(cast, version)
    assert (done.state, done.signed_by_id) == (State.PUBLISHED, cast["second_owner"].pk)
    text = published_overlay()[SLUG]
    assert isinstance(text, Text)
    assert "En bel daarna nog eens." in text.body
    assert text.content_hash == done.content_hash
    assert live_article(SLUG) == text
    assert kinds(cast) == ["article_begun", "article_saved", "article_proposed", "article_signed"]


def test_nobody_who_wrote_along_signs(cast: Cast) -> None:
    version = saved(cast, begun(cast), BODY + "\nEen.\n")
    saved(cast, version, BODY + "\nTwee.\n", who="second_owner")
    write.propose_article(cast.actor("second_owner"), version.pk, note=NOTE, revision=3, site=SITE, now=NOW)
    for who in ("content_owner", "second_owner"):
        with pytest.raises(NotAllowedError, match="schreef mee"):
            signed(cast, version, who=who)
    assert signed(cast, version, who="third_owner").state == State.PUBLISHED


def test_what_was_not_looked_at_is_not_signed(cast: Cast) -> None:
    version = proposed(cast)
    seen = look_at(version)
    for look in (Look(seen.revision - 1, seen.against), Look(seen.revision, "0" * 64)):
        with pytest.raises(NotAllowedError, match="veranderd"):
            write.sign_article(cast.actor("second_owner"), version.pk, look=look, now=NOW)
    assert state_of(version.pk) == State.PROPOSED


def test_what_went_wrong_since_it_was_proposed_is_not_signed(cast: Cast) -> None:
    version = proposed(cast)
    ArticleVersion.objects.filter(pk=version.pk).update(body="[weg](artikel:bestaat-niet)")
    with pytest.raises(NotAllowedError, match="fouten"):
        signed(cast, version)


def test_a_second_version_takes_the_place_of_the_first(cast: Cast) -> None:
    first = signed(cast, proposed(cast))
    second = signed(cast, proposed(cast, BODY + "\nNog beter.\n"))
    assert (state_of(first.pk), state_of(second.pk)) == (State.SUPERSEDED, State.PUBLISHED)
    assert second.number == first.number + 1
    assert "Nog beter." in live().body


def test_a_proposal_goes_back_with_a_reason_and_comes_again(cast: Cast) -> None:
    version = proposed(cast)
    Letter.objects.all().delete()
    write.return_article(cast.actor("second_owner"), version.pk, reason=" Te lang. ", site=SITE, now=NOW)
    version.refresh_from_db()
    assert (version.state, version.returned_reason) == (State.RETURNED, "Te lang.")
    assert [one.recipient for one in Letter.objects.all()] == ["content_owner@voorbeeld.example"]
    saved(cast, version, BODY + "\nKorter.\n")
    version.refresh_from_db()
    write.propose_article(
        cast.actor("content_owner"), version.pk, note=NOTE, revision=version.revision, site=SITE, now=NOW
    )  # fmt: skip
    assert signed(cast, version).returned_reason == ""


def test_the_proposer_takes_it_back_and_nobody_can_sign_it_then(cast: Cast) -> None:
    version = proposed(cast)
    seen = look_at(version)
    with pytest.raises(NotAllowedError):
        write.withdraw_article(cast.actor("second_owner"), version.pk, now=NOW)
    write.withdraw_article(cast.actor("content_owner"), version.pk, now=NOW)
    assert state_of(version.pk) == State.DRAFT
    with pytest.raises(NotAllowedError, match="ingetrokken"):
        write.sign_article(cast.actor("second_owner"), version.pk, look=seen, now=NOW)


def test_a_draft_is_put_aside_and_the_next_begins_where_readers_are(cast: Cast) -> None:
    version = saved(cast, begun(cast), "Mislukt.")
    write.discard_article(cast.actor("second_owner"), version.pk, now=NOW)
    assert state_of(version.pk) == State.DISCARDED
    again = begun(cast)
    assert (again.number, again.body) == (3, BODY)


def test_an_article_that_was_only_ever_put_aside_can_be_taken_up_again(cast: Cast) -> None:
    made = write.begin_new(cast.actor("content_owner"), Draft(front(title="Nieuw"), BODY), now=NOW)
    write.discard_article(cast.actor("content_owner"), made.pk, now=NOW)
    assert begun(cast, slug="nieuw").body == BODY


def test_an_article_without_any_version_is_no_article(cast: Cast) -> None:
    Article.objects.create(organisation=cast.here, slug="leeg")
    with pytest.raises(NoSuchArticle):
        begun(cast, slug="leeg")


def test_an_older_text_comes_back_by_two_people(cast: Cast) -> None:
    first = signed(cast, proposed(cast))
    signed(cast, proposed(cast, BODY + "\nSlechter.\n"))
    back = write.roll_back_article(
        cast.actor("second_owner"), SLUG, f"eigen-{first.number}", note="Toch beter.", site=SITE, now=NOW
    )  # fmt: skip
    assert (back.state, back.note, back.number) == (State.PROPOSED, "Toch beter.", 4)
    with pytest.raises(NotAllowedError, match="schreef mee"):
        signed(cast, back, who="second_owner")
    signed(cast, back, who="content_owner")
    assert getattr(live_article(SLUG), "body") == first.body  # noqa: B009 - may be None for mypy


def test_the_shipped_text_comes_back_too(cast: Cast) -> None:
    signed(cast, proposed(cast))
    back = write.roll_back_article(
        cast.actor("content_owner"), SLUG, "meegeleverd-1", note=NOTE, site=SITE, now=NOW
    )  # fmt: skip
    assert signed(cast, back).body == BODY


@pytest.mark.parametrize("ref", ["eigen-99", "meegeleverd-99", "iets"])
def test_what_is_not_there_does_not_come_back(cast: Cast, ref: str) -> None:
    with pytest.raises(NoSuchArticle):
        write.roll_back_article(cast.actor("content_owner"), SLUG, ref, note=NOTE, site=SITE, now=NOW)


def test_a_draft_that_readers_never_saw_does_not_come_back(cast: Cast) -> None:
    version = begun(cast)
    write.discard_article(cast.actor("content_owner"), version.pk, now=NOW)
    with pytest.raises(NoSuchArticle):
        write.roll_back_article(cast.actor("content_owner"), SLUG, "eigen-2", note=NOTE, site=SITE, now=NOW)


def test_an_old_text_in_which_something_is_wrong_now_becomes_a_draft(cast: Cast) -> None:
    first = signed(cast, proposed(cast))
    signed(cast, proposed(cast, BODY))
    ArticleVersion.objects.filter(pk=first.pk).update(body="[weg](artikel:bestaat-niet)")
    back = write.roll_back_article(
        cast.actor("content_owner"), SLUG, f"eigen-{first.number}", note=NOTE, site=SITE, now=NOW
    )  # fmt: skip
    assert (back.state, back.note) == (State.DRAFT, NOTE)


def test_while_one_version_is_open_no_other_begins(cast: Cast) -> None:
    signed(cast, proposed(cast))
    begun(cast)
    with pytest.raises(NotAllowedError, match="al gewerkt"):
        write.roll_back_article(cast.actor("content_owner"), SLUG, "meegeleverd-1", note=NOTE, site=SITE, now=NOW)
    with pytest.raises(NotAllowedError, match="al gewerkt"):
        write.hide_article(cast.actor("content_owner"), SLUG, note=NOTE, site=SITE, now=NOW)


def test_an_article_goes_out_by_two_people_and_comes_back(cast: Cast, content: Path) -> None:
    ship(content, "verwijst", body=f"## Kop\n\n[hier](artikel:{SLUG})\n", title="Verwijst")
    collection.cache_clear()
    assert [one.slug for one in refers_to(SLUG)] == ["verwijst"]
    hiding = write.hide_article(cast.actor("content_owner"), SLUG, note=NOTE, site=SITE, now=NOW)
    assert live_article(SLUG) is not None
    with pytest.raises(NotAllowedError):
        signed(cast, hiding, who="content_owner")
    signed(cast, hiding)
    assert published_overlay()[SLUG] is HIDDEN
    assert live_article(SLUG) is None
    assert live_source(SLUG).front == {}
    assert SLUG not in known_now().articles
    assert kinds(cast)[-1] == "article_hidden"
    with pytest.raises(NoSuchArticle):
        write.hide_article(cast.actor("content_owner"), SLUG, note=NOTE, site=SITE, now=NOW)
    assert begun(cast).body == BODY
    assert published_overlay()[SLUG] is HIDDEN


def test_a_hiding_that_is_taken_back_or_returned_leaves_nothing_to_work_on(cast: Cast) -> None:
    hiding = write.hide_article(cast.actor("content_owner"), SLUG, note=NOTE, site=SITE, now=NOW)
    write.withdraw_article(cast.actor("content_owner"), hiding.pk, now=NOW)
    assert state_of(hiding.pk) == State.DISCARDED
    again = write.hide_article(cast.actor("content_owner"), SLUG, note=NOTE, site=SITE, now=NOW)
    write.return_article(cast.actor("second_owner"), again.pk, reason="Waarom?", site=SITE, now=NOW)
    assert state_of(again.pk) == State.DISCARDED


def test_the_slug_changes_until_readers_know_it(cast: Cast) -> None:
    made = write.begin_new(cast.actor("content_owner"), Draft(front(title="Nieuw"), BODY), now=NOW)
    made = write.save_article(cast.actor("content_owner"), made.pk, Draft(front(), BODY, 1, "beter"), now=NOW)
    assert (made.article.slug, made.front["slug"]) == ("beter", "beter")
    with pytest.raises(NotAllowedError, match="ander artikel"):
        write.save_article(cast.actor("content_owner"), made.pk, Draft(front(), BODY, 2, SLUG), now=NOW)
    shipped = begun(cast)
    write.save_article(cast.actor("content_owner"), shipped.pk, Draft(front(), BODY, 1, "anders"), now=NOW)
    assert Article.objects.filter(slug=SLUG).exists()


def test_a_newer_shipped_text_is_noticed_until_it_was_worked_in(cast: Cast, content: Path) -> None:
    version = begun(cast)
    ship(content, version=3, body=BODY + "\nNieuw meegeleverd.\n")
    collection.cache_clear()
    newest = live().content_hash
    assert version.based_on != newest
    kept = write.save_article(
        cast.actor("content_owner"), version.pk, Draft(front(), BODY, 1, takes_newer=True), now=NOW
    )  # fmt: skip
    assert kept.based_on == newest
    assert [one.ref for one in sources_of(SLUG, cast.here.pk)] == ["meegeleverd-1", "meegeleverd-3", "eigen-2"]
    write.discard_article(cast.actor("content_owner"), version.pk, now=NOW)
    assert begun(cast).number == 4


def test_the_overlay_is_the_house_s_alone(cast: Cast) -> None:
    signed(cast, proposed(cast))
    cast.here.is_house = False
    cast.here.save()
    assert published_overlay() == {}
    with pytest.raises(NotAllowedError):
        begun(cast)


def test_a_look_at_the_overlay_is_one_small_question(cast: Cast, django_assert_num_queries: object) -> None:
    signed(cast, proposed(cast))
    published_overlay()
    assert callable(django_assert_num_queries)
    with django_assert_num_queries(1) as asked:
        published_overlay()
    assert '"body"' not in asked.captured_queries[0]["sql"]


def rows(cast: Cast) -> ArticleVersion:
    """Give a version to bend, past all actions."""
    return proposed(cast)


@pytest.mark.parametrize(
    "bend",
    [
        {"state": "published", "signed_by": F("written_by"), "signed_at": NOW},
        {"state": "published"},
        {"state": "superseded"},
        {"note": ""},
        {"proposed_at": None},
    ],
    ids=["signed by the writer", "published unsigned", "superseded unsigned", "proposed without why", "no moment"],
)
def test_the_database_itself_refuses(cast: Cast, bend: dict[str, object]) -> None:
    version = rows(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        ArticleVersion.objects.filter(pk=version.pk).update(**bend)


def test_the_database_holds_one_open_and_one_published_version(cast: Cast) -> None:
    version = rows(cast)
    copy = ArticleVersion.objects.get(pk=version.pk)
    copy.pk, copy.number = uuid4(), 99
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)
    done = signed(cast, version)
    copy = ArticleVersion.objects.get(pk=done.pk)
    copy.pk, copy.number = uuid4(), 98
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)


def test_with_nobody_to_sign_no_letter_goes_out(cast: Cast) -> None:
    User.objects.filter(pk__in=[cast["second_owner"].pk, cast["third_owner"].pk]).update(is_active=False)
    version = saved(cast, begun(cast), BODY + "\nAlleen.\n")
    assert write.propose_article(
        cast.actor("content_owner"), version.pk, note=NOTE, revision=2, site=SITE, now=NOW
    ) == 0  # fmt: skip
    assert not Letter.objects.exists()
