"""Reads the words of a PDF as a screen reader would: in the order of its text, by the file's own character maps."""

from __future__ import annotations

import shutil
import subprocess


def text_of(raw: bytes) -> str:
    """Give the text of a document, with its lines and pages as they are."""
    reader = shutil.which("pdftotext")
    assert reader, "./run test installs it, or says how"
    made = subprocess.run([reader, "-raw", "-", "-"], input=raw, capture_output=True, check=True)
    return made.stdout.decode()
