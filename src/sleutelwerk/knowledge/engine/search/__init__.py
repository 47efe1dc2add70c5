"""Search as plain Python: words, what they stand for, weights, ranking, passages, and how well it does."""
