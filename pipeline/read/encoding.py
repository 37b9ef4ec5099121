"""Decoding of a source, whose encoding is found first.

A byte order mark counts first, then strict UTF-8. Else all encodings that are declared, those of the
languages in ``languages/``, and UTF-8 with what is wrong in it repaired are weighed by what comes out: the
likeliest reading wins, and of near ones a declared one. What could not be read is told.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import languages
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import SourceError
from pipeline.core.ports import Detector, RecordSource
from pipeline.core.records import Detected, Repair, RepairKind
from pipeline.read.encodings import guess, utf8
from pipeline.read.encodings.guess import EncodingCandidate
from pipeline.read.encodings.labels import codec_name
from pipeline.read.encodings.mistaken import read_again
from pipeline.read.encodings.turned import TurnedBack
from pipeline.read.encodings.twice import decoded_once, lost_twice
from pipeline.read.remarks import repair_remarks

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: this mark begins with that one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ESCAPED = re.compile(rb"\x1b[$(]|~\{|\x0e")
"""What encodings of seven bits change their character sets with."""
_SEVEN_BITS = ("iso2022_jp", "iso2022_jp_ext", "iso2022_jp_2004", "iso2022_kr", "hz")
_SEVEN_BITS_DECLARED = ("iso2022", "hz", "utf-7")

_PLAUSIBLE = -8.5
"""Least mean log-likelihood of signs beyond ASCII in a text that is rightly read."""
_THAI = "cp874"
"""Thai has no file, and passes for Chinese in GB 18030, which has a character for nearly any two bytes."""
_POSSIBLE = -11.0
"""The least in what may be a text in a language without a file."""
_PLAUSIBLE_WIDE = -8.0
_LEAST_WIDE = 2
"""Characters that a text of two or four bytes each needs, to be told without a byte order mark."""
_VALID_SEQUENCE = 4.0
"""What each valid sequence of UTF-8 counts, in logarithms: bytes of other encodings seldom make one."""
_CUT_AT_END = -6.0
"""Of a text that is ASCII but for its last bytes, which begin a character of UTF-8."""
_DECLARED, _DECLARED_A_SIGN = 5.0, 0.5
"""What a declaration counts, and for each sign beyond ASCII."""
_FEW, _NEAR = 3, 3.0
"""Signs beyond ASCII that may not tell an encoding, and by how much less likely a near reading is."""
_MOST_REPLACED = 0.25
"""The largest share of U+FFFD among the signs beyond ASCII in what is still taken for text."""


_TURNS: tuple[tuple[RepairKind, Callable[[str], TurnedBack | None]], ...] = (
    ("decoded_twice", decoded_once),
    ("single_byte", read_again),
    ("lost_twice", lost_twice),
)
"""What may have been done to valid UTF-8 before, the commonest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A source's text."""

    text: str
    encoding: str
    """The encoding that it was in, as Python names it."""
    repairs: tuple[Repair, ...] = ()
    """What was not valid in it."""


def decode(content: bytes, detector: Detector | None, *, where: str, declared: Iterable[str] = ()) -> Decoded:
    """Return the text, its encoding, and what had to be repaired.

    ``where`` names the source in the message. ``declared`` are the encodings that it is said to be in, by
    their labels on the web, the most trusted first. Raises ``SourceError`` where the bytes are not text.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _marked(content, mark, encoding, detector, where)
    said = [name for label in declared if label and (name := codec_name(label))]
    found = _seven_bits(content, said) or _valid_utf8(content)
    if found is None and b"\0" in content:
        found = _wide(content, where)
    return found or _weighed(content, detector, where, said)


def decode_noted(source: RecordSource) -> str:
    """Return the text of a source of records, and note what had to be repaired. Raises ``SourceError``."""
    decoded = decode(source.content, source.detector, where=source.where)
    for remark in repair_remarks(decoded.encoding, decoded.repairs):
        source.note(f"{source.where}: {remark}")
    return decoded.text


def decode_marked(content: bytes, *, where: str) -> str:
    """Return a text that is in UTF-8, or in what its byte order mark tells. Raises ``SourceError``."""
    mark, encoding = next((found for found in _MARKS if content.startswith(found[0])), (b"", "utf-8"))
    try:
        return content[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise _not_valid(encoding, error.start, where) from error


def _marked(content: bytes, mark: bytes, encoding: str, detector: Detector | None, where: str) -> Decoded:
    bare = content[len(mark) :]
    try:
        return Decoded(text=bare.decode(encoding), encoding=encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            return _repaired_utf8(bare, detector, offset=len(mark))
        found = _with_replacements(bare, encoding, offset=len(mark))
        if found is None:
            raise _not_valid(encoding, error.start, where) from error
        return found


def _seven_bits(content: bytes, said: Sequence[str]) -> Decoded | None:
    """Return a text in an encoding of seven bits; None where it is in none."""
    declared = [name for name in said if name.startswith(_SEVEN_BITS_DECLARED)]
    if not content.isascii() or not (declared or _ESCAPED.search(content)):
        return None
    for name in dict.fromkeys((*declared, *_SEVEN_BITS)):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        if _is_plausible(text):
            return Decoded(text=text, encoding=name)
    for name in dict.fromkeys((*declared, *_SEVEN_BITS)):
        found = _with_replacements(content, name)
        if found is not None and _is_plausible(found.text):
            return found
    return None


def _valid_utf8(content: bytes) -> Decoded | None:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if "\0" in text:
        return None
    for kind, turn in _TURNS:
        if turned := turn(text):
            first = len(text[: turned.first].encode())
            repair = Repair(kind=kind, count=turned.count, first=first)
            return Decoded(text=turned.text, encoding="utf-8", repairs=(repair,))
    return Decoded(text=text, encoding="utf-8")


def _wide(content: bytes, where: str) -> Decoded:
    """Return a text of two or four bytes a character. Raises ``SourceError`` where it is none."""
    for found in guess.wide_candidates(content)[:1]:
        decoded = _with_replacements(content, found.encoding)
        has_letters = decoded is not None and any(map(str.isalpha, decoded.text))
        if (
            decoded
            and has_letters
            and len(decoded.text) >= _LEAST_WIDE
            and found.score >= _PLAUSIBLE_WIDE * found.signs
        ):
            return decoded
    raise SourceError(f"{where}: holds NUL bytes, so it is binary, not text")


def _weighed(content: bytes, detector: Detector | None, where: str, said: Sequence[str]) -> Decoded:
    found = guess.candidates(content)
    utf8_score = _utf8_score(content)
    declared = [(_declared_score(content, name), name) for name in said if name != "utf-8"]
    best: EncodingCandidate | None = found[0] if found else None
    scores: list[tuple[float, str]] = [*declared, (guess.stranger_score(content, _THAI), _THAI)]
    if utf8_score is not None:
        scores.append((utf8_score, "utf-8"))
    if best is not None:
        scores.append((best.score, best.encoding))
    if not scores:
        raise SourceError(f"{where}: its encoding cannot be told; save it as UTF-8")
    score, encoding = max(scores)
    if encoding == "utf-8":
        return _repaired_utf8(content, detector)
    if best is not None and encoding == best.encoding:
        if score < _PLAUSIBLE * best.signs:
            encoding = _by_statistics(content) or encoding
        else:
            encoding = _of_its_language(content, encoding, detector)
    decoded = _with_replacements(content, encoding)
    if decoded is None or "\0" in decoded.text or not _is_text(content, encoding):
        raise SourceError(f"{where}: its encoding cannot be told; save it as UTF-8")
    return decoded if encoding in said else _told_if_guessed(decoded, content, found)


def _told_if_guessed(decoded: Decoded, content: bytes, found: Sequence[EncodingCandidate]) -> Decoded:
    """Return a text with a note where so few of its signs are beyond ASCII that another reading is near."""
    if decoded.repairs or not 0 < guess.signs_beyond_ascii(decoded.text) <= _FEW:
        return decoded
    near = (each.encoding for each in found if each.score > found[0].score - _NEAR)
    if all(content.decode(name, "replace") == decoded.text for name in near):
        return decoded
    first = next(at for at, byte in enumerate(content) if byte > 0x7F)
    count = guess.signs_beyond_ascii(decoded.text)
    return replace(decoded, repairs=(Repair(kind="guessed", count=count, first=first),))


def _of_its_language(content: bytes, encoding: str, detector: Detector | None) -> str:
    """Return the encoding that the text's language has, where the text is the same in that."""
    sample = guess.sample(content)
    text = sample.decode(encoding, "replace")
    found = detector.detect(text) if detector is not None else None
    if not isinstance(found, Detected):
        return encoding
    own = languages.get(found.language).encodings
    if encoding in own:
        return encoding
    return next((name for name in own if sample.decode(name, "replace") == text), encoding)


def _is_text(content: bytes, encoding: str) -> bool:
    """Say whether what comes out can be a text in any language."""
    text = guess.sample(content).decode(encoding, "replace")
    signs = guess.signs_beyond_ascii(text)
    best = max(guess.likelihood(text)[0], guess.likelihood_of_strangers(text))
    return best >= _POSSIBLE * signs


def _utf8_score(content: bytes) -> float | None:
    """Return how likely it is that bytes are UTF-8 with mistakes; None where nothing of them is."""
    found = utf8.repaired(utf8.survey(guess.sample(content)), encoding="", alphabet=())
    if not found.good:
        is_cut = len(found.units) == 1 and utf8.is_cut_at_end(content)
        return _CUT_AT_END if is_cut else None
    return guess.likelihood(found.text)[0] + _VALID_SEQUENCE * found.good


def _declared_score(content: bytes, encoding: str) -> float:
    text = guess.sample(content).decode(encoding, "replace")
    signs = guess.signs_beyond_ascii(text)
    return max(guess.likelihood(text)[0], guess.likelihood_of_strangers(text)) + (
        _DECLARED + _DECLARED_A_SIGN * signs
    )


def _is_plausible(text: str) -> bool:
    signs = guess.signs_beyond_ascii(text)
    return signs > 0 and guess.likelihood(text)[0] > _PLAUSIBLE * signs


def _repaired_utf8(content: bytes, detector: Detector | None, *, offset: int = 0) -> Decoded:
    found = utf8.survey(content)
    language = detector.detect(found.text) if detector is not None else None
    if isinstance(language, Detected):
        own = languages.get(language.language)
        single = next((name for name in own.encodings if name.startswith("cp125")), "")
        found = utf8.repaired(found, encoding=single, alphabet=frozenset(own.alphabet))
    else:
        found = utf8.repaired(found, encoding="", alphabet=())
    kinds = dict.fromkeys(unit.kind for unit in found.units)
    repairs = []
    for kind in kinds:
        own_units = [unit for unit in found.units if unit.kind == kind]
        repairs.append(Repair(kind=kind, count=len(own_units), first=own_units[0].start + offset))
    return Decoded(text=found.text, encoding="utf-8", repairs=tuple(repairs))


def _with_replacements(content: bytes, encoding: str, *, offset: int = 0) -> Decoded | None:
    """Return a text in which U+FFFD stands for what is not valid; None where that is too much."""
    try:
        return Decoded(text=content.decode(encoding), encoding=encoding)
    except UnicodeDecodeError as error:
        first = error.start + offset
    text = content.decode(encoding, "replace")
    count = text.count(utf8.REPLACEMENT)
    if count > _MOST_REPLACED * (guess.signs_beyond_ascii(text) or 1):
        return None
    return Decoded(text=text, encoding=encoding, repairs=(Repair(kind="replaced", count=count, first=first),))


def _not_valid(encoding: str, at: int, where: str) -> SourceError:
    return SourceError(f"{where}: is not valid {encoding} at byte {at}; save it as UTF-8")


def _by_statistics(content: bytes) -> str | None:
    import charset_normalizer  # takes 60 ms, and few sources need it

    best = charset_normalizer.from_bytes(content).best()
    return best.encoding if best is not None else None
