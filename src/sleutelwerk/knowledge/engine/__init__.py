"""Articles, search, marks and files as plain Python."""
