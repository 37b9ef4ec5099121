"""Valid text whose characters are the bytes of others: UTF-8 that was taken for an older encoding.

A program that reads UTF-8 as Windows-1252 and writes UTF-8 makes ``Ã©`` of ``é``; as Windows-1251, ``Р№`` of
``й``; as MacRoman, ``√©``. Where all of a text can be turned back, it was made so. Where a part can, as where
reports were joined, it is turned back line by line, if what comes out is far likelier to be a language.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

import languages
from pipeline.core.text.far_patterns import FarPattern
from pipeline.core.text.stop_words import for_detection
from pipeline.read.encodings.guess import likelihood, likelihood_of_strangers, signs_beyond_ascii
from pipeline.read.encodings.turned import TurnedBack, western_bytes

_SIGNS = re.compile(r"[^\x00-\x7f]+")
_BESIDE_SMALL = re.compile(r"[a-z][\u00c2-\u00f4][^\x00-\x7f]|[\u00c2-\u00f4][^\x00-\x7f]{1,3}[a-z]")
_LEADS = re.compile(r"[\u00c2-\u00f4][^\x00-\x7f]")
_PAIRS = re.compile(r"(?=([^\x00-\x7f]{2}))")
_MOST_LOOKED_AT = 200
_MOST_TURNED_BACK = 3
"""How often a text was turned back at most, one reading after another."""
_READ_AS = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "iso8859-15", "mac-roman", "cp850"),
    *("cp437", "cp866", "koi8-r"),
)
"""Encodings of one byte that UTF-8 is taken for, the commonest first."""
_WIDE = {"cp932": "縺繧繝", "gbk": "鐨銆锛鏄涓鍦浜"}
"""Encodings of two bytes, with signs that the commonest characters become in them."""
_EASTERN = FarPattern("[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef]")
_WIDTH = 1.5
"""Signs of two bytes that a character of three becomes."""
_LEAST_WHOLE, _LEAST_MADE, _LEAST_KEPT = 2, 3, 0.6
"""Characters that come out of a line at least, those that come out of one that lost others, and their
share."""
_GAIN, _GAIN_EACH = 8.0, 4.0
"""By how much likelier, in natural logarithms, a line must become, at least and for each sequence."""
_LEAST, _MOST = 0.1, 0.8
"""Shares of a line's signs beyond ASCII: what the sequences are at least (Ukrainian ``Сі`` is one by chance),
and from which any character may come out."""
_MANY = 4
"""Characters from which a line may be in a language without a file."""
_WORDS = 16
"""Letters of ASCII in a line that is one of words."""
_ALPHABETS_END = "\u0700"
_SAMPLE = 4000
"""Characters of affected lines by which the encoding is chosen."""


def decoded_once(text: str) -> TurnedBack | None:
    """Return what ``text`` was made of by one reading too many; None where it was not."""
    if text.isascii():
        return None
    found = _turned_back(text)
    for _ in range(_MOST_TURNED_BACK - 1):
        further = None if found is None else _turned_back(found.text)
        if found is None or further is None:
            return found
        found = TurnedBack(text=further.text, count=max(found.count, further.count), first=found.first)
    return found


def lost_twice(text: str) -> TurnedBack | None:
    """Return where a text was decoded twice and lost signs by that, so that it stays; None elsewhere."""
    start = 0
    for line in text.split("\n"):
        for codec, signs in _WIDE.items():
            if not any(sign in line for sign in signs):
                continue
            made = line.encode(codec, "ignore").decode("utf-8", "ignore")
            count = signs_beyond_ascii(made)
            if _is_most(line, made) and _gain(line, made) >= max(_GAIN, _GAIN_EACH * count):
                return TurnedBack(text=text, count=count, first=start)
        start += len(line) + 1
    return None


def _is_most(line: str, made: str) -> bool:
    """Say whether most of a line became signs of East Asia.

    A valid word such as 浜崎あゆみ holds bytes of one by chance.
    """
    signs, count = signs_beyond_ascii(line), len(_EASTERN.findall(made))
    return count >= _LEAST_MADE and count * _WIDTH > _LEAST_KEPT * signs


def _turned_back(text: str) -> TurnedBack | None:
    whole = _whole(text)
    if whole is not None:
        first = next(at for at, sign in enumerate(text) if not sign.isascii())
        return TurnedBack(text=whole, count=signs_beyond_ascii(whole), first=first)
    lines = text.split("\n")
    pairs = set(_PAIRS.findall(text))
    codecs = [name for name in _READ_AS if _begins(name, pairs) and _sequences(name).search(text)]
    codecs += [name for name, signs in _WIDE.items() if any(sign in text for sign in signs)]
    if not codecs:
        return None
    _, codec = max((_gain_of_sample(lines, name), name) for name in codecs)
    made = list(_by_line(lines, codec))
    changed = [at for at, line in enumerate(lines) if made[at][0] != line]
    if not changed:
        return None
    before = sum(len(line) + 1 for line in lines[: changed[0]])
    within = next(at for at, sign in enumerate(lines[changed[0]]) if not sign.isascii())
    count = sum(number for at, (_, number) in enumerate(made) if at in set(changed))
    return TurnedBack(text="\n".join(line for line, _ in made), count=count, first=before + within)


def _gain_of_sample(lines: list[str], codec: str) -> float:
    gain, length = 0.0, 0
    for line in lines:
        made, number = _substituted(line, codec)
        if number:
            gain += _gain(line, made)
            length += len(line)
        if length > _SAMPLE:
            break
    return gain


def _by_line(lines: list[str], codec: str) -> Iterator[tuple[str, int]]:
    """Yield each line, turned back where that makes it far likelier, and how many characters were made."""
    for line in lines:
        made, number = _substituted(line, codec)
        if number and _gain(line, made) >= max(_GAIN, _GAIN_EACH * number):
            yield made, number
        else:
            yield line, 0


def _gain(line: str, made: str) -> float:
    """Return by how much likelier a line becomes, in any language.

    A language without a file counts where nothing stays as it was.
    """
    new = likelihood(made)[0]
    signs = [sign for sign in made if not sign.isascii()]
    if len(signs) >= _MANY and not any(sign in line for sign in signs):
        new = max(new, likelihood_of_strangers(made))
    return new - max(likelihood(line)[0], likelihood_of_strangers(line))


def _substituted(line: str, codec: str) -> tuple[str, int]:
    """Return a line in which all sequences of UTF-8 are characters, and how many there were."""
    if line.isascii():
        return line, 0
    if codec in _WIDE:
        return _substituted_wide(line, codec)
    code = _codes(codec)
    found = list(_sequences(codec).finditer(line))
    if not found:
        return line, 0
    made = [bytes(code[sign] for sign in each[0]).decode() for each in found]
    covered = sum(len(each[0]) for each in found)
    signs = signs_beyond_ascii(line)
    is_any = covered >= _MOST * signs and len(found) >= _MANY
    is_likely = covered >= _LEAST * signs and (is_any or all(map(_is_near, made)))
    if not is_likely or not any(_touches(line, each, is_rare=len(found) < _MANY) for each in found):
        return line, 0
    pieces, end = [], 0
    for each, sign in zip(found, made, strict=True):
        pieces += [line[end : each.start()], sign]
        end = each.end()
    return "".join((*pieces, line[end:])), len(found)


def _touches(line: str, found: re.Match[str], *, is_rare: bool) -> bool:
    """Say whether a sequence is part of a word: a text about such signs has them by themselves.

    Where the line has few of them, it stands beside a small letter of ASCII, as nearly all accents do, or in
    a line of capitals.
    """
    sides = line[found.start() - 1 : found.start()], line[found.end() : found.end() + 1]
    if not is_rare or sum(sign.isascii() and sign.isalpha() for sign in line) >= _WORDS:
        return any(map(str.isalpha, sides))
    return any(side.isascii() and side.islower() for side in sides)


def _is_near(sign: str) -> bool:
    """Say whether a character is a letter of a language that has a file, or a mark."""
    return sign < "\u00c0" or "\u2010" <= sign <= "\u20ac" or sign.lower() in _alphabets()


@cache
def _alphabets() -> frozenset[str]:
    """Return the letters of all alphabets, and those that the commonest words of other languages have."""
    own = (sign for language in languages.everyone() for sign in language.alphabet)
    words = (sign for code in languages.codes() for word in for_detection(code) for sign in word)
    return frozenset(sign for sign in (*own, *words) if sign.isalpha() and sign < _ALPHABETS_END)


def _substituted_wide(line: str, codec: str) -> tuple[str, int]:
    """Do so where nothing was lost."""
    if not any(sign in line for sign in _WIDE[codec]):
        return line, 0
    try:
        made = line.encode(codec).decode()
    except UnicodeError:
        return line, 0
    if len(_EASTERN.findall(made)) < _LEAST_WHOLE:
        return line, 0
    return made, signs_beyond_ascii(made)


@cache
def _codes(codec: str) -> dict[str, int]:
    """Return the byte of each sign beyond ASCII; what the encoding leaves open is a control."""
    found = {}
    for byte in range(0x80, 0x100):
        try:
            found[bytes([byte]).decode(codec)] = byte
        except UnicodeDecodeError:
            found[chr(byte)] = byte
    return found


@cache
def _sequences(codec: str) -> re.Pattern[str]:
    """Return a pattern of the signs that the bytes of one character of UTF-8 are."""
    signs = {byte: sign for sign, byte in _codes(codec).items()}

    def of(first: int, last: int) -> str:
        return f"[{re.escape(''.join(signs[byte] for byte in range(first, last + 1)))}]"

    rest = of(0x80, 0xBF)
    three = f"{signs[0xE0]}{of(0xA0, 0xBF)}{rest}|{signs[0xED]}{of(0x80, 0x9F)}{rest}"
    four = f"{signs[0xF0]}{of(0x90, 0xBF)}{rest}{{2}}"
    plain = of(0xE1, 0xEC) + rest + "{2}|" + of(0xEE, 0xEF) + rest + "{2}"
    return re.compile(f"{of(0xC2, 0xDF)}{rest}|{three}|{plain}|{four}")


def _begins(codec: str, pairs: Collection[str]) -> bool:
    """Say whether a sequence could begin with one of these signs: its pattern takes 3 ms to compile."""
    code = _codes(codec) if pairs else {}
    return any(
        0xC2 <= code.get(pair[0], 0) <= 0xF4 and 0x80 <= code.get(pair[1], 0) <= 0xBF for pair in pairs
    )


def _whole(text: str) -> str | None:
    if not _LEADS.search(text):
        return None
    runs = _SIGNS.findall(text)
    if len(runs) > _MOST_LOOKED_AT and any(western_bytes(run) is None for run in runs[:_MOST_LOOKED_AT]):
        return None
    content = western_bytes(text)
    if content is None:
        return None
    try:
        made = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    # A few letters may be a text about such signs, unless they are parts of words.
    letters = sum(sign.isalpha() and not sign.isascii() for sign in made)
    return made if letters > _MANY or _BESIDE_SMALL.search(text) else None
