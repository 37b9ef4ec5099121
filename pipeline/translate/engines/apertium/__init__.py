"""Apertium, rules as external programs: a process a document and pair.

Takes sentences; gives the answers of its chain of programs.
Open ``engine.py`` first.
"""
