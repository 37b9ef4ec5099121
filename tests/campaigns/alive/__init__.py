"""Apertium's programs alive between documents, and programs started for each."""
