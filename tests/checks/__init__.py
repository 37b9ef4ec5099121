"""Checks on translated segments."""
