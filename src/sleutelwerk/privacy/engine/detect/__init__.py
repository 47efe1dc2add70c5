"""What has a form rather than a word: numbers, addresses, names; each detector takes its words from the list."""
