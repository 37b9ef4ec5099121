"""Translations in the formats of their sources: Word documents, pages, subtitles ...

Takes a source's bytes and its blocks in another language; gives the bytes of a file of the same format.
Open ``keep.py`` first: it finds the ``Rewriter`` of a format (``core/ports/sources.py``), and asks it.
"""
