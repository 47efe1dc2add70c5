"""The tables of the vault over time."""
