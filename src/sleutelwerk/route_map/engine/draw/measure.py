"""How wide a text will be in Noto Sans, and where to break it; in points, without a font file at hand."""

from __future__ import annotations

from functools import lru_cache

# Advance widths in thousandths of an em, read from the Noto Sans variable font (OFL) at weights 400 and 700.
_REGULAR = {
    175: "‘’", 258: "'ijlìíîï¸", 268: " .:;·,!¡J`´", 329: "()[]-IÌÍÎÏ²³¹", 361: "f“”tª", 380: "/\\{}º", 413: '"r',
    444: "°?¿_", 480: "zscç", 513: "¯–vyýÿ«»§", 529: "FLxk", 551: "S*|¦k", 566: "ETÈÉÊËaàáâãäåeèéêëYÝ",
    586: "$+0123456789<=>Z^~¢£¥±×÷€X", 618: "VPoÞðòóôõöøbdgpqþhnuñùúûü", 650: "KRßCÇAÀÁÂÃÄÅ#Bµ", 732: "GDÐUÙÚÛÜ&",
    760: "HNÑ¼", 791: "½OQ¾ÒÓÔÕÖØw…", 881: "%©®æÆ", 935: "@MWm", 1000: "—",
}  # fmt: skip
_BOLD = {
    217: "‘’", 266: " '¸", 299: ".:·!,;¡jliìíîï", 339: "-J[]()", 389: "fIÌÍÎÏ`´{}²³¹ªº", 447: "_/\\°tr“”",
    502: '?¿"§zs–',
    551: "cç*FS|¦", 579: "LEÈÉÊËvyýÿ$+0123456789<=>TxZ€", 632: "eèéêëaàáâãäå«»økPoòóôõöYÝðÞbdgpqþ",
    670: "CÇ#Vhnuñùúûü¶RKBXµ", 765: "AÀÁÂÃÄÅßGDÐ&UÙÚÛÜH", 813: "OQÒÓÔÕÖØNÑ", 874: "¼©®¾…w½", 975: "@%æMÆWm", 1000: "—",
}  # fmt: skip
_WIDTH = {
    bold: {char: width for width, chars in table.items() for char in chars}
    for bold, table in ((False, _REGULAR), (True, _BOLD))
}
_UNKNOWN = 1000
#: Browsers may fall back to a somewhat wider face; a text that fits with this much to spare fits there as well.
_SLACK = 1.04


@lru_cache(maxsize=20_000)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Estimate the width of a text in points, on the safe side."""
    widths = _WIDTH[bold]
    return sum(widths.get(char, _UNKNOWN) for char in text) * size * _SLACK / 1000


def wrap(text: str, width: float, size: float, *, bold: bool = False, most: int = 0) -> tuple[str, ...]:
    """Break a text into lines of at most `width` points; with `most`, the last line allowed ends in '…'."""
    lines: list[str] = []
    line = ""
    for word in _pieces(text, width, size, bold=bold):
        longer = f"{line} {word}" if line else word
        if line and text_width(longer, size, bold=bold) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    lines.append(line)
    if most and len(lines) > most:
        lines = [*lines[: most - 1], _shorten(lines[most - 1], width, size, bold=bold)]
    return tuple(lines)


def _pieces(text: str, width: float, size: float, *, bold: bool) -> list[str]:
    """The words of a text; a word that is wider than the line is broken in two or more."""
    pieces: list[str] = []
    for whole in text.split():
        word = whole
        while text_width(word, size, bold=bold) > width and len(word) > 1:
            cut = len(word) - 1
            while cut > 1 and text_width(word[:cut] + "-", size, bold=bold) > width:
                cut -= 1
            pieces.append(word[:cut] + "-")
            word = word[cut:]
        pieces.append(word)
    return pieces


def _shorten(line: str, width: float, size: float, *, bold: bool) -> str:
    while line and text_width(line + "…", size, bold=bold) > width:
        line = line[:-1]
    return line.rstrip(" ,.;:") + "…"
