"""Promises as data: what they are, and how a file of them is read and checked."""
