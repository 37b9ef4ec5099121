"""Other words in a source's layout: what stands between segments as it stood, markup around the right words.

Takes a document and translations of its segments; gives text in the form of the source.
Open ``document_text.py`` first; ``segments.py`` writes a translation with the marks that ``marks.py`` finds.
"""
