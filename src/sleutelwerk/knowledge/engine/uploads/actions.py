"""Judges what a PDF wants a reader's program to do: turn to a page and open a website may stay, the rest goes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf

from sleutelwerk.knowledge.engine.uploads.results import Removed

#: Under these names a dictionary says what is to be done. Structure keeps attributes under `/A` and outlines their next
#: line under `/Next`: only what has an `/S` is an action.
KEYS = ("/A", "/PA", "/NA", "/Next")
_PAGES = frozenset({"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"})
_MEDIA = frozenset({"/Rendition", "/Movie", "/Sound", "/GoTo3DView", "/RichMediaExecute"})
#: No white space and no backslash: both are used to make an address look like another one.
_ORDINARY = re.compile(r"(?:https?://|mailto:)[^\s\\\x00-\x1f\x7f]+", re.IGNORECASE)


def trouble_of(found: object) -> Removed | None:
    """Give why what stands under one of KEYS has to go, or None when it may stay."""
    for action in _actions(found):
        if trouble := _trouble_of_one(action):
            return trouble
    return None


def _actions(found: object) -> Iterator[pikepdf.Dictionary]:
    for one in found if isinstance(found, pikepdf.Array) else [found]:
        if isinstance(one, pikepdf.Dictionary) and "/S" in one:
            yield one


def _trouble_of_one(action: pikepdf.Dictionary) -> Removed | None:
    kind = str(action["/S"])
    if kind == "/GoTo":
        return None
    if kind == "/URI":
        return None if _ORDINARY.fullmatch(str(action.get("/URI", ""))) else Removed.LINKS
    if kind == "/Named" and str(action.get("/N", "")) in _PAGES:
        return None
    if kind == "/JavaScript":
        return Removed.SCRIPTS
    return Removed.MEDIA if kind in _MEDIA else Removed.ACTIONS
