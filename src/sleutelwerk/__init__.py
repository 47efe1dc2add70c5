"""Sleutelwerk: careful collaboration with key figures (sleutelfiguren) from closed communities."""

__version__ = "0.1.0"
