"""Builds the wheel, installs it in an empty environment and walks the route map from there to a profile."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: What an installation without npm and without this repository cannot do without.
NEEDED = (
    "sleutelwerk/ui/static/ui/vendor/components.css",
    "sleutelwerk/ui/static/ui/vendor/LICENCES.txt",
    "sleutelwerk/content/route_maps/sleutelfiguren/1/route.yaml",
    "sleutelwerk/ui/templates/ui/base.html",
)


def build(folder: Path) -> Path:
    """Make the wheel and look inside."""
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--wheel-dir", str(folder), str(ROOT)], check=True)
    (wheel,) = folder.glob("*.whl")
    missing = set(NEEDED) - set(zipfile.ZipFile(wheel).namelist())
    if missing:
        raise SystemExit(f"the wheel misses {', '.join(sorted(missing))}")
    return wheel


def install(wheel: Path, folder: Path) -> Path:
    """Install the wheel with its locked dependencies, and give the new Python."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / "requirements" / "runtime.txt")], check=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True)
    subprocess.run([str(python), "-m", "pip", "check"], check=True)
    return python


def walk(python: Path, folder: Path) -> None:
    """Start the installed site somewhere else than here, and walk it."""
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("SLEUTELWERK_", "DJANGO_", "PYTHON"))
    }
    command = [str(python.with_name("sleutelwerk")), "start", "--port", "0", "--data", str(folder / "data")]
    with subprocess.Popen(command, cwd=folder, env=clean, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        address = next((word for word in line.split() if word.startswith("http://")), "")
        try:
            subprocess.run(
                [str(python), str(ROOT / ".ci" / "wheel_walk.py"), address], cwd=folder, env=clean, check=True
            )
        finally:
            server.terminate()


def main() -> None:
    """Build, install, walk."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wheel = build(folder / "dist")
        python = install(wheel, folder / "venv")
        walk(python, folder)
        print(f"Wheel {wheel.name}: built, installed and walked in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
