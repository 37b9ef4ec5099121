"""HTML that is safe whatever text it shows: the common base of the pages of digests and of the site.

Takes a template's name and what it shows; gives markup in which nothing of that text acts.
Open ``render.py``, then ``templates/page.html.j2``.
"""
