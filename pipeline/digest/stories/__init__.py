"""Grouping of reports that tell the same story, in whatever languages.

Takes the reports of a run; gives groups of them.
Open ``clusters.py`` first.
"""
