"""HTML that is safe whatever the text in it: what pages of digests and of the site have in common.

Takes a template's name and what it shows; gives markup in which nothing of that text acts.
Open ``render.py``, then ``templates/page.html.j2``.
"""
