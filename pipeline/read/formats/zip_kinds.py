"""Telling what a zip file is from its beginning: an office document, a book, or an archive.

Members are looked at in order, as far as they lie in the bytes at hand. OpenDocument and EPUB have a member
``mimetype`` first, which is not packed; Office Open XML has folders of fixed names and a list of types.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The beginning of a compound file (MS-CFB), which is what office documents become that are encrypted."""
_HEADER = struct.Struct("<4sHHHHHIIIHH")
_SIGNATURE = b"PK\x03\x04"
_STORED, _DEFLATED = 0, 8
_HAS_SIZES_AFTER = 8
"""A flag: the sizes stand after the member."""
_MAX_TYPES = 2**17
"""So many bytes of the list of types are looked at."""
_FOLDERS = {b"word/": "docx", b"xl/": "xlsx", b"ppt/": "pptx", b"visio/": "vsdx"}
_TYPES = {
    b"wordprocessingml.document.main": "docx",
    b"wordprocessingml.template.main": "docx",
    b"ms-word.document.macroenabled": "docm",
    b"ms-word.template.macroenabled": "docm",
    b"spreadsheetml.": "xlsx",
    b"ms-excel.": "xlsx",
    b"presentationml.": "pptx",
    b"ms-powerpoint.": "pptx",
}
_MIMETYPES = {
    b"application/epub+zip": "epub",
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.text-template": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/vnd.oasis.opendocument.graphics": "odg",
}


def zip_kind(head: bytes) -> str:
    """Return the usual ending of a kind of zip file, ``docx``, from its beginning; empty if none is told."""
    found = ""
    for name, content in _members(head):
        if name == b"mimetype":
            return _MIMETYPES.get(content.strip(), "")
        if name == b"META-INF/container.xml":
            found = found or "epub"
        if name == b"[Content_Types].xml":
            lowered = content.lower()
            said = next((kind for word, kind in _TYPES.items() if word in lowered), "")
            if said:
                return said
        found = next((kind for folder, kind in _FOLDERS.items() if name.startswith(folder)), found)
    return found


def _members(head: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield names of members, with the beginning of what some of them hold."""
    at = 0
    while head.startswith(_SIGNATURE, at) and at + _HEADER.size <= len(head):
        _, _, flags, method, _, _, _, packed, _, name_length, extra_length = _HEADER.unpack_from(head, at)
        start = at + _HEADER.size + name_length + extra_length
        name = head[at + _HEADER.size : at + _HEADER.size + name_length]
        wanted = name in (b"mimetype", b"[Content_Types].xml")
        if flags & _HAS_SIZES_AFTER and not packed:
            content, end = _inflated(head[start:]) if method == _DEFLATED else (b"", 0)
            yield name, content
            following = head.find(_SIGNATURE, start + end)
            if following < 0:
                return
            at = following
        else:
            end = start + packed
            yield name, (_content(head[start:end], method) if wanted else b"")
            at = end


def _content(packed: bytes, method: int) -> bytes:
    return packed[:_MAX_TYPES] if method == _STORED else _inflated(packed)[0]


def _inflated(packed: bytes) -> tuple[bytes, int]:
    """Return what packed bytes hold, as far as they go and within the limit, and how many they are."""
    inflating = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = inflating.decompress(packed, _MAX_TYPES)
    except zlib.error:
        return b"", 0
    return content, len(packed) - len(inflating.unused_data)
