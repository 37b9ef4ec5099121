"""Text as such, of any language.

Takes strings; gives them normalised, with a word on what was taken out.
Open ``normalise.py``.
"""
