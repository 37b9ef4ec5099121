"""OpenDocument texts, as LibreOffice writes them: .odt.

Takes the bytes of a file; gives the text without deleted parts, remarks and indexes.
Open ``document.py`` first.
"""
