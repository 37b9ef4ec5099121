"""Output of a run for people: pages, and digests that are delivered.

Takes a run's folder; gives files, answers to a browser, and what is sent to others.
Open ``site/__init__.py`` for pages, ``deliver/__init__.py`` for deliveries.
"""
