"""Apertium, rules as external programs: one chain of processes per document and pair.

Takes sentences; gives the answers of its chain of programs.
Open ``engine.py`` first.
"""
