"""Versions, hashes and frozen copies of every kind of content, and where the files of it are."""
