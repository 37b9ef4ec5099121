"""Pages that are held until all of their document are made: large ones are compressed meanwhile."""

from __future__ import annotations

import zlib

from pipeline.core import limits
from pipeline.core.dataclass import dataclass

_CHUNK = 2**20
_FASTEST = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPage:
    """A page."""

    pieces: tuple[bytes, ...]
    size: int
    """Size of the pieces, in bytes."""
    is_compressed: bool

    def content(self) -> bytes:
        """Return the page as it was made."""
        whole = b"".join(self.pieces)
        return zlib.decompress(whole) if self.is_compressed else whole


def hold(page: bytes, room: int) -> HeldPage | None:
    """Return a page to be held; None where it would take more than ``room`` bytes.

    Small pages are not compressed: that would take longer than to make them again.
    """
    if len(page) <= limits.PAGE_AS_IT_IS:
        return HeldPage(pieces=(page,), size=len(page), is_compressed=False) if len(page) <= room else None
    packer = zlib.compressobj(_FASTEST)
    pieces: list[bytes] = []
    size = 0
    view = memoryview(page)
    for begin in range(0, len(page) + 1, _CHUNK):
        piece = packer.compress(view[begin : begin + _CHUNK])
        if begin + _CHUNK > len(page):
            piece += packer.flush()
        pieces.append(piece)
        size += len(piece)
        if size > room:
            return None
    return HeldPage(pieces=tuple(pieces), size=size, is_compressed=True)
