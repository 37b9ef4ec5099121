"""Who works on the batches of a run, and what becomes of a batch when its worker dies.

``drive`` is the core: it keeps an executor supplied, puts values in order, and repeats what was lost.
``serial`` works in this process, ``pool`` in processes that it supervises (``member`` is one as the pool sees
it, ``child`` what runs in it).
"""
