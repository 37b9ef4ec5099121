"""``depeche job`` and ``depeche config``: named jobs, and the file that names them.

Takes the words of the command line; prints, and returns exit codes.
Open ``commands.py`` for jobs, ``config.py`` for the file.
"""
