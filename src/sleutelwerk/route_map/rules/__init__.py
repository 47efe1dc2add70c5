"""Decisions about a visitor's answers: where they lead, and how they travel in a sealed cookie; no Django."""
