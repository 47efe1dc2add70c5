"""What people fill in about a case file; every free text passes the guard."""
