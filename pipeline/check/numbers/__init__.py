"""Checks that numbers and sums of money are the same on both sides, however a language writes them.

Takes a segment and its translation; gives a verdict.
Open ``numbers.py`` first; ``figures.py`` reads what is written in digits, ``spelled.py`` in words.
"""
