"""The answers of web servers as web archives keep them: status, headers and content, decoded with a cap."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import TypeAlias
from urllib.parse import unquote

from pipeline.core.limits import size_words
from pipeline.core.records import Fetched
from pipeline.read.fetch.address import KEPT_HEADERS, address_path
from pipeline.read.formats.archives.entries import ArchiveEntry
from pipeline.read.formats.table import ENDINGS
from pipeline.read.receive import MAX_BYTES

_Read: TypeAlias = Callable[[int], bytes]
_MAX_HEAD = 2**16
_MAX_VALUE = 2000
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})\b")
_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?Z")
_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_TYPES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "txt",
    "text/markdown": "md",
    "text/vtt": "vtt",
    "application/x-subrip": "srt",
    "application/rss+xml": "xml",
    "application/atom+xml": "xml",
    "application/rdf+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "application/feed+json": "json",
    "application/pdf": "pdf",
    "application/rtf": "rtf",
    "text/rtf": "rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/epub+zip": "epub",
    "message/rfc822": "eml",
}
"""The types that may be read, and the endings of files of them."""
_ROBOTS = "/robots.txt"


class HeadError(Exception):
    """The head of a record or an answer is none."""


class _TooLargeError(Exception):
    """An answer holds more than is read."""


def header_lines(lines: Sequence[bytes]) -> list[tuple[str, str]]:
    """Return names, in lower case, and values of headers; lines that begin with a blank continue another.

    Raises ``HeadError``.
    """
    found: list[tuple[str, str]] = []
    for line in lines:
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if text[:1] in (" ", "\t") and found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {text.strip()}")
            continue
        name, colon, value = text.partition(":")
        if not colon:
            raise HeadError("a header has no colon")
        found.append((name.strip().lower(), value.strip()))
    return found


def plain_entry(url: str, date: str, said: str, read: _Read) -> ArchiveEntry:
    """Return what a record holds that is no answer but the thing itself."""
    headers = (("content-type", said[:_MAX_VALUE]),) if said else ()
    fetched = Fetched(url=url, final_url=url, time=_time(date), status=0, headers=headers)
    return _named(fetched, read)


def answer_entry(url: str, date: str, read: _Read) -> ArchiveEntry:
    """Return an answer; it is not wanted where it is none with content that may be read."""
    try:
        status, headers, start = _answer_head(read)
    except HeadError as error:
        return ArchiveEntry(name=url, problem=f"is damaged: {error}", file_name=_file_name(url, ""))
    said = dict(reversed(headers))
    fetched = Fetched(
        url=url,
        final_url=url,
        time=_time(date),
        status=status,
        headers=tuple((name, said[name][:_MAX_VALUE]) for name in KEPT_HEADERS if name in said),
    )
    entry = _named(fetched, read)
    if status != HTTPStatus.OK or not entry.is_wanted:
        return ArchiveEntry(name=url, is_wanted=False, file_name=entry.file_name, fetched=fetched)
    content = b""
    problem = ""
    try:
        raw = start + _up_to(read, MAX_BYTES + 1 - len(start))
        content, problem = _decoded(raw, said)
    except _TooLargeError:
        problem = f"is larger than {size_words(MAX_BYTES)}"
    return ArchiveEntry(
        name=url,
        problem=problem,
        file_name=entry.file_name,
        fetched=fetched,
        read=io.BytesIO(content).read,
    )


def _named(fetched: Fetched, read: _Read) -> ArchiveEntry:
    said = dict(fetched.headers).get("content-type", "")
    kind = said.partition(";")[0].strip().lower()
    is_wanted = kind in _TYPES and address_path(fetched.url).as_posix() != _ROBOTS
    return ArchiveEntry(
        name=fetched.url,
        is_wanted=is_wanted,
        file_name=_file_name(fetched.url, _TYPES.get(kind, "")),
        fetched=fetched,
        read=read,
    )


def _file_name(url: str, usual: str) -> str:
    """Return what an answer would be called as a file; its type knows its ending better than its address."""
    path = address_path(unquote(url))
    ending = path.suffix.lower().lstrip(".")
    if not usual or ENDINGS.get(ending) is ENDINGS[usual]:
        return path.name or "index"
    return f"{path.stem or 'index'}.{usual}"


def _time(date: str) -> str:
    """Return a time as our records have it; empty where it is none."""
    found = _TIME.fullmatch(date.strip())
    return f"{found[1]}Z" if found else ""


def _answer_head(read: _Read) -> tuple[int, list[tuple[str, str]], bytes]:
    """Return status and headers of an answer, and the beginning of its content. Raises ``HeadError``."""
    found = b""
    while (end := re.search(rb"\r?\n\r?\n", found)) is None:
        chunk = read(2**12)
        found += chunk
        if not chunk or len(found) > _MAX_HEAD:
            raise HeadError("it has no end of its headers")
    lines = found[: end.start()].split(b"\n")
    status = _STATUS.match(lines[0])
    if status is None:
        raise HeadError("it does not begin as an answer of a web server")
    return int(status[1]), header_lines(lines[1:]), found[end.end() :]


def _up_to(read: _Read, most: int) -> bytes:
    found = bytearray()
    while len(found) < most and (chunk := read(min(2**18, most - len(found)))):
        found += chunk
    return bytes(found)


def _decoded(raw: bytes, said: dict[str, str]) -> tuple[bytes, str]:
    """Return an answer's content, and what is wrong with it, if anything."""
    if len(raw) > MAX_BYTES:
        raise _TooLargeError
    if said.get("transfer-encoding", "").lower() == "chunked":
        raw = _without_chunks(raw)
    codings = [each.strip().lower() for each in said.get("content-encoding", "").split(",")]
    for coding in reversed([each for each in codings if each not in ("", "identity")]):
        if coding in ("gzip", "x-gzip", "deflate"):
            try:
                raw = _inflated(raw)
            except zlib.error as error:
                return b"", f"is damaged: {error}"
        else:
            return b"", f"is packed by {coding[:20]}, which is not read"
    return raw, ""


def _without_chunks(raw: bytes) -> bytes:
    """Return what chunks hold; as it is what has none, for many archives have put them together already."""
    found = []
    at = 0
    while (size := _CHUNK.match(raw, at)) is not None:
        length = int(size[1], 16)
        found.append(raw[size.end() : size.end() + length])
        if not length:
            return b"".join(found)
        at = size.end() + length
        at += 2 if raw.startswith(b"\r\n", at) else raw.startswith(b"\n", at)
    return b"".join(found) if found else raw


def _inflated(raw: bytes) -> bytes:
    """Return unpacked bytes; as they are those that were unpacked already. Raises ``_TooLargeError``."""
    if not raw.startswith(b"\x1f\x8b") and (not raw or raw[0] & 0x0F != zlib.DEFLATED):
        return raw
    try:
        inflating = zlib.decompressobj(zlib.MAX_WBITS | 32)
        found = inflating.decompress(raw, MAX_BYTES + 1)
    except zlib.error:
        if raw.startswith(b"\x1f\x8b"):
            raise
        return raw
    if len(found) > MAX_BYTES:
        raise _TooLargeError
    return found
