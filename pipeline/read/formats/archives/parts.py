"""What crosses between us and the process that opens archives: a question, and a part of the answer a file.

The process may have been taken over by an archive, so each value of a part is looked at.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, TypeAlias

from pipeline.core.dataclass import dataclass
from pipeline.core.ports import ArchivedFile, LostFile
from pipeline.core.records import Fetched

_LENGTH = struct.Struct(">I")
_MAX_NAME = 1000
"""Longer names are cut in the middle: their end says what they are."""
_MAX_HEADERS = 16
_ADDRESS = re.compile(r"https?://[\x21-\x7e]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveQuestion:
    """A question: what is wanted of an archive."""

    stem: str
    """The archive's name without its ending, which is the name of a file that is packed alone."""
    files: int
    bytes: int
    """As in ``ArchiveLimits``."""
    has_fields: bool = False
    """Whether the user says which fields of tables and JSON hold what, so that all of these are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedFile:
    """A file that holds nothing that is read."""

    name: str


Part: TypeAlias = ArchivedFile | LostFile | PassedFile


def packed_question(asked: ArchiveQuestion) -> bytes:
    """Return a question as bytes; those of the archive may follow."""
    return _with_head(asdict(asked), b"")


def unpacked_question(content: bytes) -> tuple[ArchiveQuestion, bytes]:
    """Return a question, and what follows it."""
    head, rest = _parted(content)
    return ArchiveQuestion(**head), rest


def packed_part(part: Part) -> bytes:
    """Return a part as bytes."""
    name = shortened(part.name)
    if isinstance(part, PassedFile):
        return _with_head({"passed": name}, b"")
    if isinstance(part, LostFile):
        return _with_head({"lost": name, "problem": part.problem}, b"")
    fetched = None if part.fetched is None else asdict(part.fetched)
    head = {"name": name, "file_name": shortened(part.file_name), "fetched": fetched}
    return _with_head(head, part.content)


def unpacked_part(content: bytes) -> Part:
    """Return a part of what bytes say. Raises ``ValueError`` where they say something else."""
    try:
        head, own = _parted(content)
        if "passed" in head:
            return PassedFile(name=_text(head["passed"]).rpartition("/")[2])
        if "lost" in head:
            return LostFile(name=_text(head["lost"]), problem=_text(head["problem"]))
        return ArchivedFile(
            name=_text(head["name"]),
            content=own,
            file_name=_text(head["file_name"]),
            fetched=None if head["fetched"] is None else _fetched(head["fetched"]),
        )
    except (TypeError, KeyError, struct.error, RecursionError) as error:
        raise ValueError("not what was asked for") from error


def shortened(name: str) -> str:
    """Return a name that is not too long."""
    half = _MAX_NAME // 2
    return name if len(name) <= _MAX_NAME else f"{name[: half - 1]}…{name[-half:]}"


def _with_head(head: Mapping[str, Any], content: bytes) -> bytes:
    packed = json.dumps(head).encode()
    return _LENGTH.pack(len(packed)) + packed + content


def _parted(content: bytes) -> tuple[dict[str, Any], bytes]:
    (length,) = _LENGTH.unpack_from(content)
    end = _LENGTH.size + length
    head = json.loads(content[_LENGTH.size : end])
    if not isinstance(head, dict):
        raise TypeError
    return head, content[end:]


def _fetched(said: Mapping[str, Any]) -> Fetched:
    status = said["status"]
    if not isinstance(status, int) or isinstance(status, bool) or not 0 <= status <= 999:
        raise ValueError("no status")
    headers = tuple((_text(name), _text(value)) for name, value in said["headers"])
    if len(headers) > _MAX_HEADERS:
        raise ValueError("too many headers")
    return Fetched(
        url=_address(said["url"]),
        final_url=_address(said["final_url"]),
        time=_text(said["time"]),
        status=status,
        headers=headers,
    )


def _address(value: Any) -> str:
    if not _ADDRESS.fullmatch(_text(value)):
        raise ValueError("no address")
    return str(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
