"""Papers of a case file: plain data for the typst templates here, and PDF out."""
