"""Patterns of text that no engine may change: addresses, file names, code, placeholders, dates, emoji.

All patterns are tried at once from left to right; the first one named wins. The time is linear in the text,
because each part ends at a sign that it cannot hold, or is bounded. Letters of scripts without spaces that
stand beside an item do not become part of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from pipeline.core.records import FoundKind, Item

_LETTERS = r"A-Za-z0-9\u00c0-\u024f\u0370-\u04ff"
_L = rf"{_LETTERS}_"
"""Letters of file names: Latin, Greek, Cyrillic."""
_BRACKETED = r"\([A-Za-z0-9_.-]{1,60}\)"
"""What may stand in the middle of a name, as in ``plan_(v2).pdf``."""

_MARKS = (
    r"\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    r"\u0900-\u0963\u0966-\u0dff\u0e31-\u0e3a\u0e47-\u0e4e\u200c\u200d"
)
"""Signs that stand inside words and that ``\\w`` does not match: vowel signs, joiners."""

_ADDRESS = r"[^\s<>\"'`{}|\\^«»“”„‹›…\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]"
"""Characters of an address. Han, kana and Hangul end it, because their texts put no space there."""

_HOST = r"(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+"

_DOMAINS = (
    "com org net info edu gov mil int eu io tv ai cat gal uk fr ca ch pt br mx us au nz jp cn ru pl nl dk fi"
    " gr tr ir il ua cz sk ro bg vn kr hu ie lu ar cl co pe za"
)
"""Top-level domains that make a host name even without ``www.`` or a path. None is a word in news."""

_ENDINGS = (
    "pdf docx? xlsx? pptx? od[tsp] rtf txt csv tsv json ya?ml toml xml html? css jsx? tsx? py java cpp rs"
    " sh bat exe msi dmg apk deb rpm zip tar gz tgz bz2 xz 7z rar iso jpe?g png gif svg webp bmp tiff? mp3"
    " mp4 wav ogg avi mov mkv md log ini cfg conf sql sqlite"
)

_PICTURE = (
    r"[\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff"
    r"\u2600-\u27bf\u2b00-\u2bff\u231a-\u23ff]"
)
_ELEMENT = (
    rf"(?:{_PICTURE}[\ufe0e\ufe0f]?[\U0001f3fb-\U0001f3ff]?|[\u00a9\u00ae\u2000-\u2bff\u3030\u303d\u3297\u3299]\ufe0f"
    r"|[\U0001f1e6-\U0001f1ff]{2}|[0-9#*]\ufe0f?\u20e3)(?:[\U000e0020-\U000e007e]+\U000e007f)?"
)

_CONVERSION = (
    r"%(?:\([A-Za-z_][\w.]{0,60}\))?(?:[0-9]{1,2}\$)?[-+0\#]{0,3}[0-9]{0,3}(?:\.[0-9]{1,2})?"
    r"[sdifgxu](?![\w'’])"
)
"""Format codes of C and Python: ``%s``, ``%(name)s``, ``%1$d``, ``%.2f``."""

_MAILBOX = rf"(?<![A-Za-z0-9.+_%-])[A-Za-z0-9.+_%-]+(?:{_BRACKETED}[A-Za-z0-9.+_%-]*)?"
_KNOWN_HOST = rf"(?:{'|'.join(_DOMAINS.split())})(?![{_L}\-])"
_CLOCK = r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?"

_KINDS: tuple[tuple[FoundKind, str], ...] = (
    ("code", r"``[^`\n]{1,300}``|`[^`\n]{1,300}`"),
    ("tag", r"</?[A-Za-z][\w:-]*(?:\s[^<>\n]{0,300})?/?>|<!--[^<>\n]{0,300}-->"),
    ("tag", r"&(?:[A-Za-z]{2,10}|\#[0-9]{2,6});"),
    ("placeholder", r"\{\{[^{}\n]{1,100}\}\}|\$?\{(?:[A-Za-z_][^{}\s]{0,100}|[0-9]{0,3})\}"),
    ("placeholder", _CONVERSION),
    ("placeholder", r"(?<!\w)__[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*__(?!\w)"),
    ("url", rf"(?<![A-Za-z0-9])(?:(?:https?|s?ftp|file)://|www\.(?=[A-Za-z0-9])){_ADDRESS}+"),
    ("url", rf"(?<![A-Za-z0-9])(?:mailto|tel):(?=[+\w]){_ADDRESS}+"),
    ("email", _MAILBOX + r"@(?:[A-Za-z0-9-]+\.)+[A-Za-z0-9-]*[A-Za-z]"),
    ("file", rf"(?<![{_L}.\-/])(?:~|\.{{1,2}})?/[{_L}.\-]+(?:/[{_L}.\-]+)+/?"),
    ("file", rf"(?<![{_L}])[A-Za-z]:\\[^\s\"<>|*?]+"),
    (
        "file",
        rf"(?<![{_L}.\-])(?:\[[{_L}.\-]{{1,60}}\])?[{_L}][{_L}.\-]*(?:{_BRACKETED}[{_L}.\-]*){{0,3}}\.(?i:{'|'.join(_ENDINGS.split())})(?![{_L}])",
    ),
    ("url", rf"(?<![{_L}.@\-]){_HOST}(?:[a-z]{{2,6}}(?=/[A-Za-z0-9])|{_KNOWN_HOST})(?:/{_ADDRESS}*)?"),
    ("code", rf"(?<![{_L}])[{_LETTERS}]+(?:_{{1,3}}(?:[{_LETTERS}]+|{_BRACKETED}))+(?:\(\))?(?![{_L}])"),
    ("code", rf"(?<![{_L}.])[A-Za-z][A-Za-z0-9.]*\(\)"),
    ("mention", r"(?<![A-Za-z0-9_@.])@[A-Za-z0-9_]{1,50}(?:@(?:[A-Za-z0-9-]+\.)+[a-z]{2,})?(?![A-Za-z0-9_])"),
    ("hashtag", rf"(?<![\w&\#/])\#[0-9_]*[^\W\d_][\w{_MARKS}]*"),
    ("date", rf"(?<![\w-])[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?:[T ]{_CLOCK})?(?![\w-])"),
    ("emoji", rf"(?:{_ELEMENT}(?:\u200d{_ELEMENT})*)+"),
)


@cache  # which takes 7 ms, and a run that changes nothing needs it for nothing
def _any() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<k{at}>{pattern})" for at, (_, pattern) in enumerate(_KINDS)))


_HINT = re.compile(
    r"[`<&{%@\#/\\_\ufe0f\u20e3\u231a-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
    r"|\.\w|:[+\w]|\(\)|[0-9]-[0-9]"
)
"""What every item has at least one of: a text without is not searched for them, which takes much longer."""

_TRAILING = frozenset(".,;:!?'’*)]")
"""Signs that belong to the sentence, not to the address before them. A bracket does if none was opened."""


def find_protected(text: str) -> tuple[Item, ...]:
    """Return the items that must survive, in order and without overlaps."""
    return tuple(_found(text))


def merge_items(found: Sequence[Item], others: Sequence[Item]) -> tuple[Item, ...]:
    """Return the items of two sources in order. If two overlap, the one of ``others`` is kept.

    An item of ``others`` without width splits a found item that it stands in. A found term is dropped
    instead, because it can only be replaced as a whole, and so is an item with a stand-in. Each source is in
    order, without overlaps.
    """
    wide = [item for item in others if item.start < item.end]
    places = [item.start for item in others if item.start == item.end]
    ends = [item.end for item in wide]
    kept: list[Item] = []
    for item in found:
        at = bisect_right(ends, item.start)
        if at < len(wide) and wide[at].start < item.end:
            continue
        cuts = sorted({*places[bisect_right(places, item.start) : bisect_left(places, item.end)]})
        if not cuts:
            kept.append(item)
        elif item.replacement is None and item.stand_in is None:
            edges = [item.start, *cuts, item.end]
            kept.extend(replace(item, start=start, end=end) for start, end in pairwise(edges))
    return tuple(sorted([*others, *kept], key=lambda item: (item.start, item.end)))


def _found(text: str) -> Iterator[Item]:
    if not _HINT.search(text):
        return
    for match in _any().finditer(text):
        kind = _KINDS[int(str(match.lastgroup)[1:])][0]
        end = _trimmed(text, match.start(), match.end()) if kind in ("url", "file") else match.end()
        yield Item(start=match.start(), end=end, kind=kind)


def _trimmed(text: str, start: int, end: int) -> int:
    """Return the end of an address, without the punctuation of its sentence."""
    closed = {
        sign: text.count(sign, start, end) - text.count(pair, start, end) for sign, pair in (")(", "][")
    }
    while end > start + 1 and text[end - 1] in _TRAILING:
        sign = text[end - 1]
        if sign in closed:
            if closed[sign] <= 0:
                break
            closed[sign] -= 1
        end -= 1
    return end
