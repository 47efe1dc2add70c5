"""What people fill in: a question to look over, and the preparation of a deliberation."""
