"""What browsers show of a page: its lines, the numbers of its lists, the marks around its quotations.

Takes a tree of HTML; gives its lines in order, what stands before each item, or the same tree with marks.
Open ``page_lines.py`` first.
"""
