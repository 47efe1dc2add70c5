"""What happens to a PDF that somebody brings: looked through apart, cleaned, and shown to a virus scanner."""

from sleutelwerk.knowledge.engine.uploads.apart import clean_pdf, inspect_pdf
from sleutelwerk.knowledge.engine.uploads.clamd import (
    BadAddress,
    ClamdAddress,
    Clean,
    Found,
    Unavailable,
    read_address,
    scan,
)
from sleutelwerk.knowledge.engine.uploads.results import CleanUpload, Limits, Reason, Refusal, Removed, Upload

__all__ = [
    "BadAddress",
    "ClamdAddress",
    "Clean",
    "CleanUpload",
    "Found",
    "Limits",
    "Reason",
    "Refusal",
    "Removed",
    "Unavailable",
    "Upload",
    "clean_pdf",
    "inspect_pdf",
    "read_address",
    "scan",
]
