"""Who works on the batches of a run, and what becomes of a batch when its worker dies.

Takes batches; gives their results in order, and repeats what was lost.
Open ``drive.py`` first. ``serial.py`` works in this process, ``pool.py`` in processes that it supervises
(``process.py`` is one as the pool sees it, ``child.py`` what runs in it).
"""
