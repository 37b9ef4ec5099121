"""Routes: the best chain of hops, one or several, from one language to another.

Takes hops of engines and their quality; gives a ``Route``, or a ``RouteError`` that names what is missing.
Open ``finder.py``.
"""
