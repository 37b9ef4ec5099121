"""Reading of inputs: finds the files that the user named, decodes them and divides them into blocks.

Takes names of files and folders; gives a ``Document`` each, or a ``SourceError``.
Open ``document.py`` first; ``formats/table.py`` names the formats, and what reads each.
"""
