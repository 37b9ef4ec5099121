"""Rows of numbers on the disk, which are read back when they are needed, so that memory does not grow.

The file has no name: nobody else can open it, and it is gone when it is closed or the process dies.
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.core.errors import WriteError


class Rows:
    """Arrays of one type, of any length each, numbered from 0 in the order they were added in.

    All methods raise ``WriteError`` where the disk refuses.
    """

    def __init__(self, kind: npt.DTypeLike, *, folder: Path | None = None) -> None:
        """Open a file in ``folder``, by default the system's for temporary files."""
        self._kind = np.dtype(kind)
        self._place = str(folder or tempfile.gettempdir())
        try:
            self._file = tempfile.TemporaryFile(dir=self._place)  # noqa: SIM115 - closed by close()
        except OSError as error:
            raise self._refused(error) from error
        self._starts = array("q", (0,))

    def close(self) -> None:
        """Close the file, which removes it."""
        with suppress(OSError):  # full disk: buffered data is no longer needed
            self._file.close()

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, row: int) -> npt.NDArray[Any]:
        return self.between(row, row + 1)

    def append(self, row: npt.NDArray[Any]) -> None:
        """Add a row after the others."""
        self.extend(row, (row.size,))

    def extend(self, entries: npt.NDArray[Any], sizes: Iterable[int]) -> None:
        """Add rows of these sizes, whose entries follow one another."""
        try:
            self._file.seek(self._starts[-1] * self._kind.itemsize)
            self._file.write(entries.astype(self._kind, copy=False).tobytes())
        except OSError as error:
            raise self._refused(error) from error
        for size in sizes:
            self._starts.append(self._starts[-1] + int(size))

    def between(self, first: int, last: int) -> npt.NDArray[Any]:
        """Return the entries of rows from ``first`` to before ``last``, one row after another."""
        start, end = self._starts[first], self._starts[last]
        try:
            self._file.seek(start * self._kind.itemsize)
            content = self._file.read((end - start) * self._kind.itemsize)
        except OSError as error:
            raise self._refused(error) from error
        return np.frombuffer(content, dtype=self._kind)

    def sizes(self, first: int, last: int) -> npt.NDArray[np.int64]:
        """Return how many entries each row from ``first`` to before ``last`` has."""
        starts = np.array(self._starts[first : last + 1], dtype=np.int64)
        return starts[1:] - starts[:-1]

    def blocks(self, most: int) -> Iterator[tuple[int, int]]:
        """Yield stretches of rows that have at most ``most`` entries together; a longer row stands alone."""
        first = 0
        for row in range(len(self)):
            if row > first and self._starts[row + 1] - self._starts[first] > most:
                yield first, row
                first = row
        if first < len(self):
            yield first, len(self)

    def _refused(self, error: OSError) -> WriteError:
        return WriteError(
            f"{self._place}: cannot hold what is compared for the digest: {error.strerror}; make room there"
        )
