"""Writes a release's bill of materials (CycloneDX): every locked Python package and every npm package copied."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def npm_component(path: str, found: dict[str, Any]) -> dict[str, Any]:
    """Describe one npm package as CycloneDX does."""
    name = path.removeprefix("node_modules/")
    return {
        "type": "library",
        "name": name,
        "version": found["version"],
        "purl": f"pkg:npm/{name.replace('@', '%40')}@{found['version']}",
        "bom-ref": f"npm:{name}@{found['version']}",
        "licenses": [{"license": {"id": found["license"]}}],
        "hashes": [{"alg": "SHA-512", "content": base64.b64decode(found["integrity"].partition("-")[2]).hex()}],
    }


def main(target: str) -> None:
    """Write the bill to a file."""
    lock = str(ROOT / "requirements" / "runtime.txt")
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", "--pyproject", str(ROOT / "pyproject.toml")]
    made = subprocess.run([*command, "--output-reproducible", lock], check=True, capture_output=True, text=True)
    bill = json.loads(made.stdout)
    packages = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    bill["components"] += [npm_component(path, found) for path, found in packages.items() if path]
    Path(target).write_text(json.dumps(bill, indent=2) + "\n", encoding="utf-8")
    print(f"SBOM: {len(bill['components'])} components in {target}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "sbom.cdx.json")
