"""Plain Python: model, load, check, walk, explain, draw and compare route maps; no Django, no database."""
