"""Watches: words, names, phrases and queries that a user wants to hear of first.

Takes the reports of a run and the watches that were asked for; gives the sentences that were found.
Open ``watch.py`` first, then ``index.py``, which finds all terms of all watches in one pass over a text.
"""
