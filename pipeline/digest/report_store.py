"""A store of many reports: their facts are in memory, their data for comparison on the disk."""

from __future__ import annotations

import json
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from pipeline.digest.reports import Compared, Report
from pipeline.digest.stories import near_duplicates, repeated
from pipeline.digest.stories.disk_rows import Rows


class Shelves:
    """Reports with what they are compared by: the one in memory, the other in files of ``folder``.

    Raises ``WriteError`` where the files cannot be written.
    """

    def __init__(self, *, folder: Path | None = None) -> None:
        """Open the files; without a folder, in the system's folder for temporary files."""
        self.reports: list[Report] = []
        self.signatures = Rows(near_duplicates.SIGNATURE_DTYPE, folder=folder)
        self.keys = Rows(repeated.KEY_DTYPE, folder=folder)
        self.lengths = Rows(np.int64, folder=folder)
        self._texts = Rows(np.uint8, folder=folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for rows in (self.signatures, self.keys, self.lengths, self._texts):
            rows.close()

    def add(self, report: Report, compared: Compared) -> None:
        """Add a report after the others."""
        self.reports.append(report)
        self.signatures.append(compared.signature)
        self.keys.append(compared.keys)
        self.lengths.append(compared.lengths)
        text = json.dumps([compared.own, compared.language, compared.sentences]).encode()
        self._texts.append(np.frombuffer(text, dtype=np.uint8))

    def compared(self, position: int) -> Compared:
        """Return the data for comparison of the report at ``position``."""
        own, language, sentences = json.loads(self._texts[position].tobytes())
        return Compared(
            own=own,
            language=language,
            sentences=tuple((own, other) for own, other in sentences),
            keys=self.keys[position],
            lengths=self.lengths[position],
            signature=self.signatures[position],
        )
