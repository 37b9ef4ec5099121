"""Text as such, of any language.

Takes strings; gives them normalised, with a list of what was removed.
Open ``normalise.py``.
"""
