"""Workers on other machines, over Dask: a scheduler hands batches to nodes, which keep a worker process each.

Takes batches and a scheduler's address; gives their results. Only a run on a cluster loads Dask.
Open ``executor.py`` first. ``errand.py`` is what a node does for a batch, ``node.py`` and ``scheduler.py``
are the processes, ``nodes.py`` starts and replaces nodes, ``address.py`` and ``dask_settings.py`` say how all
of them connect.
"""
