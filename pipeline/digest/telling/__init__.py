"""Telling a story in sentences of its reports, each thing once, in the best words.

Takes a story's reports, as ``quotes.py`` reads them; gives the segments to quote.
Open ``tell.py`` first.
"""
