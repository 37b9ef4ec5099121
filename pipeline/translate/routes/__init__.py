"""Which engine goes from which language to which, and what is the best way where none goes directly.

Takes what engines offer and how well; gives a ``Route``, or a ``RouteError`` that names what is missing.
Open ``finder.py``.
"""
