"""Apertium, rules as external programs: a chain of processes for each pair, kept alive between documents.

Takes the sentences of a document; gives the answers of its chain of programs.
Open ``engine.py`` first, then ``documents.py``; ``proof.py`` says which programs stay alive.
"""
