"""Opens archives of all kinds: it asks a confined process, and looks at what that answers."""

from __future__ import annotations

from typing import BinaryIO

from pipeline.core.errors import ProgramError, SourceError
from pipeline.core.ports import ArchiveContents, ArchiveLimits
from pipeline.core.processes.confined import PART_COST, ConfinedProcess, Confines
from pipeline.read.formats.archives.parts import ArchiveQuestion, PassedFile, packed_question, unpacked_part
from pipeline.read.receive import MAX_BYTES

_MAX_PARTS_BYTES = 256 * 2**20
_MAX_FILES = 10_000
_HEAD = 2**16
"""So many bytes may stand before a file's own: its name, and what its server said."""
_PROCESS = ConfinedProcess(
    Confines(
        seconds=120,
        answer_bytes=MAX_BYTES + _HEAD,
        parts_bytes=_MAX_PARTS_BYTES + _MAX_FILES * (PART_COST + 2**12),
        documents=50,
    )
)
"""One for all archives of this process."""
_UNPACK = "pipeline.read.formats.archives.unpack:unpack_archive"


class ConfinedArchive:
    """Opens archives: zip, tar, gzip, bzip2, xz, WARC. Their content says which they are."""

    def contents(
        self,
        source: bytes | BinaryIO,
        *,
        where: str,
        stem: str,
        limits: ArchiveLimits,
        has_fields: bool = False,
    ) -> ArchiveContents:
        """Return what an archive holds. Raises ``SourceError``."""
        asked = packed_question(
            ArchiveQuestion(stem=stem, files=limits.files, bytes=limits.bytes, has_fields=has_fields)
        )
        try:
            if isinstance(source, bytes):
                answer = _PROCESS.ask(_UNPACK, asked + source)
            else:
                answer = _PROCESS.ask(_UNPACK, asked, file=source.fileno())
            if answer.refused:
                raise SourceError(f"{where}: {answer.content.decode('utf-8', 'replace')}")
            left = list(reversed(answer.parts))
            del answer  # so that each part goes when it is unpacked, and no file is held twice
            parts = []
            while left:
                parts.append(unpacked_part(left.pop()))
        except ProgramError as error:
            raise SourceError(f"{where}: {error.message}") from error
        except ValueError as error:
            raise SourceError(f"{where}: cannot be read: its process answers nonsense") from error
        return ArchiveContents(
            files=tuple(part for part in parts if not isinstance(part, PassedFile)),
            passed_over=tuple(part.name for part in parts if isinstance(part, PassedFile)),
        )
