"""Decisions about the trail: what stands out in it, and what has to go."""
