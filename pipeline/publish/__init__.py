"""Output of a run for people: pages.

Takes a run's folder and nothing else; gives files or answers to a browser.
Open ``site/__init__.py``.
"""
