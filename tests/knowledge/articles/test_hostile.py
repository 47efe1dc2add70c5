"""Whatever somebody writes, the page holds no script, no address elsewhere and no style, and is made in time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.knowledge.articles.texts import BODY, Elements, codes, file_of, page_of, read

from sleutelwerk.knowledge.engine.articles.check import Known
from sleutelwerk.knowledge.engine.articles.load import MAX_BYTES, read_article

PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<a href=javascript:alert(1)>x</a>",
    "<style>*{display:none}</style>",
    "<iframe src=//weg.example></iframe>",
    "</p></div><form action=//weg.example><button>",
    "<!-- --!><script>",
    "<math><mtext></mtext><mglyph><style></math><img src=x onerror=alert(1)>",
)
ADDRESSES = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "java&#x73;cript:alert(1)",
    "&#106;avascript:alert(1)", "\\javascript:x", "vbscript:x", "data:text/html;base64,x", "file:///etc/passwd",
    "http://weg.example", "//weg.example", "/../", "#x", "?x", "artikel:../x", "artikel:x/y", "artikel:x?y",
    "artikel:%2e%2e", "profiel:x#y", "mailto:a@b.example", "",
)  # fmt: skip
#: Every construct that an article may hold, with a place for something hostile.
PLACES = (
    "{}", "## {}", "### {}", "- {}", "1. {}", "> {}", "**{}**", "*{}*", "!!! tip {}", "!!! {} x", "| a |\n| {} |",
    "| {} |\n| --- |\n| {} |", "[{}](contact:)", "[x]({})", "[x](<{}>)", '[x](contact: "{}")', "![{}](x)",
    "![x]({})", "[@{}]", "[@D1; @{}]", "[x][{}]\n\n[{}]: javascript:alert(1)", "<{}>", "`{}`", "```{}\nx\n```",
    "    {}", "VOG {} gedrag", "[VOG](artikel:{})", "[^1]: {}", "# {}", "{}\n===", "{}\n---", "* * {}", "\\{}",
    "&#60;{}", "[x](profiel:{})",
)  # fmt: skip
TAGS = {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "th",
    "td", "strong", "em", "a", "br", "sup", "div", "span", "button",
}  # fmt: skip
ATTRIBUTES = {"id", "class", "href", "start", "scope", "role", "aria-label", "tabindex", "type", "popovertarget"}


def assert_harmless(html: str) -> None:
    """See that a browser finds nothing in it that acts, and no way to elsewhere."""
    for tag, says in Elements(html).elements:
        assert tag in TAGS, tag
        assert set(says) <= ATTRIBUTES, (tag, says)
        href = says.get("href")
        if href is not None:
            # out of the two places where addresses come from: the site's own, and the notes below
            assert href.startswith(("/", "#")), href
            assert not href.startswith("//"), href


@pytest.mark.parametrize("place", PLACES)
def test_no_construct_lets_anything_out(place: str) -> None:
    for payload in (*PAYLOADS, *ADDRESSES):
        body = place.replace("{}", payload)
        assert_harmless(page_of(body).html)
        read(body)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_link_leads_inside_or_is_refused(address: str) -> None:
    body = f"## Kop\n\n[tekst]({address})\n"
    html = page_of(body).html
    assert_harmless(html)
    # what the reader takes for no link at all, such as one with a tab in it, stays text
    assert read(body).article is None or "<a" not in html


def test_a_link_that_is_refused_is_still_shown_and_leads_nowhere() -> None:
    (link,) = [says for tag, says in Elements(page_of("[tekst](javascript:alert(1))").html).elements if tag == "a"]
    assert link == {"href": "#"}


PIECES = st.sampled_from(
    [
        *PAYLOADS, "## ", "\n\n", "\n", "- ", "> ", "| a | b |\n| - | - |\n", "**", "*", "[", "](", ")", "[@", "D1",
        "]", "!!! tip ", "`", "VOG", "artikel:", "javascript:", "&amp;", "\\", "<", ">", '"', "'", " ", "é", "\u200d",
        "😀",
    ]
)  # fmt: skip


@pytest.mark.exhaustive
@given(st.lists(PIECES, max_size=30).map("".join))
@settings(max_examples=300, deadline=None)
def test_no_mixture_lets_anything_out(body: str) -> None:
    assert_harmless(page_of(body).html)
    read(body)


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    for file in (raw, file_of() + raw):
        read = read_article(file, "article.md", Known())
        assert read.article or read.findings  # what is not taken is told


#: A quarter of what an article may hold: whatever takes more than its share of time shows all the same.
DEEP = {
    "quotes": ">" * 1_000 + " x",
    "lists": "\n".join(" " * (2 * n) + "- x" for n in range(400)),
    "brackets": "[" * 12_500,
    "links": "[x](" * 5_000,
    "stars": "*a **b " * 5_000,
    "backticks": "`" * 250 + "x" + "``" * 5_000,
    "entities": "&" * 25_000,
    "escapes": "\\" * 25_000,
    "table": "|" * 5_000 + "\n|" + "-|" * 5_000,
    "columns": "| a " * 750 + "|\n" + "| - " * 750 + "|\n" + ("| b " * 750 + "|\n") * 4,
    "headings": "## x\n" * 7_500,
    "citations": "[@D1] " * 6_250,
    "unfinished citations": "[@D1; " * 6_250,
    "boxes": "!!! tip x\n\n" * 3_750,
    "terms": "VOG gedrag " * 3_750,
    "lines": "\n" * 47_500,
    "one word": "w" * 47_500,
    "angles": "<" * 25_000,
    "blanks": "x" + " " * 190_000 + "y",
    "blanks in a citation": "[@D1" + " " * 190_000 + "y",
    "references": "[a]: b\n" * 5_000,
}


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", DEEP)
def test_the_largest_and_deepest_texts_take_seconds_and_not_minutes(name: str) -> None:
    body = DEEP[name]
    assert len(file_of(body)) <= MAX_BYTES
    began = time.monotonic()
    loaded = read(body)
    assert_harmless(page_of(body).html)
    assert time.monotonic() - began < 20
    assert loaded.article is None


def test_a_text_that_is_too_large_costs_nothing() -> None:
    began = time.monotonic()
    assert codes(read(BODY * 1_000_000)) == ["too-big"]
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "front",
    [
        "a: &a [*a, *a]\n",
        "a: !!python/object:os.system x\n",
        "? {a: b}\n: c\n",
        "[" * 5_000,
        "- x\n",
        "slug: [1, {2: 3}]\n",
    ],
)
def test_hostile_data_is_reported(front: str) -> None:
    loaded = read(front=front)
    assert loaded.article is None
    assert loaded.findings
