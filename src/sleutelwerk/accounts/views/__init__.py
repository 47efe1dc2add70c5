"""The pages about people: coming in, proving who you are, and looking after an organisation's accounts."""
