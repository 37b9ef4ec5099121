"""The workers of a run: they work on batches, and a batch whose worker dies is tried again.

Takes batches; gives their results in order, and repeats those that were lost.
Open ``drive.py`` first. ``serial.py`` works in this process, ``pool.py`` in processes that it supervises
(``process.py`` is one as the pool sees it, ``child.py`` what runs in it).
"""
