"""Moral deliberation: methods and dilemmas as data, to read, to choose and to use on paper."""
