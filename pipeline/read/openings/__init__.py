"""What stands before a report's first words: who wrote it, and where and when.

Takes lines and paragraphs of text; gives the authors that a byline names, and the dateline as it stands.
Open ``bylines.py`` first.
"""
