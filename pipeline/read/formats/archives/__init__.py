"""Archives: zip, tar, packed files and web archives (WARC), opened in a process of their own, within limits.

Takes the bytes of an archive, or its open file; gives the files in it that hold what is read, never on disk.
Open ``archive.py`` first, then ``unpack.py``, which runs in that process; ``selection.py`` decides.
"""
