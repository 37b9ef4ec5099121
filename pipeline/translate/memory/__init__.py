"""The translation memory: what was translated before, by engines and by people.

Takes segments with their translations; gives those that apply to another document, by people first.
Open ``run_memory.py`` first, what a run uses of it; ``store.py`` is the file, and ``tmx.py`` with
``exchange.py`` carries it to and from other tools.
"""

FILE_NAME = ".memory.sqlite"
"""The file of the memory that the runs in a folder share. It is hidden, because it is no run."""
