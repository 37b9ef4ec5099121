"""The reader: a run's folder as HTML pages, made of what is written there and of nothing else.

Takes a run's folder; gives pages, as files in it or on a port of this machine.
Open ``pages.py`` first, then ``document_page.py``; ``files.py`` writes them, ``server.py`` serves them.
"""
