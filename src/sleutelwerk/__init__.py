"""Sleutelwerk: careful collaboration with key figures (sleutelfiguren) from closed communities."""

__version__ = "0.4.0"
#: The day of this release; security.txt ends a year after it.
__released__ = "2026-11-27"
