"""What people fill in in the kennisbank."""
