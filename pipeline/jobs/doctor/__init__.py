"""Whether this machine can do what is asked of it, each finding with what mends it.

Takes the options and the configuration file; gives findings. Writes nothing, and asks no network.
Open ``report.py`` first; ``machine.py``, ``engines.py`` and ``jobs.py`` look at what they are called.
"""
