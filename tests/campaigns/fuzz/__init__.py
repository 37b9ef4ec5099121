"""Hostile input: random bytes through every place that reads what others wrote."""
