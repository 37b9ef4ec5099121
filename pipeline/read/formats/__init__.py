"""The source formats: which there are, how each is told from its content, and how each is read.

Takes the bytes of a file; gives its text with its parts, or the documents that it holds.
Open ``table.py`` first; a format is one module with a ``Reader`` or a
``Container`` (``core/ports/sources.py``).
"""
