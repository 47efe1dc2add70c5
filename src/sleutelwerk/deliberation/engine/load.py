"""Reading methods and dilemmas: frozen data when a file is right, and always everything that was found."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sleutelwerk.core.canonical import content_hash
from sleutelwerk.core.findings import Finding, has_errors
from sleutelwerk.core.schema import check_schema
from sleutelwerk.core.yaml_source import Document, read_yaml
from sleutelwerk.deliberation.engine.check_dilemmas import Known, check_dilemmas
from sleutelwerk.deliberation.engine.check_methods import check_method
from sleutelwerk.deliberation.engine.model import (
    Credit,
    Dilemma,
    DilemmaSet,
    Field,
    FieldKind,
    Goal,
    Limit,
    Meaning,
    Method,
    Phase,
    Sheet,
    Side,
    Starter,
    Step,
    Visibility,
    Writer,
)
from sleutelwerk.deliberation.engine.places import with_gaps


@dataclass(frozen=True, slots=True)
class LoadedMethod:
    """A method, or None when its file has errors, with what was found."""

    method: Method | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class LoadedDilemmas:
    """The dilemmas, or None when their file has errors, with what was found."""

    dilemmas: DilemmaSet | None
    findings: tuple[Finding, ...]


def load_method(path: Path) -> LoadedMethod:
    """Read and check `<content>/deliberation_methods/<slug>/<version>/method.yaml`. Never raises."""
    document, found = _read(path, "deliberation-method")
    if has_errors(found):
        return LoadedMethod(None, tuple(found))
    method = method_from_data(document.data)
    found += check_method(method, document)
    return LoadedMethod(None if has_errors(found) else method, tuple(found))


def load_dilemmas(path: Path, known: Known) -> LoadedDilemmas:
    """Read and check `<content>/dilemmas/<slug>/<version>/dilemmas.yaml`. Never raises."""
    document, found = _read(path, "dilemmas")
    if has_errors(found):
        return LoadedDilemmas(None, tuple(found))
    dilemmas = dilemmas_from_data(document.data)
    found += check_dilemmas(dilemmas, document, known)
    return LoadedDilemmas(None if has_errors(found) else dilemmas, tuple(found))


def _read(path: Path, schema: str) -> tuple[Document, list[Finding]]:
    document = read_yaml(path)
    found = list(document.findings)
    if not has_errors(found):
        found += check_schema(document, schema)
    if not has_errors(found):
        found += _misplaced(path, document)
    return document, found


def _misplaced(path: Path, document: Document) -> list[Finding]:
    data: Any = document.data
    folder = path.resolve().parent
    expected = {"slug": folder.parent.name, "version": folder.name}
    return [
        Finding(
            "wrong-place",
            f"Hier staat {key} '{data[key]}', maar de map heet '{name}'.",
            "Maak ze gelijk.",
            document.file,
            document.at((key,)),
        )
        for key, name in expected.items()
        if str(data[key]) != name
    ]


_PLAIN = ("slug", "version", "title", "tagline", "summary", "summary_en", "checked", "outcome", "choose_when",
          "choose_not_when")  # fmt: skip


def method_from_data(data: Any) -> Method:
    """Make a method of plain data that follows the schema."""
    plain: dict[str, Any] = {name: data[name] for name in _PLAIN}
    return Method(
        **plain,
        phases=tuple(Phase(one) for one in data["phases"]),
        goals=tuple(Goal(one) for one in data["goals"]),
        people=(data["people"]["from"], data["people"]["to"]),
        prepare=tuple(data["prepare"]),
        rules=tuple(data["rules"]),
        noted=tuple(data["noted"]),
        not_noted=tuple(data["not_noted"]),
        credits=tuple(Credit(**one) for one in data["credits"]),
        steps=tuple(_step(one) for one in data["steps"]),
        addon=data.get("addon", False),
        content_hash=content_hash(data),
    )


def _step(data: Any) -> Step:
    more = {name: data[name] for name in ("shorten", "skip", "screens_down", "empty_chair") if name in data}
    return Step(
        id=data["id"],
        title=data["title"],
        purpose=data["purpose"],
        minutes=data["minutes"],
        shortest=data["shortest"],
        say=tuple(with_gaps(line) for line in data["say"]),
        script=tuple(data["say"]),
        ask=tuple(data["ask"]),
        watch=tuple(data.get("watch", ())),
        fields=tuple(_field(one) for one in data.get("fields", ())),
        sheet=_sheet(data["sheet"]),
        **more,
    )


def _field(data: Any) -> Field:
    return Field(
        data["id"],
        data["label"],
        FieldKind(data["kind"]),
        Writer(data["who"]),
        Visibility(data["visibility"]),
        data.get("limit", 0),
        data.get("most", 1),
        tuple(data.get("options", ())),
        data.get("row", ""),
        Meaning(data["means"]) if "means" in data else None,
    )


def _sheet(data: Any) -> Sheet:
    return Sheet(
        data.get("top", ""),
        tuple(data.get("columns", ())),
        tuple(data.get("rows", ())),
        data.get("blank_rows", 0),
        data.get("note", ""),
    )


def dilemmas_from_data(data: Any) -> DilemmaSet:
    """Make a set of dilemmas of plain data that follows the schema."""
    return DilemmaSet(
        **{name: data[name] for name in ("slug", "version", "title", "summary", "summary_en", "checked")},
        limits=tuple(Limit(**one) for one in data["limits"]),
        starters=tuple(Starter(**{**one, "better": tuple(one["better"])}) for one in data["questions"]),
        dilemmas=tuple(_dilemma(one) for one in data["dilemmas"]),
        content_hash=content_hash(data),
    )


def _dilemma(data: Any) -> Dilemma:
    typed = {
        "phase": Phase(data["phase"]),
        "a": Side(**data["a"]),
        "b": Side(**data["b"]),
        "chair": tuple(data["chair"]),
    }
    return Dilemma(**{**data, **typed})
