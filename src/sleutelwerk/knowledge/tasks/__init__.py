"""What the kennisbank does by itself."""
