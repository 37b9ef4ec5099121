"""The command line: parses, prints, and turns errors into exit codes. No logic of its own.

Takes arguments; gives lines on stdout and stderr, and an exit code.
Open ``app.py`` first: it has the commands.
"""
