"""The tables of case files over time."""
