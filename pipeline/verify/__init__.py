"""Checks whether a run's folder agrees with its records.

Takes a folder, which may come from anybody; gives the problems that it has.
Open ``run.py`` first.
"""
