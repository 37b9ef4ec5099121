"""Markdown with exact places: which code points of a source are words, and which are markup.

markdown-it parses; ``syntax`` notes where each block's lines stand, ``trace`` each step of its inline parser,
``pieces`` turns the steps into words and markup, and ``escape`` writes words so that they stay words. Nothing
here guesses at Markdown with patterns of its own.
"""
