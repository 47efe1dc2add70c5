"""Template tags of the function profiles."""
