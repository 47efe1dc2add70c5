"""What the site does by itself at set times, once, however many processes there are."""
