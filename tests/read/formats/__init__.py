"""The source formats."""
