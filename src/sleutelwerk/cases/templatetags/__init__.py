"""What the templates of case files need beside their data."""
