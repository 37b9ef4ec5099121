"""The files in a tar archive, as they come."""

from __future__ import annotations

import tarfile
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from pipeline.read.formats.archives.entries import ArchiveEntry, DamagedArchiveError
from pipeline.read.formats.archives.streams import ForwardStream

_BLOCK = tarfile.BLOCKSIZE
_ONE_OF_SEVERAL = b"M"
_DAMAGE = (tarfile.TarError, EOFError, OSError, ValueError, OverflowError, KeyError, IndexError)


def is_tar(head: bytes) -> bool:
    """Say whether bytes begin as a tar archive does, by the sum in its first header."""
    try:
        tarfile.TarInfo.frombuf(head[:_BLOCK], "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError):
        return False
    return True


def tar_entries(stream: ForwardStream) -> Iterator[ArchiveEntry]:
    """Yield what is in a tar archive. Raises ``DamagedArchiveError``, also where it ends too early."""
    try:
        archive = tarfile.TarFile(
            fileobj=cast("BinaryIO", stream), encoding="utf-8", errors="surrogateescape"
        )
        while (info := archive.next()) is not None:
            yield _entry(archive, info)
    except _DAMAGE as error:
        raise DamagedArchiveError(str(error)) from error
    if stream.latest.strip(b"\0"):
        stream.read(1)  # says it better where the stream itself ends here
        raise DamagedArchiveError("what follows is no header of a file")


def _entry(archive: tarfile.TarFile, info: tarfile.TarInfo) -> ArchiveEntry:
    name = tar_name(info.name).removeprefix("./")
    if info.type == _ONE_OF_SEVERAL:
        return ArchiveEntry(name=name, problem="is cut into several archives; join them first")
    if not info.isreg() or info.issparse():
        return ArchiveEntry(name=name, is_file=False)
    return ArchiveEntry(name=name, read=_reading(archive, info))


def _reading(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Callable[[int], bytes]:
    file = archive.extractfile(info)

    def read(size: int) -> bytes:
        try:
            return file.read(size) if file is not None else b""
        except _DAMAGE as error:
            raise DamagedArchiveError(str(error)) from error

    return read


def tar_name(name: str) -> str:
    """Return a name that may be in an old encoding, as text: what is no UTF-8 is taken for Latin-1."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogateescape").decode("latin-1")
    return name
