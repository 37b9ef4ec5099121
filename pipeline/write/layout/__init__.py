"""Puts translations into the source's layout: the text between segments is kept, markup finds its words.

Takes a document and translations of its segments; gives text in the form of the source.
Open ``document_text.py`` first; ``segments.py`` writes a translation with the marks that ``marks.py`` finds.
"""
