"""Language detection: which language a text is in, or that it cannot be told.

Takes text; gives ``Detected`` or ``Undetermined``, for a document and each of its blocks.
Open ``detector.py`` first; ``scoring.py`` weighs, ``blocks.py`` goes through a document.
"""
