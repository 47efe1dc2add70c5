"""The question test: tells what stands in the way of a good moral question, and how to say it better; never blocks.

The rules follow what Dutch trainers of moral deliberation teach: begin with mogen, moeten, kunnen, willen or durven;
no 'hoe'; no comma; at most fifteen words; no hidden assumption; moral apart from factual, legal and clever.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sleutelwerk.core.plain_language import banned_words

MOST_WORDS = 15
#: Longer texts are no question any more, and are not looked at further.
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Remark:
    """What stands in the way, and a better way; `leads_to` names the block that a question belongs to instead."""

    code: str
    what: str
    better: str
    leads_to: str = ""


_GOOD_START = re.compile(
    r"(?:mag|mogen|moet|moeten|kan|kunnen|wil|willen|durf|durven|"
    r"is het (?:juist|goed|eerlijk|verantwoord|aanvaardbaar))\b",
    re.IGNORECASE,
)
_HOW = re.compile(r"(?:hoe|op welke manier|waarmee)\b", re.IGNORECASE)
_OPEN = re.compile(r"(?:wat|welke|welk|wie|wanneer|waar|waarom|waardoor)\b", re.IGNORECASE)
_FACTS = re.compile(
    r"(?:is er|zijn er|klopt het|weten (?:wij|we)|weet|heeft|hebben|staat|is het (?:zo|waar)|wordt|worden)\b",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"\b(?:toch|eigenlijk|natuurlijk|uiteraard|gewoon|immers|alleen maar|nog steeds|eindelijk|zomaar|wel degelijk)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"^(?:mogen|moeten|kunnen|willen|durven|is het) (?:wij|we|ik)? ?niet\b", re.IGNORECASE)
_ASSUMES = re.compile(r"\b(?:omdat|aangezien|doordat|want|nu hij toch|terwijl hij toch)\b", re.IGNORECASE)
_TWO = re.compile(
    r"\ben/of\b|\?.*\?|\b(?:en|of) (?:mogen|moeten|kunnen|willen|durven|mag|moet|kan|hoe|wat|waarom|wanneer)\b",
    re.IGNORECASE | re.DOTALL,
)
_LEGAL = re.compile(r"\b(?:juridisch|wettelijk|rechtmatig|volgens de wet|van de wet|avg|woo)\b", re.IGNORECASE)
_CLEVER = re.compile(r"\b(?:handig|slim|verstandig|effectief|haalbaar|strategisch|efficiënt)\b", re.IGNORECASE)
_WE = re.compile(r"\b(?:wij|we|ik|ons|onze)\b", re.IGNORECASE)
_NAME = re.compile(r"(?<![.?!]\s)(?<!^)(?<=\s)([A-ZÀ-Ý][a-zà-ÿ]+(?:-[A-ZÀ-Ý][a-zà-ÿ]+)*)")
_ADDRESS = re.compile(r"\b(?:meneer|mevrouw|mijnheer|dhr|mevr|mw)\b\.?|@|\d{5,}", re.IGNORECASE)
#: Who did it, who is in it, what they are called; and not who decides, which everybody may know.
_ABOUT_WHOM = (
    r"(?:vertellen|zeggen|doorgeven|verklappen|laten weten|opschrijven|horen|weten) wie\b(?! (?:wij|we|ik|hij|zij)\b)|"
    r"wie er\b|"
    r"namen (?:te )?(?:vragen|noemen|geven|doorgeven|opschrijven)|namen door te geven|(?:naar|om) (?:de )?namen|"
    r"(?:daders?|verdachten?|dealers?|anderen|jongens|jongeren|leden|mensen|personen|iemand) (?:te laten )?"
    r"aan(?: te )?wijzen\b(?! als)|laten aanwijzen"
)
_WHO_DECIDES = re.compile(
    r"\bwie (?:er )?(?:hierover |mee)?(?:beslist|besluit|beslissen|besluiten|bij is|aan tafel)", re.IGNORECASE
)
_FIXED = re.compile(
    rf"\b(?:wie wat doet|{_ABOUT_WHOM}|informant\w*|doorspelen|tips? (?:vragen|geven)|in het geheim|"
    r"geheim\w*|stiekem|zonder (?:dat hij het weet|zijn medeweten|hem te vertellen)|tegen zijn wil|dwingen|verplichten|"
    r"onder druk)\b",
    re.IGNORECASE,
)
#: Bodies whose name everybody may write.
_BODIES = frozenset({"Veilig", "Thuis", "Gemeente", "Politie", "Nederland", "Woo", "Zorg", "Veiligheidshuis"})


def question_test(question: str) -> tuple[Remark, ...]:
    """Look a question over. An empty answer says that it passes; a remark warns and never blocks."""
    text = " ".join(question[:LONGEST].split())
    if not text:
        return (Remark("empty", "Er staat nog geen vraag.", "Begin met: Mogen wij …?"),)
    return tuple(remark for rule in _RULES for remark in rule(text))


def _limits(text: str) -> Iterator[Remark]:
    if _FIXED.search(_WHO_DECIDES.sub(" ", text)):
        yield Remark(
            "fixed",
            "Deze vraag lijkt te gaan over iets dat vaststaat.",
            "Informatie over personen, privacy, vrijwilligheid en een geheime rol kunt u niet wegpraten. "
            "Vraag wat er wel kan binnen die grens.",
        )


def _start(text: str) -> Iterator[Remark]:
    if _HOW.match(text):
        yield Remark(
            "how",
            "Een vraag met ‘hoe’ zoekt een aanpak. Die slaat de vraag over of u het wel mag doen.",
            "Vraag eerst: Mogen wij dit doen? Is dat al duidelijk, gebruik dan het blok Afspraken.",
            "afspraken",
        )
    elif _OPEN.match(text):
        yield Remark(
            "open",
            "Op deze vraag kunt u geen ja of nee zeggen. Dan wordt het geen keuze tussen A en B.",
            "Noem de daad waarover u twijfelt: Mogen wij … doen?",
        )
    elif _FACTS.match(text):
        yield Remark(
            "facts",
            "Dit is een vraag naar een feit. Die kunt u uitzoeken; daar hoeft geen beraad over.",
            "Zoek het feit eerst uit. Vraag daarna: Mogen wij …, nu wij dit weten? Laat de komma weg.",
        )
    elif not _GOOD_START.match(text):
        yield Remark(
            "start",
            "De vraag begint niet met mogen, moeten, kunnen, willen of durven.",
            "Begin zo: Mogen wij …? Of: Moeten wij …?",
        )


def _actor(text: str) -> Iterator[Remark]:
    if not _WE.search(text):
        yield Remark(
            "nobody",
            "De vraag zegt niet wie er handelt.",
            "Zet ‘wij’ of ‘ik’ in de vraag. U beslist alleen over uzelf.",
        )


def _comma(text: str) -> Iterator[Remark]:
    if "," in text or ";" in text:
        first = re.split(r"[,;]", text)[0].rstrip(" ?")
        yield Remark("comma", "Na een komma komt vaak een uitleg of een tweede vraag.", f"Stop bij de komma: {first}?")


def _length(text: str) -> Iterator[Remark]:
    count = len(text.split())
    if count > MOST_WORDS:
        yield Remark(
            "long",
            f"De vraag heeft {count} woorden. Meer dan {MOST_WORDS} onthoudt niemand in het gesprek.",
            "Laat de aanleiding weg. Die vertelt de inbrenger in stap 2.",
        )


def _mark(text: str) -> Iterator[Remark]:
    if not text.endswith("?"):
        yield Remark("mark", "Er staat geen vraagteken achter.", f"Maak er een vraag van: {text.rstrip(' .!')}?")


def _two(text: str) -> Iterator[Remark]:
    if _TWO.search(text):
        yield Remark("two", "Dit zijn twee vragen in een.", "Kies er een: waar ligt u wakker van? Bewaar de andere.")


def _leading(text: str) -> Iterator[Remark]:
    found = [match.group() for match in _LEADING.finditer(text)]
    if found:
        rest = " ".join(_LEADING.sub(" ", text).split()).replace(" ?", "?")
        words = "’, ‘".join(dict.fromkeys(found))
        yield Remark("leading", f"‘{words}’ verraadt wat u al vindt.", f"Vraag het zonder: {rest}")
    if _NOT.match(text):
        yield Remark("negative", "‘Moeten wij niet’ stuurt naar ja.", "Haal ‘niet’ weg, en vraag het open.")


def _assumes(text: str) -> Iterator[Remark]:
    match = _ASSUMES.search(text)
    if match:
        first = text[: match.start()].rstrip(" ,?")
        yield Remark("assumes", f"Achter ‘{match.group()}’ zit al een reden.", f"Laat de reden weg: {first}?")


def _other_kind(text: str) -> Iterator[Remark]:
    if _LEGAL.search(text):
        yield Remark(
            "legal",
            "Dit vraagt wat mag van de wet.",
            "Vraag dat aan een jurist of de FG. Het beraad vraagt wat juist is.",
        )
    if _CLEVER.search(text):
        yield Remark("clever", "Dit vraagt wat handig is.", "Vraag wat juist is: Mogen wij …? Handig komt daarna.")


def _people(text: str) -> Iterator[Remark]:
    names = [name for name in _NAME.findall(text) if name not in _BODIES]
    if names or _ADDRESS.search(text):
        yield Remark("name", "Er lijkt een naam of nummer in te staan.", "Schrijf ‘hij’, ‘zij’ of ‘iemand’.")
    for word in banned_words(text):
        yield Remark("group", f"‘{word.word}’ gaat over {word.reason}.", "Zeg wat iemand doet of nodig heeft.")


_RULES: tuple[Callable[[str], Iterator[Remark]], ...] = (
    _limits, _people, _start, _actor, _two, _leading, _assumes, _other_kind, _comma, _length, _mark,
)  # fmt: skip
