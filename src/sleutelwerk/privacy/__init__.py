"""Guards what people write and count: words that do not belong in a note, and numbers that would point at somebody."""
