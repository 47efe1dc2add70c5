"""Carries the live sessions to every phone and screen: streams down, whatever they carry."""
