"""Records too large to be decoded at once: are all their parts right? One part is in memory at a time.

What depeche writes has a line for each value, and a line's indent says how deep it stands. So a file is
parted into its fields, and its long lists into their items, before anything of it is decoded. What has no
such lines was not written by depeche.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields
from typing import Any, BinaryIO, NamedTuple, get_args, get_origin, get_type_hints

from pipeline.core import limits
from pipeline.core.errors import RecordError


class RecordPart(NamedTuple):
    """A field of a record, or an item of a field that is a list."""

    name: str
    """With the number of the item behind a dot, as in ``documents.7``."""
    kind: Any
    content: bytes


def survey(
    kind: type[Any], file: BinaryIO, *, where: str, right: Callable[[RecordPart], None], most: int
) -> None:
    """Have ``right`` look at each part of the record in ``file``, until it raises ``RecordError``.

    ``where`` names the file in messages; a part may have ``most`` bytes. Raises ``RecordError``, too, where
    the file does not have the lines of a ``kind``, or lacks a field.
    """
    found = set()
    for part in _parts(kind, _lines(file, where, most), where, most):
        right(part)
        found.add(part.name.partition(".")[0])
    for field in fields(kind):
        needed = field.default is MISSING and field.default_factory is MISSING
        if needed and field.name not in found:
            raise RecordError(f"{where}: {field.name}: Field required")


def _lines(file: BinaryIO, where: str, most: int) -> Iterator[bytes]:
    while line := file.readline(most + 1):
        if len(line) > most:
            raise _too_long(where, most)
        yield line


def _parts(kind: type[Any], lines: Iterator[bytes], where: str, most: int) -> Iterator[RecordPart]:
    """Yield every field, of lists every item; an empty part for a list itself, whose kind anything fits."""
    if next(lines, b"") != b"{\n":
        raise _unlike(where)
    kinds = _kinds(kind)
    line = next(lines, b"")
    while line != b"}\n":
        opening, colon, value = line.partition(b'": ')
        name = opening[3:].decode(errors="replace")
        if not colon or opening[:3] != b'  "':
            raise _unlike(where)
        if name not in kinds:
            raise RecordError(f"{where}: {name[:80]}: Unexpected keyword argument")
        own, item = kinds[name]
        if item is not None and value == b"[\n":
            yield RecordPart(name, tuple, b"[]")
            end = (b"  ],\n", b"  ]\n")
            for number, content in enumerate(_items(lines, end, where, most)):
                yield RecordPart(f"{name}.{number}", item, content)
            line = next(lines, b"")
        else:
            value, line = _until(lines, value, b'  "', where, most)
            yield RecordPart(name, own, value)
    if next(lines, b""):
        raise _unlike(where)


def _items(lines: Iterator[bytes], end: tuple[bytes, ...], where: str, most: int) -> Iterator[bytes]:
    """Yield the items of a list up to the line that ends it."""
    held: list[bytes] = []
    size = 0
    for line in lines:
        if not held and line in end:
            return
        held.append(line)
        size += len(line)
        if size > most:
            raise _too_long(where, most)
        if line[4:5] != b" " and line[4:5] not in (b"{", b"["):
            yield b"".join(held).rstrip(b",\n")
            held, size = [], 0
    raise _unlike(where)


def _until(lines: Iterator[bytes], first: bytes, mark: bytes, where: str, most: int) -> tuple[bytes, bytes]:
    """Return a field's value, of several lines where it is no plain one, and the line after it."""
    held, size = [first], len(first)
    for line in lines:
        if line.startswith(mark) or line == b"}\n":
            return b"".join(held).rstrip(b",\n"), line
        held.append(line)
        size += len(line)
        if size > most:
            raise _too_long(where, most)
    raise _unlike(where)


def _kinds(kind: type[Any]) -> dict[str, tuple[Any, Any]]:
    """Return of each field its type, and that of its items where it is a list of any length."""
    return {
        name: (hint, get_args(hint)[0] if get_origin(hint) is tuple else None)
        for name, hint in get_type_hints(kind).items()
    }


def _unlike(where: str) -> RecordError:
    return RecordError(
        f"{where}: is larger than {limits.size_words(limits.AT_ONCE)}, and not as depeche writes it"
    )


def _too_long(where: str, most: int) -> RecordError:
    return RecordError(f"{where}: holds a value of more than {limits.size_words(most)}")
