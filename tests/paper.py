"""Reads PDFs as those do who cannot see them: words in the order of the text, and whether a file keeps to PDF/UA-1."""

from __future__ import annotations

import shutil
import subprocess

from page import ValidationProfile, validate_pdf_bytes


def text_of(raw: bytes) -> str:
    """Give the text of a document, with its lines and pages as they are."""
    reader = shutil.which("pdftotext")
    assert reader, "./run test installs it, or says how"
    made = subprocess.run([reader, "-raw", "-", "-"], input=raw, capture_output=True, check=True)
    return made.stdout.decode()


def breaches(raw: bytes) -> list[str]:
    """Give the rules of PDF/UA-1 that a document breaks, of the 104 that a machine can check (ISO 14289-1).

    The checker is not ours and shares nothing with what makes the documents.
    """
    report = validate_pdf_bytes(raw, profile=ValidationProfile.PDF_UA_1)
    assert report.rules.total >= 104
    return [str(one) for one in report.failures]
