"""Which article of the library fits which page of a case: a list that people keep, with the reason for each choice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sleutelwerk.cases.engine.check_texts import check_every_text
from sleutelwerk.cases.engine.reading import Loaded, load
from sleutelwerk.core.findings import Finding
from sleutelwerk.core.yaml_source import Document


@dataclass(frozen=True, slots=True)
class ReadAbout:
    """One article, and the anchor in it at which to begin; `why` is for whoever keeps the list."""

    article: str
    part: str
    label: str
    why: str
    stages: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseHelp:
    """What fits a page by its name, and the overview by the stage at which a case stands."""

    links: tuple[ReadAbout, ...]
    by_page: Mapping[str, ReadAbout]
    by_stage: Mapping[str, ReadAbout]

    def fitting(self, page: str, stage: str = "") -> ReadAbout | None:
        """Give what fits a page; one that has none of its own has that of the stage."""
        return self.by_page.get(page) or self.by_stage.get(stage)


def load_help(path: Path) -> Loaded[CaseHelp]:
    """Read and check `<content>/help/<slug>/<version>/help.yaml`. Never raises."""
    return load(path, "case-help", _help, _check)


def _help(data: Any) -> CaseHelp:
    links = tuple(
        ReadAbout(**{**one, "stages": tuple(one.get("stages", ())), "pages": tuple(one.get("pages", ()))})
        for one in data["links"]
    )
    return CaseHelp(
        links,
        MappingProxyType({page: one for one in links for page in one.pages}),
        MappingProxyType({stage: one for one in links for stage in one.stages}),
    )


def _check(found: CaseHelp, document: Document) -> Iterator[Finding]:
    yield from check_every_text(document, None)
    seen: set[tuple[str, str]] = set()
    for place, one in enumerate(found.links):
        named = [*(("stage", name) for name in one.stages), *(("page", name) for name in one.pages)]
        for name in named:
            if name in seen:
                message = f"'{name[1]}' staat er twee keer. Een bladzijde heeft één artikel."
                mend = "Laat een van de twee weg."
                yield Finding("twice", message, mend, document.file, document.at(("links", place)))
            seen.add(name)
