"""Ranking of sentences: one module for each method or family of methods.

Takes the counts of words that ``summarise/material.py`` makes; gives a rating a sentence.
Open ``table.py`` first: it has them by name.
"""
