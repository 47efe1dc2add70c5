"""Several people at the same moment: one clear answer each, and never two truths."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import connection
from tests.knowledge.authoring.desks import NOTE, SITE, SLUG, begun, front, look_at, make_owners, proposed
from tests.people import NOW, Cast

from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.knowledge.actions import articles as write
from sleutelwerk.knowledge.actions.articles import Draft, Stale
from sleutelwerk.knowledge.models import Article, ArticleVersion
from sleutelwerk.knowledge.rules.articles import OPEN, State

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 3


@pytest.fixture
def cast(on_disk: None, content: Path) -> Cast:
    """Give everybody, in a database that is as real as a site's."""
    return make_owners()


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do these in threads that begin at the same moment; give what came of each, in order."""
    barrier, came = Barrier(len(acts)), ["nothing"] * len(acts)

    def run(index: int) -> None:
        barrier.wait()
        try:
            acts[index]()
        except (NotAllowedError, Stale) as refusal:
            came[index] = str(refusal)
        else:
            came[index] = "done"
        finally:
            connection.close()

    threads = [Thread(target=run, args=(index,)) for index in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return came


def test_of_two_who_sign_at_once_one_does(cast: Cast) -> None:
    for _ in range(ROUNDS):
        version = proposed(cast)
        look = look_at(version)
        came = at_once(
            lambda v=version.pk, k=look: write.sign_article(cast.actor("second_owner"), v, look=k, now=NOW),  # type: ignore[misc]
            lambda v=version.pk, k=look: write.sign_article(cast.actor("third_owner"), v, look=k, now=NOW),  # type: ignore[misc]
        )
        assert sorted(came) == ["Deze versie is al ondertekend en gepubliceerd.", "done"]
        assert ArticleVersion.objects.filter(state=State.PUBLISHED).count() == 1


def test_signing_and_withdrawing_at_once_leaves_one_truth(cast: Cast) -> None:
    for _ in range(ROUNDS):
        version = proposed(cast)
        look = look_at(version)
        came = at_once(
            lambda v=version.pk, k=look: write.sign_article(cast.actor("second_owner"), v, look=k, now=NOW),  # type: ignore[misc]
            lambda v=version.pk: write.withdraw_article(cast.actor("content_owner"), v, now=NOW),  # type: ignore[misc]
        )
        version.refresh_from_db()
        assert Counter(came)["done"] == 1
        assert (version.state == State.PUBLISHED) == (came[0] == "done")
        assert (version.state == State.DRAFT) == (came[1] == "done")
        if came[1] == "done":
            assert "ingetrokken" in came[0]
            write.discard_article(cast.actor("content_owner"), version.pk, now=NOW)
        else:
            assert "al ondertekend" in came[1]


def test_of_two_who_save_at_once_one_is_told(cast: Cast) -> None:
    version = begun(cast)
    came = at_once(
        lambda: write.save_article(cast.actor("content_owner"), version.pk, Draft(front(), "een", 1), now=NOW),
        lambda: write.save_article(cast.actor("second_owner"), version.pk, Draft(front(), "twee", 1), now=NOW),
    )
    assert sorted(came) == ["done", "saved in between"]
    version.refresh_from_db()
    assert (version.revision, version.body) == (2, "een" if came[0] == "done" else "twee")


def test_two_who_begin_at_once_work_on_the_same_version(cast: Cast) -> None:
    came = at_once(lambda: begun(cast), lambda: begun(cast, who="second_owner"))
    assert came == ["done", "done"]
    assert ArticleVersion.objects.filter(state__in=[one.value for one in OPEN]).count() == 1


def test_two_new_articles_of_one_name_get_two_slugs(cast: Cast) -> None:
    draft = Draft(front(title="Zelfde naam"), "")
    came = at_once(
        lambda: write.begin_new(cast.actor("content_owner"), draft, now=NOW),
        lambda: write.begin_new(cast.actor("second_owner"), draft, now=NOW),
    )
    assert came == ["done", "done"]
    assert sorted(Article.objects.values_list("slug", flat=True)) == ["zelfde-naam", "zelfde-naam-2"]


def test_of_two_who_take_one_slug_at_once_one_does(cast: Cast) -> None:
    made = [write.begin_new(cast.actor("content_owner"), Draft(front(title=t), ""), now=NOW) for t in ("Een", "Twee")]
    came = at_once(
        lambda: write.save_article(cast.actor("content_owner"), made[0].pk, Draft(front(), "", 1, "mooi"), now=NOW),
        lambda: write.save_article(cast.actor("content_owner"), made[1].pk, Draft(front(), "", 1, "mooi"), now=NOW),
    )
    assert sorted(came) == ["Deze korte naam is al van een ander artikel.", "done"]


def test_of_hiding_and_beginning_at_once_one_version_is_open(cast: Cast) -> None:
    came = at_once(
        lambda: write.hide_article(cast.actor("content_owner"), SLUG, note=NOTE, site=SITE, now=NOW),
        lambda: begun(cast, who="second_owner"),
    )
    assert came[1] == "done"
    assert ArticleVersion.objects.filter(state__in=[one.value for one in OPEN]).count() == 1
