"""Whether what came back from an engine is a translation: one module a check.

Takes a segment and its translation (``case.py``); gives a verdict a check: pass, warn or fail.
Open ``checker.py`` first: it has the checks by name.
"""
