"""What the check of an article finds: every rule with its line, and nothing in a text that is right."""

from __future__ import annotations

import pytest
from tests.knowledge.articles.texts import FIRST, FRONT, KNOWN, codes, read

from sleutelwerk.core.findings import Severity
from sleutelwerk.knowledge.engine.articles.check import Known

HEAD = "## Kop\n\n"


def found(body: str, known: Known = KNOWN) -> list[tuple[str, int]]:
    """Give what was found, with the line in the body counted from 1."""
    return [(one.code, one.position.line - FIRST + 1) for one in read(body, known=known).findings]


@pytest.mark.parametrize(
    "body",
    [
        HEAD + "Een **vet** en *schuin* woord.  \nNieuwe regel.\n",
        HEAD + "- een\n- twee\n\n1. een\n2. twee\n",
        HEAD + "> Een verzonnen voorbeeld.\n",
        HEAD + "| a | b |\n| --- | --: |\n| 1 | 2 |\n",
        HEAD + "!!! tip Doe dit.\n\n!!! let-op Nooit.\n\n!!! voorbeeld Zo.\n",
        HEAD + "[een](artikel:ander-stuk), [twee](profiel:verbinder), [drie](profielen:)\n",
        HEAD + "[vier](routekaart:), [vijf](contact:)\n",
        HEAD + "Dat staat in een boek [@D1; @D2]. Dat vinden wij [@eigen-oordeel].\n",
        HEAD + "### Dieper\n\nTekst.\n\n## Weer\n",
        HEAD + "2 < 3 en dat is zo.\n",
    ],
)
def test_what_an_article_may_hold(body: str) -> None:
    assert found(body) == []


@pytest.mark.parametrize(
    ("body", "code", "line"),
    [
        (HEAD + "Tekst.\n\n---\n\nTekst.\n", "unknown-block", 5),
        (HEAD + "```\ncode\n```\n", "unknown-block", 3),
        (HEAD + "    code\n", "unknown-block", 3),
        (HEAD + "Met `code` erin.\n", "unknown-inline", 3),
        (HEAD + "Eerst.\nDan <b>vet</b>.\n", "raw-html", 4),
        (HEAD + "<script>alert(1)</script>\n", "raw-html", 3),
        (HEAD + "<https://weg.example>\n", "raw-html", 3),
        ("# Titel\n\nTekst.\n", "heading-level", 1),
        ("### Te diep\n\nTekst.\n", "heading-level", 1),
        (HEAD + "#### Te diep\n", "heading-level", 3),
        (HEAD + "## kop\n", "same-heading", 3),
        (HEAD + "Een\n[twee](https://weg.example)\n", "outside-link", 4),
        (HEAD + "[x](//weg.example)\n", "outside-link", 3),
        (HEAD + "[x](artikel:)\n", "outside-link", 3),
        (HEAD + "[x](routekaart:iets)\n", "outside-link", 3),
        (HEAD + "[x](ARTIKEL:ander-stuk)\n", "outside-link", 3),
        (HEAD + "[x](javascript:alert(1))\n", "outside-link", 3),
        (HEAD + "[x](data:text/html,x)\n", "outside-link", 3),
        (HEAD + "[x](artikel:ander-stk)\n", "unknown-link", 3),
        (HEAD + "[x](profiel:koning)\n", "unknown-link", 3),
        (HEAD + "Eerst.\n\nDat staat er [@D1; @D9].\n", "unknown-source", 5),
        ("Zomaar tekst.\n", "no-heading", 1),
        (HEAD + "Eerst.\nEen moskee.\n", "banned-word", 4),
    ],
)
def test_what_it_may_not_hold(body: str, code: str, line: int) -> None:
    assert found(body) == [(code, line)]


def test_an_image_is_no_image_and_leads_outside() -> None:
    assert found(HEAD + "![plaatje](https://weg.example/x.png)\n") == [("outside-link", 3)]


@pytest.mark.parametrize(
    ("known", "mend"), [("ander-stk", "ander-stuk"), ("heel-iets-anders", "Verwijs naar iets wat er is.")]
)
def test_a_link_that_nearly_fits_is_helped_on(known: str, mend: str) -> None:
    (finding,) = read(HEAD + f"[x](artikel:{known})\n").findings
    assert mend in finding.mend


def test_without_a_list_of_sources_citations_are_let_be() -> None:
    assert found(HEAD + "Dat [@X9].\n", Known(None, KNOWN.articles, KNOWN.profiles)) == []


def test_a_long_section_without_a_source_is_warned_of_but_may_stay() -> None:
    long = "Wij lopen samen een stuk door de wijk. " * 12
    loaded = read(f"Vooraf {long}\n\n## Eerste\n\n{long}\n\n## Tweede\n\n{long} [@D1].\n\n## Derde\n\nKort.\n")
    assert loaded.article is not None
    assert [(one.code, one.severity, one.position.line - FIRST + 1) for one in loaded.findings] == [
        ("uncited", Severity.WARNING, 3)
    ]


@pytest.mark.parametrize("slug", ["proefstuk", "bestaat-niet"])
def test_what_belongs_with_it_is_another_article_that_is_there(slug: str) -> None:
    loaded = read(front=FRONT.replace("[ander-stuk]", f"[ander-stuk, {slug}]"))
    assert codes(loaded) == ["unknown-related"]
    assert loaded.findings[0].position.line == FRONT.count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Een", "title: Moskee en een"),
        ("summary: Wat u", "summary: Moskee of wat u"),
        ("keywords: [", "keywords: [moskee, "),
    ],
)
def test_words_that_mark_people_are_found_in_the_data_too(old: str, new: str) -> None:
    assert codes(read(front=FRONT.replace(old, new))) == ["banned-word"]


def test_a_hard_text_is_a_hint() -> None:
    hard = "Verantwoordelijkheidsverdelingen vereisen organisatieoverstijgende beleidsafstemmingsmechanismen "
    loaded = read(HEAD + hard * 10 + "[@D1].\n")
    assert loaded.article is not None
    assert [(one.code, one.severity) for one in loaded.findings] == [("hard-to-read", Severity.HINT)]


def test_everything_is_reported_at_once_in_the_order_of_the_file() -> None:
    loaded = read("# Mis\n\n[weg](http://x)\n\n`code`\n", front=FRONT.replace("[ander-stuk]", "[bestaat-niet]"))
    assert codes(loaded) == ["unknown-related", "heading-level", "outside-link", "unknown-inline"]


def test_of_each_kind_a_page_full_is_reported_and_an_error_never_hides_behind_warnings() -> None:
    long = "Wij lopen samen een stuk door de wijk. " * 12
    loaded = read("".join(f"## Kop {n}\n\n{long}\n\n" for n in range(150)) + "`code`\n" * 150)
    assert loaded.article is None
    assert [codes(loaded).count(one) for one in ("uncited", "unknown-inline")] == [100, 100]
