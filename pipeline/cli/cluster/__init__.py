"""``depeche cluster``: the scheduler and the nodes of a cluster.

Takes the words of the command line; keeps a scheduler or nodes going until it is stopped.
Open ``commands.py`` first.
"""
