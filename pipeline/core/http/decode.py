"""Undoing of the compression of an answer, in small pieces, and only where it is whole.

urllib3 would do it too, but takes a stream that breaks off for a whole one.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from pipeline.core.errors import NetworkError
from pipeline.core.text.file_names import escaped_name

ACCEPTED = "gzip, deflate"
"""What we can undo, as servers are told it."""
_KNOWN = frozenset(("gzip", "x-gzip", "deflate"))
_MOST_CODINGS = 3
_PIECE = 2**14
_GZIP_MAGIC = b"\x1f\x8b"
_SHOWN = 40
"""The most signs that are shown of a name that a server made up."""


def decoded(blocks: Iterable[bytes], codings: str, host: str) -> Iterator[bytes]:
    """Yield a body as it was before it was compressed; ``codings`` is its header ``Content-Encoding``.

    Raises ``NetworkError`` where it is compressed in another way than we ask for, is damaged, or breaks off.
    """
    named = [name for part in codings.split(",") if (name := part.strip().lower()) not in ("", "identity")]
    strange = next((name for name in named if name not in _KNOWN), "")
    if strange or len(named) > _MOST_CODINGS:
        shown = escaped_name((strange or codings)[:_SHOWN])
        raise NetworkError(f"{host}: answers in the encoding {shown}, which it was not asked for")
    body = iter(blocks)
    for name in reversed(named):
        body = _unpacked(body, name, host)
    return body


def _unpacked(blocks: Iterator[bytes], name: str, host: str) -> Iterator[bytes]:
    """Yield a body without one compression; what stands after its end is left out, as browsers do."""
    machine = None
    waiting = b""
    for block in blocks:
        waiting += block
        while len(waiting) > 1 or (waiting and machine is not None):
            machine = machine or zlib.decompressobj(_window(name, waiting))
            try:
                made = machine.decompress(waiting, _PIECE)
            except zlib.error as error:
                raise NetworkError(
                    f"{host}: answers with bytes that are not the {name} that they are called",
                    is_temporary=True,
                ) from error
            if made:
                yield made
            if not machine.eof:
                waiting = machine.unconsumed_tail
                continue
            waiting, machine = machine.unused_data, None
            if name == "deflate" or not _GZIP_MAGIC.startswith(waiting[:2]):
                return
    if machine is not None and (made := machine.flush()):
        yield made
    if waiting or (machine is not None and not machine.eof):
        raise NetworkError(f"{host}: breaks the answer off before its end", is_temporary=True)


def _window(name: str, begin: bytes) -> int:
    """Return how ``zlib`` is told the form: some servers leave out the head of ``deflate``."""
    if name != "deflate":
        return zlib.MAX_WBITS | 16
    has_head = begin[0] & 0x0F == zlib.DEFLATED and int.from_bytes(begin[:2]) % 31 == 0
    return zlib.MAX_WBITS if has_head else -zlib.MAX_WBITS
