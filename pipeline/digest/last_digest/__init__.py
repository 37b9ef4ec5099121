"""What is new of each story since the last digest.

Takes a digest's record and the run that has the last digest; gives the record with its stories marked.
Open ``marks.py`` first.
"""
