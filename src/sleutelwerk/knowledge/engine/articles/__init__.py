"""Articles as data: front matter and Markdown, checked, and made into pages."""
