"""``depeche languages``: lists, installs and removes translation packages and models.

Takes arguments; gives lines and an exit code.
Open ``commands.py`` first.
"""
