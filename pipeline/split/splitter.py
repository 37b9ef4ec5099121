"""Cuts text into sentences, with exact spans, in time linear in its length.

This module finds the marks that can end a sentence, with all that clings to them (``?!``, closing quotes and
brackets), and computes the spans. ``rules.py`` decides whether a mark ends a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import languages as known_languages
from languages import Language
from pipeline.core.records import BlockKind, Document, LanguageCode, Segment
from pipeline.split.candidates import Candidate
from pipeline.split.rules import Rules, rules_for
from pipeline.split.text_words import TextWords

_BREAKABLE_SPACE = re.compile(r"[^\S\u00a0\u2007\u202f]+")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_NOT_SPACE = re.compile(r"\S")
_NOTE = re.compile(r"(?:\s?\[\d{1,3}\])+(?=\s|$)")
"""Numbers of notes after a sentence. Where a sentence begins with such a number, they are those of a list."""
_GAPS = {
    "text": re.compile(r"(?<!\s)[^\S\t\n]*+\t[^\S\n]*+(?!\s)"),
    "marked": re.compile(r"(?<!\s)[^\S\t\n]*+[\t\n]\s*+"),
}
"""By syntax what parts the words of a block: a tab columns, and in formats with marks a line end lines. A
line end in plain text may stand inside a sentence, and in Markdown a tab is a space."""
_EITHER_WAY = ('"', "＂")
"""Typewriter quotes, narrow and wide, which open and close alike."""
_NO_SENTENCES = frozenset({"code", "credit"})
_ONE_SENTENCE = frozenset({"title", "heading"})


def squeeze(text: str) -> str:
    r"""Return ``text`` on one line: no white space at its ends, each run inside made one space.

    White space is what ``str.split()`` takes for it, except that the no-break spaces (U+00A0, U+2007, U+202F)
    inside are kept as they are: they are typography (``« Partez ! »``), not layout. ``Segment.text`` is made
    with this function, so a check of a segment against its span must use it too.

    >>> squeeze("  hard\n  wrapped\u00a0! ")
    'hard wrapped\xa0!'
    """
    return _BREAKABLE_SPACE.sub(" ", text.strip())


def squeezed_places(text: str, places: Sequence[int]) -> list[int]:
    """Return the positions in ``squeeze(text)`` of ``places`` in ``text``, which are in order.

    ``text`` has no white space at its ends.
    """
    found: list[int] = []
    at = length = 0
    spaced = False
    for place in places:
        piece = _BREAKABLE_SPACE.sub(" ", text[at:place])
        length += len(piece) - (spaced and piece.startswith(" "))
        spaced = piece.endswith(" ") if piece else spaced
        at = place
        found.append(length)
    return found


def sentence_spans(text: str, language: Language) -> tuple[tuple[int, int], ...]:
    """Return the sentences of ``text`` as half-open spans of code points, in order.

    Spans start and end at characters that are not white space, and every such character is in exactly one
    span. Line ends are white space like any other. Never raises; linear in ``len(text)``.
    """
    return tuple(_spans(text, rules_for(language), TextWords(text)))


class RuleSplitter:
    """A ``Splitter`` by rules over Unicode's punctuation and the data in ``languages/``."""

    def split(self, document: Document, languages: Sequence[LanguageCode]) -> tuple[Segment, ...]:
        """Return the segments of ``document``, as the port ``Splitter`` describes them.

        ``languages`` has one code a block. Raises ``ValueError`` where it has more or fewer, and
        ``languages.UnknownLanguageError`` where a block that is to be split has a code without a file.
        """
        if len(languages) != len(document.blocks):
            raise ValueError(f"{document.origin}: {len(document.blocks)} blocks, {len(languages)} languages")
        words = TextWords(document.text)
        return tuple(
            segment
            for block, language in enumerate(languages)
            for segment in _segments(document, block, language, words)
        )


def _segments(document: Document, index: int, language: LanguageCode, words: TextWords) -> Iterator[Segment]:
    block = document.blocks[index]
    text = document.text[block.start : block.end]
    gap = _GAPS.get(block.syntax)
    spans = _block_spans(block.kind, text, language, words, gap=gap)
    for number, (start, end) in enumerate(spans, 1):
        yield Segment(
            id=f"b{index + 1}.{number}",
            block=index,
            start=block.start + start,
            end=block.start + end,
            text=squeeze(text[start:end]),
            language=language,
        )


def _block_spans(
    kind: BlockKind, text: str, language: LanguageCode, words: TextWords, *, gap: re.Pattern[str] | None
) -> Iterable[tuple[int, int]]:
    if kind in _NO_SENTENCES or not text.strip():
        return ()
    if kind in _ONE_SENTENCE:
        return ((len(text) - len(text.lstrip()), len(text.rstrip())),)
    rules = rules_for(known_languages.get(language))
    if gap is None or not gap.search(text):
        return _spans(text, rules, words)
    return (
        (first + start, first + end)
        for first, last in _columns(text, gap)
        for start, end in _spans(text[first:last], rules, words)
    )


def _columns(text: str, gap: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the stretches between gaps that stand between words, which no sentence crosses."""
    at = 0
    for found in gap.finditer(text):
        if found.start() > 0 and found.end() < len(text):
            yield at, found.start()
            at = found.end()
    yield at, len(text)


def _spans(text: str, rules: Rules, words: TextWords) -> Iterator[tuple[int, int]]:
    first = _NOT_SPACE.search(text)
    if first is None:
        return
    start = first.start()
    content = following = _next(_LETTER_OR_DIGIT, text, start)
    quotes = _QuoteCount(text)
    for mark in rules.marks.finditer(text, start):
        if mark.start() < content:  # marks before the first word end nothing
            continue
        end = mark.end()
        between = text[end : end + 1].isalnum() or text[end - 2].isspace()
        if text[end - 1] in _EITHER_WAY and between and quotes.opens(start, end):
            end = mark.start() + len(mark[0][:-1].rstrip())
        if text[start] != "[" and (note := _NOTE.match(text, end)):
            end = note.end()
        if following < end:  # looked up once a stretch, however many marks are in it
            following = _next(_LETTER_OR_DIGIT, text, end)
        if following == len(text):
            break
        if rules.ends(Candidate(text, start, mark.start(), end, following), words):
            yield start, end
            start, content = _next(_NOT_SPACE, text, end), following
    yield start, len(text.rstrip())


class _QuoteCount:
    """Count of typewriter quotes, which tells whether one opens where the spaces around it do not.

    A quotation that is never closed would turn all those after it round, so the sentence is counted too.
    """

    def __init__(self, text: str) -> None:
        self._all = _Running(text)
        self._before = _Running(text)

    def opens(self, start: int, end: int) -> bool:
        """Tell whether the quote before ``end`` opens, in a sentence from ``start``; both never decrease."""
        until = self._all.count(end)
        return until % 2 == 1 and (until - self._before.count(start)) % 2 == 1


class _Running:
    """Running count of a text's typewriter quotes up to a position; the text is gone through once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position = self._number = 0

    def count(self, end: int) -> int:
        """Return the number of quotes before ``end``, which never decreases from call to call."""
        self._number += sum(self._text.count(sign, self._position, end) for sign in _EITHER_WAY)
        self._position = end
        return self._number


def _next(pattern: re.Pattern[str], text: str, position: int) -> int:
    """Return where ``pattern`` next matches from ``position`` on, or ``len(text)``."""
    found = pattern.search(text, position)
    return found.start() if found else len(text)
