"""The parts of a record too large to be decoded at once: one is in memory at a time.

depeche writes each value on a line of its own, and a line's indent says how deep the value stands. So a file
is divided into its fields, and long lists into their items, before any of it is decoded. A file without such
lines was not written by depeche.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields
from typing import Any, BinaryIO, NamedTuple, get_args, get_origin, get_type_hints

from pipeline.core import limits
from pipeline.core.errors import RecordError


class RecordPart(NamedTuple):
    """A field of a record, or an item of a field that is a list."""

    name: str
    """Name of the field, for an item with its number behind a dot, as in ``documents.7``."""
    kind: Any
    """Type of the part; ``tuple`` itself for a list, of which the items follow."""
    content: bytes
    begin: int = 0
    """Offset of an item in the file, in bytes."""


def parts(kind: type[Any], file: BinaryIO, *, where: str, most: int) -> Iterator[RecordPart]:
    """Yield the parts of the record in ``file``: all fields, and all items of lists.

    ``where`` names the file in messages; a part may have ``most`` bytes. Raises ``RecordError`` where the
    file does not have the lines of a ``kind``, or lacks a field.
    """
    found = set()
    for part in _parts(kind, _Lines(file, where, most), where, most):
        yield part
        found.add(part.name.partition(".")[0])
    for field in fields(kind):
        needed = field.default is MISSING and field.default_factory is MISSING
        if needed and field.name not in found:
            raise RecordError(f"{where}: {field.name}: Field required")


class _Lines:
    """The lines of a file, and how far they have been read."""

    def __init__(self, file: BinaryIO, where: str, most: int) -> None:
        self.end = 0
        """End of the last line that was given, in bytes from the start of the file."""
        self.each = self._read(file, where, most)

    def _read(self, file: BinaryIO, where: str, most: int) -> Iterator[bytes]:
        while line := file.readline(most + 1):
            if len(line) > most:
                raise _too_long(where, most)
            self.end += len(line)
            yield line


def _parts(kind: type[Any], lines: _Lines, where: str, most: int) -> Iterator[RecordPart]:
    """Yield all fields, and all items of lists; a list itself is an empty part, whose kind anything fits."""
    if next(lines.each, b"") != b"{\n":
        raise unlike_written(where)
    kinds = _kinds(kind)
    line = next(lines.each, b"")
    while line != b"}\n":
        opening, colon, value = line.partition(b'": ')
        name = opening[3:].decode(errors="replace")
        if not colon or opening[:3] != b'  "':
            raise unlike_written(where)
        if name not in kinds:
            raise RecordError(f"{where}: {name[:80]}: Unexpected keyword argument")
        own, item = kinds[name]
        if item is not None and value == b"[\n":
            yield RecordPart(name, tuple, b"[]")
            end = (b"  ],\n", b"  ]\n")
            for number, (begin, content) in enumerate(_items(lines, end, where, most)):
                yield RecordPart(f"{name}.{number}", item, content, begin)
            line = next(lines.each, b"")
        else:
            value, line = _until(lines, value, b'  "', where, most)
            yield RecordPart(name, own, value)
    if next(lines.each, b""):
        raise unlike_written(where)


def _items(lines: _Lines, end: tuple[bytes, ...], where: str, most: int) -> Iterator[tuple[int, bytes]]:
    """Yield the offset and content of each item of a list, up to the line that ends it."""
    held: list[bytes] = []
    size = 0
    for line in lines.each:
        if not held and line in end:
            return
        held.append(line)
        size += len(line)
        _bound(where, size, len(held), most)
        if line[4:5] not in _INSIDE:
            yield lines.end - size, b"".join(held).rstrip(b",\n")
            held, size = [], 0
    raise unlike_written(where)


def _until(lines: _Lines, first: bytes, mark: bytes, where: str, most: int) -> tuple[bytes, bytes]:
    """Return a field's value, which spans several lines unless it is plain, and the line after it."""
    held, size = [first], len(first)
    for line in lines.each:
        if line.startswith(mark) or line == b"}\n":
            return b"".join(held).rstrip(b",\n"), line
        held.append(line)
        size += len(line)
        _bound(where, size, len(held), most)
    raise unlike_written(where)


def _kinds(kind: type[Any]) -> dict[str, tuple[Any, Any]]:
    """Return the type of each field, and that of its items where it is a list of any length."""
    return {
        name: (hint, get_args(hint)[0] if get_origin(hint) is tuple else None)
        for name, hint in get_type_hints(kind).items()
    }


_INSIDE = (b" ", b"{", b"[")
"""How lines of an item go on behind the list's indent; such lines do not end the list."""


def unlike_written(where: str) -> RecordError:
    """Return the error for a large file that does not have the lines of a record."""
    return RecordError(
        f"{where}: is larger than {limits.size_words(limits.AT_ONCE)}, and not as depeche writes it"
    )


def _bound(where: str, size: int, lines: int, most: int) -> None:
    """Raise ``RecordError`` where a part is too large to be decoded, or has too many values."""
    if size > most:
        raise _too_long(where, most)
    if lines > limits.PART_LINES:
        raise RecordError(f"{where}: holds a value of more than {limits.PART_LINES:,} lines")


def _too_long(where: str, most: int) -> RecordError:
    return RecordError(f"{where}: holds a value of more than {limits.size_words(most)}")
