"""Looks up what every page may show of what the site keeps, without knowing the rooms above."""
