"""Decoding of HTML: the declared encoding counts where the bytes are valid in it."""

from __future__ import annotations

import codecs
import re

from pipeline.core.ports import Received
from pipeline.read import encoding

_SCANNED = 4096
"""So many bytes are searched for a declaration. The standard has 1,024; saved pages put comments first."""
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_VOID = re.compile(r"<(embed|source|track|wbr|keygen)\b[^<>]{0,4000}>", re.IGNORECASE)
_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]{0,400}?|\?xml\b[^>]{0,200}?)(?:charset|encoding)\s*=\s*["']?\s*([\w:.-]{2,40})""",
    re.IGNORECASE,
)


def closed_voids(html: str) -> str:
    """Return HTML whose elements without content end where they begin.

    libxml2 knows some of them as elements with content, and takes all that follows for theirs.
    """
    return _VOID.sub(r"\g<0></\1>", html)


def without_controls(text: str) -> str:
    """Return a text without signs that no tree may be given, though references (``&#1;``) make them."""
    return _CONTROLS.sub("", text)


def decoded_html(received: Received) -> tuple[str, str]:
    """Return the text of a page and the name of its encoding, as Python names it.

    A byte order mark counts first, then strict UTF-8, then what the server says, then what the page declares,
    then a guess. Valid UTF-8
    is hardly ever anything else, whatever a template declares. Raises ``SourceError``.
    """
    content = received.content
    if content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return encoding.decode(content, received.detector, where=received.where)
    declared = [name for name in (encoding.codec_name(received.charset), _declared(content)) if name]
    for name in declared:
        if name.startswith("iso2022"):  # all bytes are ASCII's, so it is valid UTF-8 too
            return content.decode(name, "replace"), name
    for name in ("utf-8", *declared):
        try:
            return content.decode(name), name
        except UnicodeDecodeError:
            continue
    return encoding.decode(content, received.detector, where=received.where)


def _declared(content: bytes) -> str | None:
    """Return the declared encoding, as Python names it; None where there is none that Python knows."""
    found = _DECLARED.search(content[:_SCANNED])
    if found is None:
        return None
    return encoding.codec_name(found[1].decode("ascii", "replace"))
