"""Targets that take archives: a whole one, or what a stream packs."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable

from pipeline.core.errors import SourceError
from pipeline.core.ports import ArchivedFile, LostFile
from pipeline.read.formats.archives.parts import ArchiveQuestion, packed_question, unpacked_part
from pipeline.read.formats.archives.unpack import unpack_archive
from tests.campaigns.fuzz.target import Target, is_one_line
from tests.support import archives

_QUESTION = ArchiveQuestion(stem="news", files=100, bytes=2**20)
_BLOCK = 512
_SUM = slice(148, 156)
_PACKERS: tuple[Callable[[bytes], bytes], ...] = (
    *(gzip.compress, bz2.compress, lzma.compress),
    *(archives.zstandard, lambda content: content),
)


def opened(data: bytes) -> None:
    """An archive is refused in a line or opened, and gives no more than was asked for."""
    try:
        parts = [unpacked_part(part) for part in unpack_archive(packed_question(_QUESTION) + data)]
    except SourceError as error:
        assert is_one_line(error)
        return
    except RecursionError:
        return  # which the process says in a line
    assert len(parts) <= _QUESTION.files + 1
    assert sum(len(part.content) for part in parts if isinstance(part, ArchivedFile)) <= _QUESTION.bytes
    assert all(part.problem for part in parts if isinstance(part, LostFile))


def tar(data: bytes) -> None:
    """A tar archive, its sums put right, so that what is wrong is seen by more than them."""
    blocks = [bytearray(data[at : at + _BLOCK]) for at in range(0, len(data), _BLOCK)]
    for block in blocks:
        if block[257:262] == b"ustar" and len(block) == _BLOCK:
            block[_SUM] = b" " * 8
            block[_SUM] = f"{sum(block):06o}\0 ".encode()
    opened(b"".join(blocks))


def packed(data: bytes) -> None:
    """A stream of any kind, whole, cut short or damaged."""
    kind, damage, at = (*data[:3], 0, 0, 0)[:3]
    own = bytearray(_PACKERS[kind % len(_PACKERS)](data[3:]))
    if damage % 3 == 1:
        del own[len(own) * at // 256 :]
    elif damage % 3 == 2 and own:
        own[len(own) * at // 256] ^= damage
    opened(bytes(own))


def answers(data: bytes) -> None:
    """A web archive, as it is and a record a member."""
    opened(data)
    opened(b"".join(gzip.compress(part, 1) for part in data.split(b"\r\n\r\nWARC/")))


def _streams() -> list[bytes]:
    found = [archives.tarred(archives.FILES, form) for form in (0, 1, 2)]
    deflated = archives.response(
        "https://a.example/", zlib.compress(archives.FILES["news/port.txt"]), Content_Encoding="deflate"
    )
    return [*(bytes([kind, kind, 99]) + content for kind in range(3) for content in (*found, deflated))]


TARGETS = {
    "zip": Target(
        run=opened,
        seeds=lambda: [archives.zipped(archives.FILES), archives.WACZ, archives.zipped({"a.txt": b"a"}, 12)],
        share=10,
    ),
    "tar": Target(
        run=tar, seeds=lambda: [archives.tarred(archives.FILES, form)[:4096] for form in (0, 1, 2)], share=10
    ),
    "packed": Target(run=packed, seeds=_streams, share=10),
    "warc": Target(run=answers, seeds=lambda: [archives.WEB_ARCHIVE, *archives.RECORDS], share=10),
}
