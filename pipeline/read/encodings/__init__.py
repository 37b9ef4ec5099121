"""Encodings of sources: which one bytes are in, and what to do where some of them are not valid.

Takes bytes; gives candidates with how likely they are, and repaired text.
Open ``../encoding.py`` first, which decides; ``guess.py`` weighs, ``utf8.py`` repairs.
"""
