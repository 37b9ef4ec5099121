"""Checks of when something was: the half of the day of a clock time, and the order of dates.

Takes the two texts that are compared; gives a note on what is wrong, empty where nothing is.
Open ``clock.py`` first; the checks ``numbers`` and ``dates`` call these.
"""
