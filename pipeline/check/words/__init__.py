"""Checks of single words that engines of rules are known to spoil: names, and words without a blank between.

Takes a segment and its translation; gives a verdict.
Open ``names.py`` first; ``name_lists.py`` has the names that it goes by.
"""
