"""Plain Python: methods and dilemmas as data, their checks, the question test, and fitting the time."""
