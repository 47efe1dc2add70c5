"""A small map in a content folder of its own, so that tests of the command line do not depend on the shipped texts."""

from __future__ import annotations

from pathlib import Path

ROUTE = """\
schema: sleutelwerk/route-map/1
slug: klein
version: 1
title: Kleine kaart
summary: Een kleine kaart om mee te proberen.
summary_en: A small map to try things with.
label: Verzonnen voor een test.
checked: 2026-01-01
profile_set: {slug: sleutelwerk, version: 1}
bibliography: {slug: sleutelwerk, version: 1}
start: doel
sections:
  - {id: opdracht, title: De opdracht, part: assignment}
  - {id: persoon, title: Deze persoon, part: person}
facts:
  - {id: stil, text: Het blijft stil., limit: vertaler}
signals:
  - {id: haast, title: Haast, question: Mogen wij nu al beginnen?}
questions:
  - id: doel
    section: opdracht
    short: Doel
    text: Is het doel helder?
    why: Zonder doel loopt het mis.
    sources: [eigen-oordeel]
    options:
      - {id: ja, text: Ja, because: Het doel is helder., to: kern}
      - {id: bijna, text: Bijna, because: Het doel is bijna helder., first: eerst-doel, signals: [haast], to: kern}
      - {id: nee, text: Nee, because: Er is geen doel., to: stop-hier}
  - id: kern
    section: opdracht
    short: Kern
    text: Wat hebt u nodig?
    why: Dat bepaalt het profiel.
    sources: [eigen-oordeel]
    options:
      - {id: begrip, text: Begrip, because: U wilt elkaar begrijpen., set: [stil], to: zoek-vertaler}
      - {id: contact, text: Contact, because: U wilt contact., to: zoek-verbinder}
  - id: verteld
    section: persoon
    short: Verteld
    text: Weet hij wat u vraagt?
    why: Hij gaat voor.
    about_person: true
    sources: [eigen-oordeel]
    options:
      - {id: ja, text: Ja zeker, because: Hij weet het., to: geen-rol}
      - {id: nee, text: Nog niet, because: Hij weet het niet., to: stop-vertel}
outcomes:
  - {id: zoek-vertaler, kind: profile, profile: vertaler, title: U zoekt een vertaler, summary: Een vertaler past.,
     steps: [Lees het profiel.], continue_with: verteld}
  - {id: zoek-verbinder, kind: profile, profile: verbinder, title: U zoekt een verbinder, summary: Een verbinder past.,
     steps: [Lees het profiel.], continue_with: verteld}
  - {id: eerst-doel, kind: first, title: Maak het doel af, summary: Schrijf het op., steps: [Schrijf het op.],
     sources: [eigen-oordeel]}
  - {id: stop-hier, kind: stop, title: Stop hier, summary: Zonder doel niet., change_in_reality: [Er is een doel.],
     turn_to: [{name: Uw leiding, reason: Die beslist.}], sources: [eigen-oordeel]}
  - {id: stop-vertel, kind: stop, title: Vertel het hem, summary: Eerst praten., change_in_reality: [Hij weet het.],
     turn_to: [{name: Hemzelf, reason: Hij gaat voor.}], sources: [eigen-oordeel]}
  - {id: geen-rol, kind: none, title: Geen rol, summary: Dit is maar een test., change_in_reality: [Een echte kaart.],
     sources: [eigen-oordeel]}
"""

EXAMPLES = """\
schema: sleutelwerk/route-map-examples/1
examples:
  - {name: Zonder doel, answers: [{doel: nee}], ends_in: stop-hier}
  - {name: Te stil, answers: [{doel: bijna}, {kern: begrip}, {verteld: nee}], ends_in: stop-vertel, first: [eerst-doel]}
  - {name: Met hem, answers: [{doel: ja}, {kern: contact}, {verteld: ja}], ends_in: geen-rol}
  - {name: Een vertaler, answers: [{doel: ja}, {kern: begrip}], ends_in: zoek-vertaler}
  - {name: Een verbinder, answers: [{doel: ja}, {kern: contact}], ends_in: zoek-verbinder}
"""


def write_map(root: Path, *changes: tuple[str, str], version: int = 1) -> Path:
    """Write the map below a content folder, with these replacements in it, and give its file."""
    folder = root / "route_maps" / "klein" / str(version)
    folder.mkdir(parents=True)
    text = ROUTE.replace("version: 1\ntitle", f"version: {version}\ntitle")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    (folder / "route.yaml").write_text(text, "utf-8")
    (folder / "examples.yaml").write_text(EXAMPLES, "utf-8")
    return folder / "route.yaml"
