"""Checks of translations: whether an engine's answer is a translation of the source, one module a check.

Takes a segment and its translation (``case.py``); gives a verdict a check: pass, warn or fail.
Open ``checker.py`` first: it has the checks by name.
"""
