"""Starting other programs and other Pythons, so that nothing foreign is run in their place.

Takes a command; gives the command line to start.
Open ``python_child.py``.
"""
