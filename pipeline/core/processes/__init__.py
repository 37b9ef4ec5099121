"""Other programs and other Pythons, started so that nothing foreign is run in their place.

Takes a command; gives it as it is to be started.
Open ``python_child.py``.
"""
