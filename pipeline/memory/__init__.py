"""The translation memory: what was translated before, by engines and by people.

``store`` is the file, ``recall`` what a run uses of it, ``tmx`` and ``transfer`` carry it to and from other
tools, ``seal`` shows what this installation exported itself.
"""

FILE_NAME = ".memory.sqlite"
"""The memory that the runs in a folder share; hidden, for it is no run."""
