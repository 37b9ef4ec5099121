"""The reader: HTML pages of a run's folder, made only from what is written there.

Takes a run's folder; gives pages, as files in it or on a port of this machine.
Open ``pages.py`` first, then ``document_page.py``; ``files.py`` writes them, ``server.py`` serves them.
"""
