"""Decoding of a source, whose encoding is found first.

A byte order mark counts first, then strict UTF-8, then a guess. charset-normalizer alone takes short Western
texts for Central European ones. So the legacy encodings of the languages in ``languages/`` are tried before
it, and the detector says which of the readings is a language.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections import Counter
from functools import cache

import languages
from pipeline.core.errors import SourceError
from pipeline.core.ports import Detector
from pipeline.core.records import Detected

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: this mark begins with that one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
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
_NO_ENCODINGS = frozenset(("idna", "punycode", "raw-unicode-escape", "unicode-escape"))
"""What Python calls encodings, and no text is in."""

_ODD = frozenset(("Cc", "Cf", "Sc", "Sk", "Sm", "So", "No"))
"""Categories of signs that do not stand inside words."""

_SAMPLE = 20_000
"""How many bytes the guess looks at; more costs time and tells nothing new."""


def codec_name(label: str) -> str | None:
    """Return the encoding that a label means on the web, as Python names it; None where none is known."""
    bare = label.strip().lower()
    try:
        name = codecs.lookup(_LABELS.get(bare, bare)).name
        b"".decode(name)
    except (LookupError, ValueError):  # unknown, or Python's name for something else, such as hex
        return None
    return None if name in _NO_ENCODINGS else name


def decode(content: bytes, detector: Detector, *, where: str, charset: str = "") -> tuple[str, str]:
    """Return the text and the name of its encoding.

    ``where`` names the source in the message. ``charset`` is the encoding that a server says it is in. Raises
    ``SourceError`` where the bytes are not text.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content[len(mark) :], encoding, where), encoding
    text, encoding = _unmarked(content, detector, where, codec_name(charset))
    if "\0" in text:
        raise SourceError(f"{where}: holds NUL bytes, so it is binary, not text")
    return text, encoding


def decode_marked(content: bytes, *, where: str) -> str:
    """Return a text that is in UTF-8, or in what its byte order mark tells. Raises ``SourceError``."""
    mark, encoding = next((found for found in _MARKS if content.startswith(found[0])), (b"", "utf-8"))
    return _strictly(content[len(mark) :], encoding, where)


def _unmarked(content: bytes, detector: Detector, where: str, said: str | None) -> tuple[str, str]:
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if b"\0" in content:
        raise SourceError(f"{where}: holds NUL bytes, so it is binary, not text")
    if said is not None:
        try:
            return content.decode(said), said
        except UnicodeDecodeError:
            pass
    encoding = _by_language(content, detector) or _by_statistics(content)
    if encoding is None:
        raise SourceError(f"{where}: its encoding cannot be told; save it as UTF-8")
    return _strictly(content, encoding, where), encoding


def _strictly(content: bytes, encoding: str, where: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{where}: is not valid {encoding} at byte {error.start}; save it as UTF-8"
        ) from error


def _by_language(content: bytes, detector: Detector) -> str | None:
    """Try all single-byte encodings of known languages, and return the one whose reading makes sense.

    A reading makes sense where the detector knows its language, and that language is written in the encoding.
    Of several, the one with the fewest stray signs is right. Encodings of several bytes are left to
    statistics: nearly any bytes are some Han or Hangul in them.
    """
    strays: dict[str, int] = {}
    for encoding in _single_byte():
        try:
            text = content.decode(encoding)[:_SAMPLE]
        except UnicodeDecodeError:
            continue
        found = detector.detect(text)
        if isinstance(found, Detected) and encoding in languages.get(found.language).encodings:
            strays[encoding] = _strays(text)
    return min(strays, key=lambda encoding: strays[encoding], default=None)


@cache
def _single_byte() -> tuple[str, ...]:
    """Return the languages' encodings that give each byte a letter of its own, the commonest first."""
    uses = Counter(encoding for language in languages.everyone() for encoding in language.encodings)
    upper = bytes(range(0x80, 0x100))
    return tuple(
        name for name, _ in uses.most_common() if len(upper.decode(name, "ignore")) > len(upper) // 2
    )


def _strays(text: str) -> int:
    """Count signs that should not touch a letter and do: reading in the wrong encoding leaves such signs."""
    odd = [unicodedata.category(sign) in _ODD and not sign.isspace() for sign in text]
    return sum(
        is_odd and (text[at - 1 : at].isalpha() or text[at + 1 : at + 2].isalpha())
        for at, is_odd in enumerate(odd)
    )


def _by_statistics(content: bytes) -> str | None:
    import charset_normalizer  # takes 60 ms, and few sources need it

    best = charset_normalizer.from_bytes(content).best()
    return best.encoding if best is not None else None
