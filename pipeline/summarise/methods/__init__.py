"""How sentences are ranked: one module a method, or a family of them.

Takes the counts of words that ``summarise/material.py`` makes; gives a rating a sentence.
Open ``table.py`` first: it has them by name.
"""
