"""Decoding of HTML: the declared encoding counts where the bytes are valid in it."""

from __future__ import annotations

import codecs
import re

from pipeline.core.ports import Received
from pipeline.read import encoding

_SCANNED = 4096
"""So many bytes are searched for a declaration. The standard has 1,024; saved pages put comments first."""
_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]{0,400}?|\?xml\b[^>]{0,200}?)(?:charset|encoding)\s*=\s*["']?\s*([\w:.-]{2,40})""",
    re.IGNORECASE,
)
_LABELS = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "windows-874": "cp874",
    "tis-620": "cp874",
}
"""Labels that browsers read as a larger encoding. Source: the WHATWG's Encoding Standard."""


def decoded_html(received: Received) -> tuple[str, str]:
    """Return the text of a page and the name of its encoding, as Python names it.

    A byte order mark counts first, then strict UTF-8, then the declared encoding, then a guess. Valid UTF-8
    is hardly ever anything else, whatever a template declares. Raises ``SourceError``.
    """
    content = received.content
    if content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return encoding.decode(content, received.detector, where=received.where)
    declared = _declared(content)
    if declared is not None and declared.startswith("iso2022"):
        return content.decode(declared, "replace"), declared
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if declared is not None:
        try:
            return content.decode(declared), declared
        except UnicodeDecodeError:
            pass
    return encoding.decode(content, received.detector, where=received.where)


def _declared(content: bytes) -> str | None:
    """Return the declared encoding, as Python names it; None where there is none that Python knows."""
    found = _DECLARED.search(content[:_SCANNED])
    if found is None:
        return None
    return codec_name(found[1].decode("ascii", "replace"))


def codec_name(label: str) -> str | None:
    """Return the encoding that a label means on the web, as Python names it; None where none is known."""
    bare = label.strip().lower()
    try:
        return codecs.lookup(_LABELS.get(bare, bare)).name
    except (LookupError, ValueError):
        return None
