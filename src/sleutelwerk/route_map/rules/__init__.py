"""Decisions about a visitor's answers: what they are, where they lead, and how they travel in a sealed cookie; no Django."""
