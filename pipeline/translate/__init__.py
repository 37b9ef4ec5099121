"""Segments to translated segments: by memory, by people, by one engine or several in a row.

Takes requests (segments, and the language wanted); gives renderings with routes and verdicts.
Open ``service.py`` first, then ``translator.py``.
"""
