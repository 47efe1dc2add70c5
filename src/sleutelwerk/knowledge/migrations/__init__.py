"""How the tables of the kennisbank came about."""
