"""Reads and checks the promises of the page 'Hoe wij met gegevens omgaan'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sleutelwerk.core.canonical import content_hash
from sleutelwerk.core.findings import Finding, has_errors
from sleutelwerk.core.nearest import did_you_mean
from sleutelwerk.core.schema import check_schema
from sleutelwerk.core.yaml_source import DataPath, Document, read_yaml


@dataclass(frozen=True, slots=True)
class Proof:
    """A test that fails when a promise is no longer kept: its node id, and what it does in plain Dutch."""

    test: str
    how: str


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise. `requirement` names the numbers of the requirements that it belongs to (N1 to N60)."""

    id: str
    group: str
    title: str
    text: str
    requirement: tuple[str, ...]
    proven_by: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Promises that stand together under one heading."""

    id: str
    title: str
    intro: str
    icon: str
    promises: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """Something that cannot be promised, and why."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Promises:
    """All that is promised, in the order of the page."""

    slug: str
    version: int
    title: str
    summary: str
    checked: str
    groups: tuple[Group, ...]
    limits: tuple[Limit, ...]
    content_hash: str = ""

    @property
    def proofs(self) -> int:
        """Count the different tests behind the promises."""
        return len({proof.test for promise in self.all for proof in promise.proven_by})

    @property
    def all(self) -> tuple[Promise, ...]:
        """Give every promise."""
        return tuple(promise for group in self.groups for promise in group.promises)

    def proven(self, requirement: str) -> bool:
        """Tell whether some promise with tests behind it belongs to a requirement (`N21`)."""
        return any(requirement in promise.requirement for promise in self.all)


@dataclass(frozen=True, slots=True)
class LoadedPromises:
    """Promises, or None when the file has errors, with what was found."""

    promises: Promises | None
    findings: tuple[Finding, ...]


def load_promises(path: Path) -> LoadedPromises:
    """Read and check `promises.yaml`."""
    document = read_yaml(path)
    found = check_promises(document)
    if has_errors(list(found)):
        return LoadedPromises(None, found)
    return LoadedPromises(promises_from_data(document.data), found)


def check_promises(document: Document) -> tuple[Finding, ...]:
    """Give everything that is wrong: the form, what stands there twice, and groups that are missing or empty."""
    if document.data is None:
        return document.findings
    found = [*document.findings, *check_schema(document, "promises")]
    return tuple(found) if has_errors(found) else (*found, *_meaning(document))


def _meaning(document: Document) -> Sequence[Finding]:
    data: Any = document.data
    groups = [group["id"] for group in data["groups"]]
    used = {promise["group"] for promise in data["promises"]}
    found = _twice(document, "groups") + _twice(document, "promises")
    for index, promise in enumerate(data["promises"]):
        if promise["group"] not in groups:
            mend = did_you_mean(promise["group"], groups) or "Noem een groep die hierboven staat."
            found.append(_at(document, ("promises", index, "group"), "unknown-group", "Deze groep bestaat niet.", mend))
    for index, group in enumerate(groups):
        if group not in used:
            mend = "Zet er een belofte in, of haal de groep weg."
            found.append(_at(document, ("groups", index, "id"), "empty-group", "Deze groep is leeg.", mend))
    return found


def _twice(document: Document, part: str) -> list[Finding]:
    data: Any = document.data
    seen: set[str] = set()
    found = []
    for index, one in enumerate(data[part]):
        if one["id"] in seen:
            message, mend = f"'{one['id']}' staat er twee keer in.", "Geef een van de twee een andere naam."
            found.append(_at(document, (part, index, "id"), "duplicate-id", message, mend))
        seen.add(one["id"])
    return found


def _at(document: Document, path: DataPath, code: str, message: str, mend: str) -> Finding:
    return Finding(code, message, mend, document.file, document.at(path))


def promises_from_data(data: Any) -> Promises:
    """Make promises of plain data that passed the checks."""
    promises = [
        Promise(
            one["id"], one["group"], one["title"], one["text"], tuple(one["requirement"]),
            tuple(Proof(**proof) for proof in one["proven_by"]),
        )
        for one in data["promises"]
    ]  # fmt: skip
    groups = tuple(
        Group(**group, promises=tuple(promise for promise in promises if promise.group == group["id"]))
        for group in data["groups"]
    )
    head = {name: data[name] for name in ("slug", "version", "title", "summary", "checked")}
    limits = tuple(Limit(**limit) for limit in data["limits"])
    return Promises(**head, groups=groups, limits=limits, content_hash=content_hash(data))
