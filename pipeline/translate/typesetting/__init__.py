"""Writing of translations as their language is written: quotation marks, capitals, spaces.

In come an answer with its items and the source's sentence; out comes the answer with other signs between its
words, and what was changed. No word is replaced, and no item touched. Begin with ``typesetter.py``.
"""
