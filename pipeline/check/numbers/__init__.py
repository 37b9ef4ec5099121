"""Numbers and sums of money: the same ones on both sides, however a language writes them.

Takes a segment and its translation; gives a verdict.
Open ``numbers.py`` first; ``figures.py`` reads what is written in digits, ``word_forms.py`` in words.
"""
