"""Every change to people, organisations and roles; each decides by a rule first and leaves a trace."""
