"""Runs that somebody has changed, and runs that nobody has."""
