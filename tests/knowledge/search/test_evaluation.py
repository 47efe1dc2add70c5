"""How well search does on the questions that ship, on this database; and that the yardstick measures."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.knowledge.search.items import FOLDER, entry
from tests.people import NOW

from sleutelwerk.knowledge.actions.search import index
from sleutelwerk.knowledge.content import collection
from sleutelwerk.knowledge.engine.articles.model import Article
from sleutelwerk.knowledge.engine.search.evaluate import Quality, Sample, Samples, load_samples, measure, misses
from sleutelwerk.knowledge.engine.search.from_article import entry_of
from sleutelwerk.knowledge.engine.search.model import VISITOR, Scope
from sleutelwerk.knowledge.queries.search import search
from sleutelwerk.publishing.content import ContentError, shipped_root

READER = Scope(reads=frozenset({"article"}))


def shipped_samples() -> Samples:
    loaded = load_samples(FOLDER / "evaluation.yaml")
    assert loaded.findings == ()
    assert loaded.samples is not None
    return loaded.samples


def shipped_articles() -> dict[str, Article]:
    return dict(collection((shipped_root(),)).articles)


def test_every_question_expects_an_article_that_ships_and_none_is_asked_twice() -> None:
    samples = shipped_samples()
    every = [*samples.tuning, *samples.held_out]
    assert len(every) >= 70
    assert len({one.query.casefold() for one in every}) == len(every)
    named = {slug for one in every for slug in (*one.expects, *one.fits)}
    assert sorted(named - set(shipped_articles())) == []
    assert [one.query for one in every if {*one.expects} & {*one.fits}] == []


@pytest.mark.django_db
@pytest.mark.parametrize("scope", [VISITOR, READER], ids=["visitor", "reader"])
@pytest.mark.parametrize("half", ["tuning", "held_out"])
def test_search_does_as_well_as_we_say(half: str, scope: Scope) -> None:
    index(map(entry_of, shipped_articles().values()), now=NOW)
    quality = measure(lambda query: [hit.key for hit in search(scope, query).hits], getattr(shipped_samples(), half))
    assert quality.recall >= 0.88
    assert quality.precision >= 0.60
    assert quality.first >= 0.80


@pytest.mark.django_db
def test_the_order_of_every_question_is_the_same_on_every_database() -> None:
    """The order that was noted down once is that of both databases: each run compares with the same list."""
    words = "vergoeding veiligheid gesprek afspraak gemeente dilemma contact plan".split()
    index(
        [entry(f"{one}-{other}", f"{one} {other}", body=f"{other} {third} " * 3)
         for one in words for other in words for third in (words[-1],) if one != other], now=NOW,
    )  # fmt: skip
    noted = [
        " ".join(hit.key for hit in search(VISITOR, query).hits)
        for query in ("vergoeding plan", "veilig gesprek", "gemeentehuis afspraken", "dilema contact")
    ]
    assert noted == NOTED


def test_the_yardstick_measures() -> None:
    given = {"a": ["x", "y", "z", "q", "r", "s"], "b": [], "c": ["y"]}
    samples = (Sample("a", ("x", "s")), Sample("b", ("x",)), Sample("c", ("x",), ("y",)))
    quality = measure(given.__getitem__, samples)
    assert quality == Quality(3, (0.5 + 0 + 0) / 3, (0.5 + 0 + 0.5) / 3, 2 / 3)
    assert [(one.query, found) for one, found in misses(given.__getitem__, samples)] == [
        ("a", ["x", "y", "z", "q", "r"]), ("b", []), ("c", ["y"]),
    ]  # fmt: skip
    assert misses(given.__getitem__, [Sample("c", ("y",))]) == []


def test_a_set_with_errors_is_none(tmp_path: Path) -> None:
    path = tmp_path / "evaluation.yaml"
    path.write_text("schema: sleutelwerk/search-evaluation/1\n")
    assert load_samples(path).samples is None
    assert load_samples(tmp_path / "gone.yaml").samples is None


def test_an_article_becomes_an_entry() -> None:
    article = shipped_articles()["vergoeden"]
    made = entry_of(article)
    assert (made.key, made.title, made.gated, made.url_args) == ("vergoeden", article.title, False, ("vergoeden",))
    assert made.headings
    assert not set(made.headings) & set(made.body.splitlines())
    assert "[@" not in made.body


@pytest.mark.django_db
def test_an_own_file_of_words_with_errors_is_told(tmp_path: Path, settings: object) -> None:
    folder = tmp_path / "search" / "sleutelwerk" / "9"
    folder.mkdir(parents=True)
    (folder / "synonyms.yaml").write_text("schema: x\n")
    settings.CONTENT_FOLDER = str(tmp_path)  # type: ignore[attr-defined]
    with pytest.raises(ContentError):
        search(VISITOR, "koffie")


#: What SQLite gave when this was written.
NOTED = [
    (
        "vergoeding-plan plan-vergoeding afspraak-vergoeding contact-vergoeding "
        "dilemma-vergoeding gemeente-vergoeding gesprek-vergoeding veiligheid-vergoeding "
        "vergoeding-afspraak vergoeding-contact"
    ),
    (
        "veiligheid-gesprek gesprek-veiligheid afspraak-gesprek afspraak-veiligheid "
        "contact-gesprek contact-veiligheid dilemma-gesprek dilemma-veiligheid "
        "gemeente-gesprek gemeente-veiligheid"
    ),
    (
        "gemeente-afspraak afspraak-gemeente contact-afspraak dilemma-afspraak "
        "gesprek-afspraak plan-afspraak veiligheid-afspraak vergoeding-afspraak "
        "afspraak-contact afspraak-dilemma"
    ),
    (
        "dilemma-contact contact-dilemma afspraak-contact gemeente-contact "
        "gesprek-contact plan-contact veiligheid-contact vergoeding-contact "
        "contact-afspraak contact-gemeente"
    ),
]
