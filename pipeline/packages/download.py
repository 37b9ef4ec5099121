"""Fetches one file over HTTP, into a file beside its place. Interrupted downloads resume.

A note beside the unfinished file has its address and the server's mark for that version (ETag, or the time of
the last change). The server is asked for the rest of that version only (RFC 9110, Range and If-Range). If it
cannot give the rest, or has another version by now, it sends the whole file, and the download starts again.
"""

from __future__ import annotations

import errno
import http.client
import time
import urllib.error
import urllib.request
import urllib.response
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from pipeline.core import codec, limits
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import PackageError, RecordError

MAX_SIZE = 4 * 2**30
"""Most bytes of a file. A longer one is no package."""

ATTEMPTS = 4
PAUSE = 0.5
"""Seconds to wait before the second attempt. The wait doubles before each further one."""

_BLOCK = 2**18
_DIGITS = 20
"""Most digits of a length that is accepted."""
_GIVE_UP = frozenset({400, 401, 403, 404, 405, 410, 451})
"""Status codes that another attempt would not change."""

ByteCallback: TypeAlias = Callable[[int, int | None], None]
"""A function that is given the number of bytes so far, and the total if the server states it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartNote:
    """The note: the file of which the unfinished one is a part."""

    url: str
    validator: str
    """The server's mark for If-Range; empty if it gave none, so that the download cannot resume."""


class _BrokenError(Exception):
    """The connection failed. ``final`` says that another attempt is of no use."""

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.final = final


def fetch(links: Sequence[str], part: Path, *, name: str, timeout: float, report: ByteCallback) -> str:
    """Fetch the file ``name`` from the first of ``links`` that gives it, into ``part``. Returns the link.

    ``timeout`` is the number of seconds to wait for a silent server. If the connection fails for good, the
    bytes fetched stay in ``part``. Raises ``PackageError``.
    """
    reasons = []
    for url in links:
        try:
            _fetch(url, part, timeout=timeout, report=report)
        except _BrokenError as error:
            reasons.append(f"{url}: {error}")
        except OSError as error:
            if error.errno == errno.ENOSPC:
                discard_part(part)
            raise PackageError(
                f"{name}: cannot be kept in {part.parent}: {error.strerror}; nothing was installed"
            ) from error
        else:
            return url
    kept = f"; {part.stat().st_size:,} bytes are kept for the next attempt" if part.exists() else ""
    raise PackageError(f"{name}: cannot be fetched ({'; '.join(reasons) or 'the index has no link'}){kept}")


def discard_part(part: Path) -> None:
    """Delete the unfinished file, and the note beside it."""
    part.unlink(missing_ok=True)
    _note(part).unlink(missing_ok=True)


def open_url(
    url: str, *, timeout: float, headers: Mapping[str, str] | None = None
) -> urllib.response.addinfourl:
    """Request ``url``. Raises ``OSError`` or ``http.client.HTTPException``."""
    sent = {"User-Agent": "depeche", "Accept-Encoding": "identity", **(headers or {})}
    request = urllib.request.Request(url, headers=sent)  # noqa: S310 - the index keeps http and https only
    response: urllib.response.addinfourl = urllib.request.urlopen(request, timeout=timeout)  # noqa: S310 - as above
    return response


def reason(error: Exception) -> str:
    """Say in words why the network failed."""
    if isinstance(error, urllib.error.HTTPError):
        return f"{error.code} {error.reason}"
    if isinstance(error, urllib.error.URLError):
        return str(error.reason)
    return str(error) or type(error).__name__


def _fetch(url: str, part: Path, *, timeout: float, report: ByteCallback) -> None:
    """Try until the whole file is there, or another attempt is of no use."""
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(PAUSE * 2 ** (attempt - 1))
        try:
            return _attempt(url, part, timeout=timeout, report=report)
        except _BrokenError as error:
            if error.final or attempt == ATTEMPTS - 1:
                raise
    return None


def _attempt(url: str, part: Path, *, timeout: float, report: ByteCallback) -> None:
    have, headers = _resumable(part, url)
    try:
        response = open_url(url, timeout=timeout, headers=headers)
    except urllib.error.HTTPError as error:
        error.close()
        if have and error.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            if error.headers.get("Content-Range", "") == f"bytes */{have}":
                return  # the file is of the same version, and complete
            discard_part(part)
        raise _BrokenError(reason(error), final=error.code in _GIVE_UP) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _BrokenError(reason(error), final=isinstance(error, ValueError)) from error
    with response:
        start = _start(response, part, have)
        total = _total(response, start)
        if not start:
            _write_note(response, part, url)
        have = start
        with part.open("ab" if start else "wb") as file:
            for block in _blocks(response):
                file.write(block)
                have += len(block)
                _check_size(have)
                report(have, total)
    if total is not None and have != total:
        raise _BrokenError(f"the connection ended after {have:,} of {total:,} bytes")


def _resumable(part: Path, url: str) -> tuple[int, dict[str, str]]:
    """Return how many bytes are there already, and the headers that ask for the others."""
    try:
        note = codec.read_record(PartNote, _note(part), limit=limits.SETTINGS)
        have = part.stat().st_size
    except (RecordError, OSError):
        return 0, {}
    if note.url != url or not note.validator or not have:
        return 0, {}
    return have, {"Range": f"bytes={have}-", "If-Range": note.validator}


def _start(response: urllib.response.addinfourl, part: Path, have: int) -> int:
    """Return where in the file the server's answer begins."""
    if response.status != http.HTTPStatus.PARTIAL_CONTENT:
        return 0
    if not response.headers.get("Content-Range", "").startswith(f"bytes {have}-"):
        discard_part(part)
        raise _BrokenError("the server answered with another part than was asked for")
    return have


def _total(response: urllib.response.addinfourl, start: int) -> int | None:
    """Return the length of the whole file; None if the server does not state it."""
    length = response.headers.get("Content-Length", "")
    if not length.isascii() or not length.isdigit() or len(length) > _DIGITS:
        return None
    _check_size(start + int(length))
    return start + int(length)


def _check_size(count: int) -> None:
    if count > MAX_SIZE:
        raise _BrokenError(f"the server sends more than {MAX_SIZE >> 30} GiB", final=True)


def _blocks(response: urllib.response.addinfourl) -> Iterator[bytes]:
    """Yield the blocks that come. Errors of the network get a type that errors of the disk do not have."""
    while True:
        try:
            block = response.read(_BLOCK)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise _BrokenError(f"the connection broke ({reason(error)})") from error
        if not block:
            return
        yield block


def _write_note(response: urllib.response.addinfourl, part: Path, url: str) -> None:
    tag = response.headers.get("ETag", "")
    validator = tag if tag.startswith('"') else response.headers.get("Last-Modified", "")
    part.unlink(missing_ok=True)  # first, so that the note never stands beside bytes of another version
    _note(part).write_bytes(codec.encode_record(PartNote(url=url, validator=validator)))


def _note(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")
