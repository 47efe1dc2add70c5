"""Looks up people, organisations and what waits for them; every look-up takes the one who asks."""
