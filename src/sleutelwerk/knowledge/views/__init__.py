"""The pages of the kennisbank."""
