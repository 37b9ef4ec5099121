"""What must still be there after a crash: files, and names in folders, that the disk really holds."""

from __future__ import annotations

import os
from pathlib import Path


def write(path: Path, content: bytes) -> None:
    """Write a file, and return when the disk has it. Raises ``OSError``."""
    path.write_bytes(content)
    sync(path)


def sync(*paths: Path) -> None:
    """Have the disk hold what was written to files, and the names in folders. Raises ``OSError``."""
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
