"""PDF files, whose pages are lines at places and no text: PDFium finds the lines, and we the text.

Takes the bytes of a file; gives paragraphs without what pages repeat and without hyphens at line ends.
Open ``document.py`` first; ``lines.py`` asks PDFium, ``margins.py`` and ``layout.py`` make text of lines.
"""
