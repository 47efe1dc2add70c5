"""How the tables of deliberation came about."""
