"""The append-only record of who did and saw what, which outsiders can verify."""
