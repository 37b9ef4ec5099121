"""Translated feeds of sources: one Atom feed for each outlet and language, an entry a document.

Takes a run's folder with its digest; gives feeds that are added to and keep their ids.
Open ``deliverer.py`` first; ``documents.py`` has what an entry says.
"""
