"""Plain Python behind accounts: talking to an organisation's own sign-in provider."""
