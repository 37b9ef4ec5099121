"""Sentence splitting: a document is cut into sentences, with the exact place of each.

Takes a ``Document`` and a language a block; gives ``Segment``s whose spans are those of its text.
Open ``splitter.py`` first; ``rules.py`` decides about each candidate, ``speakers.py`` finds who spoke.
"""
