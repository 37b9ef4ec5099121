"""Office documents, PDF and EPUB: read in a process of their own, within limits (``core/processes``).

Takes the bytes of a file; gives its title, headings, paragraphs, lists, cells and notes, and its metadata.
Open ``readers.py`` first; ``found.py`` is what crosses from the process, a module a format does the reading.
"""
