"""Files and folders, whosever they are: read without waiting or being led astray, written whole.

Takes paths; gives bytes and open files, or an ``OSError`` that says which name was at fault.
Open ``durable.py`` first; ``beneath.py`` is for folders that others may have made.
"""
