"""Style sheets and pictures: complete, from here only, and with colours that can be read."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.contrib.staticfiles import finders

import sleutelwerk

PACKAGE = Path(sleutelwerk.__file__).parent
STYLES = sorted(path for path in PACKAGE.glob("*/static/**/*.css") if "vendor" not in path.parts)
VENDOR = sorted((PACKAGE / "ui/static/ui/vendor").glob("*.css"))
PICTURES = sorted(PACKAGE.glob("*/static/**/*.svg")) + sorted(PACKAGE.glob("*/templates/**/*.svg"))
MAX_LINES = 400


def addresses(css: str) -> list[str]:
    """Give everything that a style sheet would fetch."""
    return re.findall(r"url\(\s*[\"']?([^\"')]+)", css) + re.findall(r"@import\s+[\"']([^\"']+)", css)


def static_name(path: Path, address: str) -> str:
    """Give the name under which static files know what stands at an address in a style sheet."""
    folder = path.parent.relative_to(next(parent for parent in path.parents if parent.name == "static"))
    return posixpath.normpath((folder / address).as_posix())


def test_there_is_something_to_check() -> None:
    assert {path.name for path in STYLES} >= {"theme.css", "base.css", "components.css", "tables.css", "print.css"}
    assert {path.name for path in VENDOR} == {"tokens.css", "components.css"}
    assert len(PICTURES) > 30


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_style_sheet_fetches_only_files_that_lie_beside_it(path: Path) -> None:
    for address in addresses(path.read_text(encoding="utf-8")):
        assert not re.match(r"[a-z]+:|//", address), address
        assert finders.find(static_name(path, address)), address


@pytest.mark.parametrize("path", VENDOR, ids=lambda path: path.name)
def test_the_copied_style_sheets_fetch_nothing(path: Path) -> None:
    """Pictures written into the style sheet itself are no request; our policy blocks them, and we use none."""
    assert [address for address in addresses(path.read_text(encoding="utf-8")) if not address.startswith("data:")] == []


def test_a_planted_outside_address_is_seen() -> None:
    assert addresses('a{background:url("https://x.example/a.png")}') == ["https://x.example/a.png"]


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_style_sheet_stays_readable(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_a_picture_is_well_formed_and_holds_no_script_or_style(path: Path) -> None:
    root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314  our own files
    for element in root.iter():
        assert element.tag.rsplit("}", 1)[-1] not in {"script", "style", "image", "foreignObject"}
        assert not {name for name in element.attrib if name == "style" or name.startswith("on")}


def theme() -> dict[str, str]:
    """Read the colours of our theme: `name` or `profile/name`."""
    css = (PACKAGE / "ui/static/ui/theme.css").read_text(encoding="utf-8")
    colours: dict[str, str] = {}
    for selector, body in re.findall(r"\.([\w-]+) \{([^}]*)\}", css):
        prefix = selector.removeprefix("sw-profile--") + "/" if selector.startswith("sw-profile--") else ""
        for name, value in re.findall(r"--([\w-]+): (#[0-9a-f]{3,6}|var\(--[\w-]+\));", body):
            colours[prefix + name] = value
    return {name: resolved(value, colours) for name, value in colours.items()}


def resolved(value: str, colours: dict[str, str]) -> str:
    """Follow one name to another until a colour is found; what is no colour stays as it is."""
    while value.startswith("var("):
        value = colours.get(value.removeprefix("var(--").removesuffix(")"), "")
    return value


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    digits = colour.removeprefix("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio as WCAG defines it."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_our_own_names_follow_those_of_nl_design_system() -> None:
    """So that an organisation's own token file recolours everything, not only the NLDS components."""
    colours = theme()
    assert (
        colours["sw-petrol"]
        == colours["basis-color-accent-1-color-default"]
        == colours["basis-color-action-2-color-default"]
    )
    assert colours["sw-petrol-dark"] == colours["basis-heading-color"] == colours["basis-focus-outline-color"]


TEXT_PAIRS = [
    ("sw-ink", "sw-paper"),
    ("sw-ink-soft", "sw-paper"),
    ("sw-ink-soft", "sw-sand"),
    ("sw-ink-soft", "sw-petrol-soft"),
    ("sw-petrol", "sw-paper"),
    ("sw-petrol", "sw-sand"),
    ("sw-terracotta", "sw-paper"),
    ("sw-surface", "sw-petrol"),
    ("sw-surface", "sw-petrol-dark"),
    ("sw-surface", "sw-terracotta"),
    ("sw-stop", "sw-surface"),
    *[
        (f"{profile}/sw-profile-dark", f"{profile}/sw-profile-soft")
        for profile in ("vertaler", "verbinder", "waarnemer", "ambassadeur", "basis")
    ],
]


@pytest.mark.parametrize(("front", "back"), TEXT_PAIRS)
def test_text_can_be_read_on_its_ground(front: str, back: str) -> None:
    colours = theme()
    assert contrast(colours[front], colours[back]) >= 4.5


@pytest.mark.parametrize("profile", ["vertaler", "verbinder", "waarnemer", "ambassadeur", "basis"])
def test_the_icon_of_a_profile_stands_out_on_its_emblem(profile: str) -> None:
    assert contrast("#fff", theme()[f"{profile}/sw-profile"]) >= 3
