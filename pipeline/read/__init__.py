"""Inputs to documents: the files that the user named are found, decoded and parted into blocks.

Takes names of files and folders; gives a ``Document`` each, or a ``SourceError``.
Open ``document.py`` first; a kind of source is one module with ``parse(text) -> Parsed``.
"""
