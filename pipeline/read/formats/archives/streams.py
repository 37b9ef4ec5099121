"""Streams of packed bytes, unpacked as they are read, and counted."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable
from importlib import import_module
from typing import Any

from pipeline.core.errors import SourceError
from pipeline.core.extras import install_command
from pipeline.core.limits import size_words
from pipeline.read.formats.archives.entries import DamagedArchiveError

MAX_UNPACKED_STREAM = 2 * 2**30
"""The most bytes that a packed stream may unpack to. They are counted, and only what is read stays."""
UNPACKING = (
    *(OSError, EOFError, ValueError, OverflowError, RuntimeError),
    *(zlib.error, lzma.LZMAError, zipfile.BadZipFile),
)
"""The errors of damaged streams."""
_CHUNK = 2**20


class _Unpacking(io.RawIOBase):
    """What a file unpacks to, as much at a time as comes without an error."""

    def __init__(self, opened: Any) -> None:
        self._opened = opened

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            found = self._opened.read1(len(buffer))
        except Exception as error:
            if isinstance(error, UNPACKING) or type(error).__name__ == "ZstdError":
                raise DamagedArchiveError(str(error)) from error
            raise
        buffer[: len(found)] = found
        return len(found)


def _zstd() -> Any:
    """Return the module for zstd: Python's own, since 3.14, or its copy for older ones."""
    for name in ("compression.zstd", "backports.zstd"):
        try:
            return import_module(name)
        except ImportError:
            pass
    raise SourceError(f"is packed by zstd, which needs the extra zstd: {install_command('zstd')}")


_PACKED: tuple[tuple[bytes, Callable[[Any], object]], ...] = (
    (b"\x1f\x8b", lambda file: gzip.GzipFile(fileobj=file)),
    (b"BZh", bz2.BZ2File),
    (b"\xfd7zXZ\x00", lzma.LZMAFile),
    (b"\x28\xb5\x2f\xfd", lambda file: _zstd().ZstdFile(file)),
)
_LONGEST = max(len(signature) for signature, _ in _PACKED)


class ForwardStream:
    """A stream that is read from its beginning to its end, once."""

    def __init__(self, file: io.BufferedIOBase, *, is_packed: bool) -> None:
        """Take a file: what is packed cannot be gone through without being unpacked, and is counted."""
        self._file = file
        self.is_packed = is_packed
        self._ahead = b""
        self._at = 0
        self.latest = b""
        """What was read last."""

    def read(self, size: int) -> bytes:
        """Return so many bytes, fewer at the end or before damage.

        Raises ``DamagedArchiveError`` where damage is next, and ``SourceError``.
        """
        found = [self._ahead[:size]]
        self._ahead = self._ahead[size:]
        left = size - len(found[0])
        try:
            while left > 0 and (chunk := self._file.read1(left)):
                found.append(chunk)
                left -= len(chunk)
        except UNPACKING as error:
            raise DamagedArchiveError(str(error)) from error
        except DamagedArchiveError:
            if not any(found):
                raise
        self.latest = b"".join(found)
        self._at += len(self.latest)
        if self.is_packed and self._at > MAX_UNPACKED_STREAM:
            most = size_words(MAX_UNPACKED_STREAM)
            raise SourceError(f"unpacks to more than {most}; unpack and split it first")
        return self.latest

    def peek(self, size: int) -> bytes:
        """Return the next bytes, which are still to be read."""
        found = self.read(size)
        self._at -= len(found)
        self._ahead = found + self._ahead
        return found

    def line(self, most: int) -> bytes:
        """Return the bytes up to the end of the line, and with it; so many at most."""
        end = self._ahead.find(b"\n", 0, most)
        if self._ahead and end < 0:
            self.peek(most)
            end = self._ahead.find(b"\n", 0, most)
        if end >= 0:
            return self.read(end + 1)
        if self._ahead:
            return self.read(most)
        try:
            found = self._file.readline(most)
        except UNPACKING as error:
            raise DamagedArchiveError(str(error)) from error
        self._at += len(found)
        return found

    def tell(self) -> int:
        """Return how far the stream was read."""
        return self._at

    def seek(self, to: int) -> int:
        """Go forward to a place. Raises as ``read`` does."""
        if to < self._at:
            raise DamagedArchiveError("it leads backwards")
        if not self.is_packed and not self._ahead and self._file.seekable():
            self._file.seek(to - self._at, io.SEEK_CUR)
            self._at = to
        while self._at < to and self.read(min(_CHUNK, to - self._at)):
            pass
        return self._at


def unpacked_stream(file: io.BufferedIOBase) -> ForwardStream:
    """Return what a file holds, unpacked once if it is packed.

    Raises ``DamagedArchiveError``, and ``SourceError`` where a library is missing.
    """
    try:
        start = file.read(_LONGEST)
        file.seek(-len(start), io.SEEK_CUR)
    except UNPACKING as error:
        raise DamagedArchiveError(str(error)) from error
    for signature, opened in _PACKED:
        if start.startswith(signature):
            return ForwardStream(io.BufferedReader(_Unpacking(opened(file)), _CHUNK), is_packed=True)
    return ForwardStream(file, is_packed=False)
