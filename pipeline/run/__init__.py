"""The main job: inputs through all stages, in batches, shared among workers.

Takes a configuration; gives a run's folder and the record of it.
Open ``job.py`` first, then ``batch.py``.
"""
