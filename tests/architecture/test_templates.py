"""Templates and styles: nothing inline that the policy blocks, and nothing fetched from another host."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

RULES = {
    # a block of data is not run by a browser, so the policy lets it be
    "an inline script": re.compile(r'<script(?![^>]*\bsrc=)(?![^>]*type="application/json")[^>]*>', re.IGNORECASE),
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "an inline handler": re.compile(r"\son(?!ce)[a-z]{3,}\s*=\s*[\"']", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "something from another host": re.compile(
        r"<(?:script|img|iframe|source|video|audio|embed|object|link)\b[^>]*(?:src|href|data|srcset)\s*=\s*[\"']?(?:https?:)?//"
        r"|url\(\s*[\"']?(?:https?:)?//|@import",
        re.IGNORECASE,
    ),
}


def blocked(source: str) -> list[str]:
    """Name what the strict policy would block in a template or style sheet."""
    return [name for name, rule in RULES.items() if rule.search(source)]


def test_nothing_that_the_policy_blocks(repository: Path) -> None:
    package = repository / "src" / "sleutelwerk"
    paths = [path for pattern in ("templates/**/*.html", "templates/**/*.svg", "static/**/*.css", "static/**/*.svg")
             for path in package.glob(f"*/{pattern}")]  # fmt: skip
    assert paths
    found = {str(path.relative_to(package)): blocked(path.read_text(encoding="utf-8")) for path in paths}
    assert {path: problems for path, problems in found.items() if problems} == {}


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("<script>alert(1)</script>", "an inline script"),
        ('<p style="color:red">', "an inline style"),
        ("<style>p{}</style>", "an inline style"),
        ('<button onclick="go()">', "an inline handler"),
        ('<a href="javascript:go()">', "a javascript: address"),
        ('<img alt="" src="https://elsewhere.example/x.png">', "something from another host"),
        ('<link rel="stylesheet" href="//elsewhere.example/x.css">', "something from another host"),
        ("p{background:url(https://elsewhere.example/x.png)}", "something from another host"),
    ],
)
def test_a_planted_violation_is_caught(source: str, name: str) -> None:
    assert name in blocked(source)


def test_ordinary_markup_passes() -> None:
    assert blocked('<script src="/static/x.js" defer></script><a href="https://elsewhere.example/">…</a>') == []
