"""Whole runs and commands, as users start them."""
