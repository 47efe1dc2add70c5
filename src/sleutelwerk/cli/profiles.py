"""The `sleutelwerk profiles` commands: check a set of function profiles, and show what holds in one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

from sleutelwerk.cli.complaint import Complaint
from sleutelwerk.cli.output import (
    ExitCode,
    Guarded,
    Refused,
    exit_code,
    finding_data,
    json_option,
    leave,
    near,
    paint,
    say,
    show_findings,
    wants_json,
    working,
    write_json,
)
from sleutelwerk.core.findings import Severity
from sleutelwerk.function_profiles.engine.inherit import Profile, profile, steps
from sleutelwerk.function_profiles.engine.load import LoadedProfiles, load_profiles
from sleutelwerk.function_profiles.engine.model import Kind, ProfileSet
from sleutelwerk.publishing.content import NoSuchContent, content_roots, folder_of, shipped_root, versions_of

KIND = "function_profiles"

_NAMED = re.compile(r"([a-z][a-z0-9-]*)(?:/([1-9][0-9]{0,3}))?")
#: Findings that mean that set.yaml itself could not be read.
_UNREADABLE = frozenset({"no-file", "too-big", "bad-utf8", "bad-character", "syntax", "empty", "too-many"})

TITLES = {
    Kind.CHARACTERISTICS: "Kenmerken",
    Kind.TASKS: "Wat hij doet",
    Kind.NEVER: "Wat hij nooit doet",
    Kind.PRECONDITIONS: "Wat hij meebrengt: voorwaarden",
    Kind.COMPETENCES: "Wat hij meebrengt: wat hij kan",
    Kind.ARRANGEMENTS: "Wat u regelt",
    Kind.AGREEMENTS: "Wat u samen afspreekt",
    Kind.RISKS: "Risico's",
    Kind.REWARDS: "Beloning",
    Kind.FITS_WHEN: "Past wel",
    Kind.FITS_NOT_WHEN: "Past niet",
    Kind.EXPECT: "Wat u mag verwachten",
    Kind.START: "Zo begint u",
}


@click.group(cls=Guarded, subcommand_metavar="OPDRACHT …", options_metavar="[OPTIES]")
def profiles() -> None:
    """Een set functieprofielen nakijken en lezen.

    SET is een map <slug>/<versie> met set.yaml, dat bestand zelf, of een naam als sleutelwerk/1.
    Zonder SET gaat het om de profielen die Sleutelwerk meelevert.
    """


@profiles.command(options_metavar="[OPTIES]", short_help="Kijk een set helemaal na.")
@click.argument("target", required=False, metavar="[SET]")
@click.option("--strict", is_flag=True, help="Laat ook ‘let op’ meetellen als bevinding.")
@json_option
def check(target: str | None, *, strict: bool) -> None:
    """Kijk een set functieprofielen helemaal na.

    Meldt alles tegelijk, met bestand, regel, kolom en wat u eraan doet.
    Eindigt met 0 (goed; tips mogen), 1 (bevindingen) of 2 (niet te lezen).
    """
    folder = find_set(target)
    loaded = _load(folder)
    code = ExitCode.UNREADABLE if _unreadable(loaded, folder) else exit_code(loaded.findings, strict=strict)
    if wants_json():
        write_json("profiles-check/1", _check_data(folder, loaded, code))
    else:
        show_findings(loaded.findings)
        _show_verdict(folder, loaded, code)
    leave(code)


@profiles.command(options_metavar="[OPTIES]", short_help="Toon wat er in een profiel geldt.")
@click.argument("name", required=False, metavar="[PROFIEL]")
@click.option("--set", "target", metavar="SET", help="Een andere set dan die Sleutelwerk meelevert.")
@click.option("--own", is_flag=True, help="Toon alleen wat het profiel zelf toevoegt.")
@json_option
def show(name: str | None, target: str | None, *, own: bool) -> None:
    """Toon alles wat in een profiel geldt, met de laag die het meebrengt. Zonder PROFIEL: de trap in het kort."""
    folder = find_set(target)
    loaded = _load(folder)
    if loaded.profiles is None:
        code = ExitCode.UNREADABLE if _unreadable(loaded, folder) else ExitCode.FINDINGS
        raise Refused(loaded.findings, code)
    if name is None:
        _show_staircase(loaded.profiles)
    else:
        _show_profile(loaded.profiles, name, own=own)


def find_set(target: str | None) -> Path:
    """Find the folder of the set that is meant. Raises Complaint when there is none."""
    if target is None:
        names = sorted(folder.name for folder in (shipped_root() / KIND).iterdir() if folder.is_dir())
        return _named(names[0], None)
    path = Path(target)
    if path.name == "set.yaml":
        return path.parent
    named = _NAMED.fullmatch(target)
    if named and not path.exists():
        slug, version = named.groups()
        return _named(slug, int(version) if version else None)
    return path


def _named(slug: str, version: int | None) -> Path:
    found = versions_of(content_roots(), KIND, slug)
    if not found:
        raise Complaint(f"Er is geen map en geen set profielen met de naam '{slug}'.")
    try:
        return folder_of(content_roots(), KIND, slug, version or found[-1])
    except NoSuchContent:
        raise Complaint(f"De set '{slug}' versie {version} is er niet.") from None


def _load(folder: Path) -> LoadedProfiles:
    with working(f"{near(str(folder))} wordt nagekeken"):
        return load_profiles(folder)


def _unreadable(loaded: LoadedProfiles, folder: Path) -> bool:
    top = str(folder / "set.yaml")
    return any(finding.file == top and finding.code in _UNREADABLE for finding in loaded.findings)


def _show_verdict(folder: Path, loaded: LoadedProfiles, code: ExitCode) -> None:
    if loaded.findings:
        say()
    if loaded.profiles is not None:
        found = loaded.profiles
        say(paint(f"{found.title}, versie {found.version}", bold=True), f"  ({near(str(folder))})")
    if code is ExitCode.UNREADABLE:
        say(paint("Deze set is niet te lezen.", fg="red"))
        return
    severities = [finding.severity for finding in loaded.findings]
    counts = ", ".join(f"{severities.count(one)} x {one}" for one in Severity if one in severities)
    if Severity.ERROR in severities:
        say(paint(f"Nog niet goed: {counts}.", fg="red"))
        return
    say(paint(f"Goed: geen fouten{f' (wel {counts})' if counts else ''}.", fg="green"))
    if loaded.profiles is not None:
        _show_sizes(loaded.profiles)


def _show_sizes(found: ProfileSet) -> None:
    say()
    for layer in found.layers:
        own = len(layer.items)
        dropped = f", laat er {len(layer.drops)} vervallen" if layer.drops else ""
        say(f"  {layer.title:<14}{own:>4} punten{dropped}")


def _check_data(folder: Path, loaded: LoadedProfiles, code: ExitCode) -> dict[str, Any]:
    return {
        "folder": near(str(folder)),
        "exit_code": int(code),
        "set": _set_data(loaded.profiles) if loaded.profiles else None,
        "findings": [finding_data(finding) for finding in loaded.findings],
    }


def _set_data(found: ProfileSet) -> dict[str, Any]:
    return {
        "slug": found.slug,
        "version": found.version,
        "title": found.title,
        "content_hash": found.content_hash,
        "layers": [{"id": layer.id, "title": layer.title, "items": len(layer.items)} for layer in found.layers],
    }


def _show_staircase(found: ProfileSet) -> None:
    if wants_json():
        write_json("profiles-show/1", {"set": _set_data(found)})
        return
    say(paint(f"{found.title}, versie {found.version}", bold=True))
    for layer in found.layers:
        say()
        say(paint(layer.title, bold=True), f"  ({layer.id})")
        say(f"  {layer.tagline}")


def _show_profile(found: ProfileSet, name: str, *, own: bool) -> None:
    names = [layer.id for layer in steps(found)]
    if name not in names:
        raise Complaint(f"Het profiel '{name}' is er niet. Kies uit: {', '.join(names)}.")
    one = profile(found, name)
    if wants_json():
        write_json("profiles-show/1", {"set": _set_data(found), "profile": _profile_data(one, own=own)})
        return
    say(paint(one.layer.title, bold=True), f"  ({one.layer.tagline})")
    say(_wrapped(one.layer.purpose))
    for kind in Kind:
        lines = [item for item in one.of(kind) if not own or item.layer == name]
        if lines:
            say()
            say(paint(TITLES[kind], bold=True))
        for item in lines:
            say(_wrapped(item.text), paint(f"  [{item.ref}]", dim=True))
    if one.dropped:
        say()
        say(paint("Wat niet meer geldt", bold=True))
    for drop in one.dropped:
        say(f"  {drop.item.text}", paint(f"  [{drop.item.ref}, vervalt vanaf {drop.by.id}]", dim=True))


def _wrapped(text: str) -> str:
    return click.wrap_text(text, width=100, initial_indent="  ", subsequent_indent="  ")


def _profile_data(one: Profile, *, own: bool) -> dict[str, Any]:
    items = [item for item in one.items if not own or item.layer == one.layer.id]
    return {
        "id": one.layer.id,
        "title": one.layer.title,
        "items": [
            {
                "ref": item.ref,
                "kind": item.kind.value,
                "layer": item.layer,
                "text": item.text,
                "explain": item.explain,
                "detail": item.detail,
                "sources": list(item.sources),
                "checked": item.checked,
                "needs": list(item.needs),
            }
            for item in items
        ],
        "dropped": [{"ref": drop.item.ref, "by": drop.by.id} for drop in one.dropped],
    }
