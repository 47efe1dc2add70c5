"""Who works with the site: people, organisations and roles."""
