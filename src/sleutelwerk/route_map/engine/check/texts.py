"""The words of a map: different where they must be, without banned words, readable, and checked not too long ago."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from sleutelwerk.core.findings import Finding, Severity
from sleutelwerk.core.plain_language import HARD_BELOW, banned_words, reading_ease
from sleutelwerk.core.yaml_source import DataPath, Document
from sleutelwerk.route_map.engine.elements import Element, texts, whole

#: After this long a content owner looks at the map again.
CHECK_AGAIN_AFTER = timedelta(days=366)

_MORAL_OPENINGS = frozenset(
    (
        "mag",
        "mogen",
        "wil",
        "willen",
        "durf",
        "durven",
        "kan",
        "kunnen",
        "moet",
        "moeten",
        "is",
        "zijn",
        "hoort",
        "past",
    )
)
_MOST_WORDS = 15


def check_texts(document: Document, today: date) -> list[Finding]:
    """Check all texts in the data, also where other parts of the file are wrong."""
    checker = _Checker(document)
    allowed = {(e.word("word") or "").casefold() for e in whole(document.data).each("allowed_words")}
    for key, text, path in texts(document.data):
        checker.check_words(text, path, allowed)
        checker.check_ease(key, text, path)
    top = whole(document.data)
    for question in top.each("questions"):
        checker.check_options(question)
    for signal in top.each("signals"):
        checker.check_moral_question(signal)
    checker.check_date(top, today)
    return checker.found


class _Checker:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.found: list[Finding] = []

    def add(self, code: str, message: str, mend: str, path: DataPath, severity: Severity = Severity.ERROR) -> None:
        self.found.append(Finding(code, message, mend, self.document.file, self.document.at(path), severity))

    def check_words(self, text: str, path: DataPath, allowed: set[str]) -> None:
        told = set(allowed)
        for word, reason in banned_words(text):
            if word.casefold() not in told:
                told.add(word.casefold())
                message = f"'{word}' hoort bij {reason}; daar vraagt en schrijft Sleutelwerk niet over."
                mend = "Zeg wat er gebeurt of nodig is. Een uitzondering komt met de reden in 'allowed_words'."
                self.add("banned-word", message, mend, path)

    def check_ease(self, key: str, text: str, path: DataPath) -> None:
        score = reading_ease(text)
        if score is not None and score < HARD_BELOW:
            message = f"Deze tekst leest moeilijk (Flesch-Douma {score:.0f}; vanaf {HARD_BELOW:.0f} is goed)."
            self.add("hard-to-read", message, f"Maak in '{key}' de zinnen en woorden korter.", path, Severity.HINT)

    def check_options(self, question: Element) -> None:
        seen: dict[str, int] = {}
        for option in question.each("options"):
            text = " ".join((option.word("text") or "").casefold().split()).rstrip(".!")
            path = (*option.path, "text")
            if text and text in seen:
                message = f"Dit antwoord luidt hetzelfde als dat op regel {seen[text]}."
                self.add("same-option-text", message, "Maak duidelijk waarin ze verschillen.", path)
            seen.setdefault(text, self.document.at(path).line)

    def check_moral_question(self, signal: Element) -> None:
        text = (signal.word("question") or "").strip()
        words = re.findall(r"[\w'\u2019-]+", text)
        wrong = [
            (len(words) > _MOST_WORDS, f"telt {len(words)} woorden; {_MOST_WORDS} is genoeg"),
            ("," in text, "heeft een komma; zo worden het al gauw twee vragen"),
            (not text.endswith("?"), "eindigt niet met een vraagteken"),
            (
                bool(words) and words[0].casefold() not in _MORAL_OPENINGS,
                "begint niet met een woord als Mogen, Moeten, Willen, Durven of Is het",
            ),
        ]
        for fails, what in wrong:
            if text and fails:
                mend = "Vraag in één zin of iets mag, moet of goed is."
                self.add("moral-question", f"De morele vraag {what}.", mend, (*signal.path, "question"), Severity.HINT)

    def check_date(self, top: Element, today: date) -> None:
        value: Any = top.word("checked")
        try:
            checked = date.fromisoformat(value or "")
        except ValueError:
            return  # the schema has reported it
        if checked > today:
            message = f"De controledatum {checked} ligt in de toekomst."
            # a warning: whether a map may be served must not hang on the clock of the server
            self.add("checked-ahead", message, "Vul de dag in waarop u keek.", ("checked",), Severity.WARNING)
        elif today - checked > CHECK_AGAIN_AFTER:
            message = f"De inhoud is op {checked} voor het laatst nagekeken, langer dan een jaar geleden."
            mend = "Kijk de inhoud na en vul de nieuwe datum in."
            self.add("checked-long-ago", message, mend, ("checked",), Severity.WARNING)
