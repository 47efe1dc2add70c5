"""Looks up what the front door and the overview show."""
