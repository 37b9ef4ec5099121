"""Numbers that languages put in other ways: in other units of time, with parts in words, in Roman figures.

Takes the two texts that are compared, or one of them; gives what their numbers may mean.
Open ``periods.py`` first; ``pipeline/check/numbers/numbers.py`` calls these.
"""
