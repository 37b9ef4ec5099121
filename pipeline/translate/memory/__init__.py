"""The translation memory: what was translated before, by engines and by people.

Takes segments with their translations; gives those that apply to another document, people's first.
Open ``run_memory.py`` first, what a run uses of it; ``store.py`` is the file, and ``tmx.py`` with
``exchange.py`` carries it to and from other tools.
"""

FILE_NAME = ".memory.sqlite"
"""The memory that the runs in a folder share; hidden, for it is no run."""
