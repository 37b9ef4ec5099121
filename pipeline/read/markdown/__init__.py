"""Markdown with exact positions: which code points of a source are words, and which are markup.

Takes Markdown; gives blocks and marks, and writes words so that they stay words (``escape.py``).
Open ``document.py`` first. markdown-it parses: nothing here guesses at Markdown with patterns of its own.
"""
