"""Composes the handreiking as plain data: parts, chapters and a small closed set of blocks."""
