"""Whether a run's folder is what its records say.

Takes a folder, which may be anybody's; gives the problems that it has.
Open ``run.py`` first.
"""
