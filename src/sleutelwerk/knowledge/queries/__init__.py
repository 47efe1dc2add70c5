"""Looks things up in the kennisbank, for whoever asks."""
