"""HTML that is safe whatever the text in it: what pages of digests and of the site have in common.

Takes text; gives markup in which nothing of that text acts.
Open ``page.py``.
"""
