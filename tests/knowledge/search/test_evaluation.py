"""How well search does on the questions that ship, on this database; and that the yardstick measures."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from tests.knowledge.search.items import FOLDER, entry
from tests.people import NOW, make_cast

from sleutelwerk.home.queries.findable import findable
from sleutelwerk.knowledge.actions.search import index
from sleutelwerk.knowledge.content import collection
from sleutelwerk.knowledge.engine.articles.model import Article
from sleutelwerk.knowledge.engine.search.evaluate import Quality, Sample, Samples, load_samples, measure, misses
from sleutelwerk.knowledge.engine.search.from_article import entry_of
from sleutelwerk.knowledge.engine.search.model import PROFILE, VISITOR, Entry, Scope
from sleutelwerk.knowledge.models import DocumentFile, LibraryDocument
from sleutelwerk.knowledge.queries.search import search
from sleutelwerk.publishing.content import ContentError, shipped_root
from sleutelwerk.publishing.rules import CLOSED_AT_FIRST

READER = Scope(reads=frozenset({"article", "document", PROFILE}))


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


#: What the site makes of itself, and a paper beside it that has much in common with articles.
PAPERS = [
    (
        "handreiking",
        "De handreiking om mee te nemen",
        "Alle artikelen in één document, met de functieprofielen.",
        "beginnen",
    ),
    ("veiligheidsplan-model", "Model voor een veiligheidsplan", "Een leeg plan om samen in te vullen.", "samenwerken"),
]


def all_that_is_found() -> list[Entry]:
    """Give what a site really indexes: articles, profiles and documents, each as it gathers them."""
    here = make_cast().here
    for slug, title, summary, theme in PAPERS:
        paper = LibraryDocument.objects.create(
            organisation=here, slug=slug, title=title, summary=summary, theme=theme, origin="added", created_at=NOW
        )
        DocumentFile.objects.create(document=paper, number=1, sha256="0" * 64, size=1, pages=1, added_at=NOW)
    found = list(findable(CLOSED_AT_FIRST))
    assert {one.kind for one in found} == {"article", "document", PROFILE}
    return found


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
@pytest.mark.parametrize("scope", [VISITOR, READER], ids=["visitor", "reader"])
@pytest.mark.parametrize("half", ["tuning", "held_out"])
def test_search_does_as_well_as_we_say_among_all_that_is_found(half: str, scope: Scope) -> None:
    """Profiles and documents count as wrong answers here: the questions name articles alone."""
    index(all_that_is_found(), now=NOW)
    quality = measure(lambda query: [hit.key for hit in search(scope, query).hits], getattr(shipped_samples(), half))
    assert quality.recall >= 0.88
    assert quality.precision >= 0.60
    assert quality.first >= 0.79


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


@pytest.mark.django_db
def test_the_order_of_every_question_that_ships_is_the_same_on_every_database() -> None:
    """The order over all that is found, for both kinds of readers, as one number that each database has to give."""
    index(all_that_is_found(), now=NOW)
    samples = shipped_samples()
    asked = [one.query for one in (*samples.tuning, *samples.held_out)]
    lines = [
        f"{name} {query}: {' '.join(f'{hit.kind}/{hit.key}' for hit in search(scope, query).hits)}"
        for name, scope in (("visitor", VISITOR), ("reader", READER))
        for query in asked
    ]
    assert sum(line.endswith(": ") for line in lines) < len(lines) / 10, "nearly every question finds something"
    assert sha256("\n".join(lines).encode()).hexdigest() == ORDER, "content or search changed, or a database differs"


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


#: The order of all questions that ship. It changes with the content and with search, never with the database.
ORDER = "75d520ae54916dac8c4b21c40f57f231fd8d57c20db412beca9bf8938c2cce01"
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
