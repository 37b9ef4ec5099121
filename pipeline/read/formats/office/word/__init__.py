"""Word documents (Office Open XML): .docx.

Takes the bytes of a file; gives the text as it stands once all changes are accepted.
Open ``document.py`` first; ``inline.py`` reads one paragraph, ``styles.py`` says which is a heading.
"""
