"""Look-ups: methods and dilemmas in words, and the deliberations that somebody may see."""
