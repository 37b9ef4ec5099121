"""``depeche languages``: translation packages and models, listed, installed and removed.

Takes arguments; gives lines and an exit code.
Open ``commands.py`` first.
"""
