"""UTF-8 that is not valid throughout: its good parts stay, the rest is repaired where that is certain.

A file becomes so where texts of several encodings are joined, where it is cut, or where a program writes a
variant of UTF-8: CESU-8 (surrogates, three bytes each), or longer forms than needed. All else is U+FFFD, as
the Unicode Standard advises (section 3.9), one for each stretch that could have begun a character.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from pipeline.core.dataclass import dataclass
from pipeline.core.records import RepairKind

REPLACEMENT = "\ufffd"

_VALID = (
    rb"(?:[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}"
    rb"|\xf4[\x80-\x8f][\x80-\xbf]{2})+"
)
_UNIT = re.compile(
    rb"(?P<valid>" + _VALID + rb")"
    rb"|(?P<pair>\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf])"
    rb"|(?P<long>[\xc0\xc1][\x80-\xbf]|\xe0[\x80-\x9f][\x80-\xbf]|\xf0[\x80-\x8f][\x80-\xbf]{2})"
    rb"|(?P<half>\xed[\xa0-\xbf][\x80-\xbf])"
    rb"|(?P<cut>\xe0[\xa0-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]|\xed[\x80-\x9f]|\xf0[\x90-\xbf][\x80-\xbf]?"
    rb"|[\xf1-\xf3][\x80-\xbf]{1,2}|\xf4[\x80-\x8f][\x80-\xbf]?)"
    rb"|(?P<stray>[\x80-\xff])"
)
"""Every byte is in one unit, so time is linear."""
_QUOTES = {0x91: "‘", 0x92: "’", 0x93: "“", 0x94: "”", 0x84: "„", 0x82: "‚"}
_OPENING, _CLOSING = "‘“„‚", "’”“‘"
_OTHER_SIGNS = {0x96: "–", 0x97: "—", 0x85: "…", 0x80: "€", 0xA0: "\xa0", 0xAB: "«", 0xBB: "»"}
_BEFORE_OPENING = re.compile(r"[\s(\[{\u00a0-]$|^$")
_AFTER_CLOSING = re.compile(r"^$|^[\s.,;:!?)\]}\u00a0-]")
_WORD_END, _WORD_START = re.compile(r"[^\W\d_]*$"), re.compile(r"[^\W\d_]*")
_LONGEST_WORD = 40
_LETTERS = 0xC0
"""First byte of letters in the encodings of Windows; below it is what may be the rest of a cut character."""
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class DamagedBytes:
    """A stretch of bytes that is not valid UTF-8."""

    kind: RepairKind
    start: int
    content: bytes
    text: str
    """How it is read; U+FFFD where that is not certain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """Bytes as far as they are UTF-8."""

    pieces: tuple[str | DamagedBytes, ...]
    good: int
    """Number of characters of several bytes that are valid."""

    @property
    def units(self) -> tuple[DamagedBytes, ...]:
        """What is not valid, in order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, DamagedBytes))

    @property
    def text(self) -> str:
        """The text, with what is not valid as its units read it."""
        return "".join(piece.text if isinstance(piece, DamagedBytes) else piece for piece in self.pieces)


def survey(content: bytes) -> Survey:
    """Return what of ``content`` is valid UTF-8 and what is not. Variants of UTF-8 are repaired."""
    pieces: list[str | DamagedBytes] = []
    good = 0
    for found in _UNIT.finditer(content):
        if found.lastgroup == "valid":
            text = found[0].decode()
            good += len(text) - sum(map(found[0].count, _ASCII)) if not text.isascii() else 0
            pieces.append(text)
        else:
            pieces.append(_unit(found.lastgroup or "stray", found.start(), found[0]))
    return Survey(pieces=tuple(pieces), good=good)


def repaired(found: Survey, *, encoding: str, alphabet: Collection[str]) -> Survey:
    """Return a survey in which single bytes of an older encoding are read where that is certain.

    ``encoding`` is that of the text's language, and ``alphabet`` its small letters. Marks are certain where
    they stand as such marks do. A letter is certain where the word that it makes stands elsewhere in the
    text, or where its byte begins no character in the text, it is of the alphabet and stands elsewhere in the
    text, and its case fits.
    """
    words = {word for piece in found.pieces if isinstance(piece, str) for word in _words(piece)}
    leads = {
        sign.encode()[0]
        for piece in found.pieces
        if isinstance(piece, str) and not piece.isascii()
        for sign in set(piece)
    }
    letters = {sign for word in words for sign in word.lower()}
    pieces = list(found.pieces)
    for at, piece in enumerate(pieces):
        if not isinstance(piece, DamagedBytes) or piece.kind != "replaced" or len(piece.content) > 1:
            continue
        before, after = (_near(pieces, at, step) for step in (-1, 1))
        read = _sign(piece.content[0], before, after) or _letter(
            piece.content, encoding, before, after, words, leads, letters & set(alphabet)
        )
        if read:
            pieces[at] = DamagedBytes(kind="single_byte", start=piece.start, content=piece.content, text=read)
    return Survey(pieces=tuple(pieces), good=found.good)


def is_cut_at_end(content: bytes) -> bool:
    """Say whether bytes end within a character."""
    return _CUT_END.search(content) is not None


_CUT_END = re.compile(rb"(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z")
_ASCII = [bytes([code]) for code in range(0x80)]


def _unit(kind: str, start: int, content: bytes) -> DamagedBytes:
    if kind == "pair":
        text = content.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16")
        return DamagedBytes(kind="surrogates", start=start, content=content, text=text)
    if kind == "long" and (sign := _shortened(content)):
        return DamagedBytes(kind="overlong", start=start, content=content, text=sign)
    return DamagedBytes(kind="replaced", start=start, content=content, text=REPLACEMENT)


def _shortened(content: bytes) -> str:
    """Return what a form that is longer than needed stands for; empty where that is a sign with a meaning.

    Signs of markup in such forms are how attackers once got past filters, and NUL is no text.
    """
    code = content[0] & (0x1F, 0x0F, 0x07)[len(content) - 2]
    for byte in content[1:]:
        code = code << 6 | byte & 0x3F
    sign = chr(code)
    return sign if code > 0x9F or sign.isalnum() or sign == " " else ""


def _near(pieces: list[str | DamagedBytes], at: int, step: int) -> str:
    """Return the text beside a unit; where another unit is there, a sign that nothing fits."""
    if not 0 <= at + step < len(pieces):
        return ""
    near = pieces[at + step]
    text = near.text if isinstance(near, DamagedBytes) else near
    return text[-_LONGEST_WORD:] if step < 0 else text[:_LONGEST_WORD]


def _sign(byte: int, before: str, after: str) -> str:
    """Return the punctuation mark of Windows' encodings that a byte is, where it stands as one."""
    if sign := _QUOTES.get(byte):
        opens = _BEFORE_OPENING.search(before) and after[:1].isalnum()
        closes = before[-1:].strip() and _AFTER_CLOSING.match(after)
        inside = sign == "’" and _is_latin(before[-1:]) and _is_latin(after[:1])
        fits = (opens and sign in _OPENING) or (closes and sign in _CLOSING) or inside
        return sign if fits else ""
    sign = _OTHER_SIGNS.get(byte, "")
    spaced = (before[-1:].isspace(), after[:1].isspace())
    places = {
        "–": all(spaced) or (before[-1:].isdecimal() and after[:1].isdecimal()),
        "—": spaced[0] == spaced[1],
        "…": before[-1:].isalnum() and (spaced[1] or not after),
        "€": before[-1:].isdecimal() or (before[-1:].isspace() and after[:1].isdecimal()),
        "\xa0": after[:1] in tuple("!?;:»%€") or before[-1:] == "«",
        "«": bool(_BEFORE_OPENING.search(before)) and bool(after.strip()),
        "»": bool(before.strip()) and bool(_AFTER_CLOSING.match(after)),
    }
    return sign if places.get(sign) else ""


def _is_latin(sign: str) -> bool:
    return sign.isalpha() and sign < "\u0250"


def _letter(
    content: bytes,
    encoding: str,
    before: str,
    after: str,
    words: Collection[str],
    leads: Collection[int],
    alphabet: Collection[str],
) -> str:
    letter = content.decode(encoding, "ignore") if encoding else ""
    if not letter.isalpha():
        return ""
    start, end = (_WORD_END.search(before), _WORD_START.match(after))
    left, right = start[0] if start else "", end[0] if end else ""
    if (left or right) and f"{left}{letter}{right}" in words:
        return letter
    known = letter.lower() in alphabet and content[0] >= _LETTERS and content[0] not in leads
    cased = letter.islower() if (left[-1:] or right[:1]).islower() and left else True
    return letter if known and cased and (left or right) else ""


def _words(text: str) -> Iterator[str]:
    return (word[0] for word in re.finditer(r"[^\W\d_]+", text))


def in_utf8(text: str) -> bytes:
    """Return a text in UTF-8; halves of characters that stand alone, such as JSON can hold, are U+FFFD."""
    return _HALF.sub("\ufffd", text).encode()
