"""Who may do what in the kennisbank."""
