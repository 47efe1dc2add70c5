"""Plain Python: profiles as data, inheritance and comparison; no Django, no database."""
