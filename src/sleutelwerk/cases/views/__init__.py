"""The pages of case files: each asks one action or query and shows what comes of it."""
