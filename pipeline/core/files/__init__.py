"""Safe access to files and folders, whoever owns them: reads never hang or follow links, writes are whole.

Takes paths; gives bytes and open files, or an ``OSError`` that says which name was at fault.
Open ``durable.py`` first; ``beneath.py`` is for folders that others may have made.
"""
