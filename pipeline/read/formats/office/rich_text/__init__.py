"""Rich Text Format: .rtf.

Takes the bytes of a file; gives the text without deleted and hidden parts.
Open ``document.py`` first; ``tokens.py`` cuts the bytes, ``flow.py`` puts paragraphs and tables together.
"""
