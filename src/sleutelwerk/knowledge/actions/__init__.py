"""Every change in the kennisbank."""
