"""Runs that are killed, and what the same command makes of what they leave."""
