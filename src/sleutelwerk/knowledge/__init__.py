"""The kennisbank: articles for everybody, and documents for involved professionals who asked for them."""
