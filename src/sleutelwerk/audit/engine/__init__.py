"""How an entry is written, chained, sealed, exported and verified: plain Python, no database."""
