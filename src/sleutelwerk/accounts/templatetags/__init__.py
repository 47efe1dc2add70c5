"""Template tags about the one who is signed in."""
