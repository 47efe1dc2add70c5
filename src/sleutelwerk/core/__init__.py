"""Small types that every room may use; no Django."""
