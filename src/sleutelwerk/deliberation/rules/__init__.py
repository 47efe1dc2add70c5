"""Who may do what with a deliberation: pure decisions, each with its reason."""
