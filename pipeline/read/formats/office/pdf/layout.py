"""Paragraphs, headings, lists and rows from lines at their places."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from pipeline.core.dataclass import dataclass
from pipeline.core.records import BlockKind
from pipeline.core.text.far_patterns import FarPattern
from pipeline.read.formats.compose import UNSPACED, SourcePart
from pipeline.read.formats.office.pdf.lines import PdfLine
from pipeline.read.formats.office.pdf.margins import NOTE_NUMBER, starts_note
from pipeline.read.formats.office.pdf.rows import lines_in_order

_SAME_SIZE = 0.08
_OTHER_FONT = 0.16
_LARGER = 1.12
"""Letters of a heading are so many times as large as those of the text."""
_LOOSE = 1.35
"""A paragraph ends where the next line is so many times as far away as lines of one are."""
_NEAREST = 0.9
_TIGHT = 0.2
"""The share of lines that stand closer to each other than those of paragraphs are taken to."""
_USUAL_LEADING = 1.2
_FEW = 12
_LARGEST_OF_FEW = 1.6
"""Where few lines are so far apart, each is a paragraph; a text of many may have much space between lines."""
_FAR = 3
"""Lines so many times their size apart are of no one paragraph."""
_INDENT = 0.8
"""A line that begins so many times its size further right begins a paragraph."""
_AROUND = 12
"""So many lines before and after one are looked at for the end of its column."""
_BEGINS_ALIKE = 4
_MOST = 0.8
_WIDTH_OF_A_SIGN = 0.6
"""The width of a letter, in sizes, or somewhat more."""
_LONGEST_HEADING = 250
_LONGEST_BOLD_HEADING = 150
_ENDS = re.compile(r"[.!?:…。！？：](?:\s?[\"'»”“’)\]」』])*$")
_NO_HEADING = re.compile(r"[.!?;,:…]$")
_BULLET = re.compile(r"[•●○◦▪■□‣⁃·∙✓➢–*-]\s+(?=\S)")
_DASHES = "–-*"
"""Signs that begin items, but lines in the middle of a sentence too."""
_NUMBER = re.compile(r"(\d{1,3})([.)])\s+(?=\S)")
_UNSPACED = FarPattern(f"[{UNSPACED}]")
_SIGNS_OF_AN_UNSPACED = 3.0
"""A line of these has room where two of their signs would fit, which are wider than letters."""
_ITEM = re.compile(rf"{_BULLET.pattern}|{_NUMBER.pattern}|\(?(?:[ivxlcIVXLC]{{1,7}}|[a-zA-Z])\)\s+(?=\S)")
"""The beginning of an item of a list; letters alone may be initials unless a bracket follows."""
_OWN_HYPHENS = 0.04
"""In a text that does not part words, at most this share of lines end in a hyphen."""
_HYPHENATED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
_LETTERS_AT_END = re.compile(r"[^\W\d_]+$")
_LONGEST_WORD = 60
_COMPOUND = re.compile(r"[^\s@:/-]+[@/:-]\S*$")
"""The beginning of an address, or of a word that has hyphens of its own."""
_ENCLITIC = re.compile(
    "ils?|elles?|on|je|tu|nous|vous|ce|ci|là|t|moi|toi|lui|leur|l[aeo]|l[aeo]s|y|en"
    "|h[io]|li|n[eao]|[smt]e|lhes?|[nv]os|[ao]s?"
)
"""Words that are written after a hyphen in French, Catalan and Portuguese, so that it stays."""


@dataclass(slots=True)
class _Paragraph:
    lines: list[PdfLine]

    @property
    def size(self) -> float:
        return self.lines[0].size

    @property
    def is_bold(self) -> bool:
        return all(line.is_bold for line in self.lines)


def parts_of_lines(lines: Sequence[PdfLine], body: float) -> list[SourcePart]:
    """Return the parts that the lines of a text are; ``body`` is the size of most of its letters."""
    ordered = lines_in_order(lines)
    ends = _ends_of_columns(ordered)
    leading = _leading(ordered)
    parts: list[SourcePart] = []
    hyphens = _Hyphens(hyphenates=_hyphenates(ordered), compounds=frozenset(_compounds(ordered)))
    for paragraph in _paragraphs(ordered, ends, leading, body):
        parts += _parts(paragraph, body, hyphens)
    return _with_numbers(parts)


def parts_of_notes(lines: Sequence[PdfLine]) -> list[SourcePart]:
    """Return the parts that lines at the feet of pages are."""
    notes: list[list[PdfLine]] = []
    for line in lines:
        if starts_note(line) or not notes:
            notes.append([])
        notes[-1].append(line)
    return [_note(joined_lines(note)) for note in notes]


def _note(text: str) -> SourcePart:
    number = NOTE_NUMBER.match(text)
    if number is None:
        return SourcePart(kind="footnote", text=text)
    return SourcePart(kind="footnote", text=text[number.end() :], marker=f"[{number[1]}] ")


def _hyphenates(lines: Sequence[PdfLine]) -> bool:
    """Say whether words are parted at the ends of lines: where few are, their hyphens are their own."""
    return sum(line.is_hyphenated for line in lines) > len(lines) * _OWN_HYPHENS


def _compounds(lines: Sequence[PdfLine]) -> Iterator[str]:
    """Yield what stands around each hyphen in the middle of a line: ``well-known``."""
    for line in lines:
        for word in _HYPHENATED.findall(line.text.casefold()):
            yield from map("-".join, pairwise(word.split("-")))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hyphens:
    """What a text shows of its hyphens."""

    hyphenates: bool = True
    """Whether it parts words at the ends of lines; otherwise hyphens stay."""
    compounds: frozenset[str] = frozenset()
    """Words with a hyphen in the middle of a line, in small letters, which have it at an end too."""


def joined_lines(lines: Sequence[PdfLine], hyphens: _Hyphens = _Hyphens()) -> str:  # noqa: B008 - it is frozen
    """Return the words of lines; a word that a hyphen parts at the end of a line is whole again."""
    text = ""
    for index, line in enumerate(lines):
        text += line.text
        after = lines[index + 1].text if index + 1 < len(lines) else ""
        if not line.is_hyphenated:
            text += "" if _is_joined(text, after) else " "
        elif not hyphens.hyphenates or _keeps_hyphen(text, after, hyphens.compounds):
            text += "-"
    return text.strip()


def _is_joined(before: str, after: str) -> bool:
    """Say whether no space belongs between lines: after a hyphen, and in scripts that have no spaces."""
    is_compound = before.endswith("-") and before[-2:-1].isalnum()
    return is_compound or (_UNSPACED.match(before[-1:]) and _UNSPACED.match(after)) is not None


def _keeps_hyphen(before: str, after: str, compounds: Collection[str]) -> bool:
    """Say whether a hyphen at the end of a line belongs to the word: ``Port-Sauvin``, ``dit-il``."""
    following = re.match(r"[^\W\d_]+", after)
    if following is None:
        return True
    word = following[0]
    parted = _LETTERS_AT_END.findall(before[-_LONGEST_WORD:])
    if _COMPOUND.search(before) or (parted and f"{parted[0]}-{word}".casefold() in compounds):
        return True
    return not word[0].islower() or _ENCLITIC.fullmatch(word.lower()) is not None or not before[-1:].islower()


def _ends_of_columns(lines: Sequence[PdfLine]) -> dict[int, float]:
    """Return where the column of each line ends, from the lines before and after it that begin where it does.

    A few of these may be longer, such as those of a lead over two columns.
    """
    ends: dict[int, float] = {}
    for index, line in enumerate(lines):
        around = lines[max(0, index - _AROUND) : index + _AROUND + 1]
        rights = sorted(
            other.right
            for other in around
            if other.page == line.page
            and _is_same(other.size, line.size)
            and abs(other.left - line.left) < _BEGINS_ALIKE * line.size
        )
        ends[id(line)] = rights[-1] if len(rights) < _FEW else rights[int(_MOST * len(rights))]
    return ends


def _leading(lines: Sequence[PdfLine]) -> float:
    """Return how far lines of one paragraph stand from each other, in sizes of their letters."""
    gaps = [
        (before.y - line.y) / line.size
        for before, line in pairwise(lines)
        if before.page == line.page
        and _is_same(before.size, line.size)
        and 0 < before.y - line.y < 3 * line.size
    ]
    tight = sorted(gaps)[int(_TIGHT * (len(gaps) - 1))] if gaps else _USUAL_LEADING
    is_of_paragraphs = len(gaps) < _FEW and tight > _LARGEST_OF_FEW
    return _USUAL_LEADING if is_of_paragraphs else tight


def _is_same(size: float, other: float) -> bool:
    return abs(size - other) <= _SAME_SIZE * max(size, other)


def _is_near(size: float, other: float, body: float) -> bool:
    """Say whether lines of these sizes can be of one paragraph; those in another font are smaller."""
    is_text = max(size, other) <= _LARGER * body
    return abs(size - other) <= (_OTHER_FONT if is_text else _SAME_SIZE) * max(size, other)


def _paragraphs(
    lines: Sequence[PdfLine], ends: dict[int, float], leading: float, body: float
) -> Iterator[_Paragraph]:
    paragraph: _Paragraph | None = None
    for line in lines:
        if paragraph is not None and _goes_on(paragraph, line, ends, leading, body):
            paragraph.lines.append(line)
            continue
        if paragraph is not None:
            yield paragraph
        paragraph = _Paragraph([line])
    if paragraph is not None:
        yield paragraph


def _goes_on(
    paragraph: _Paragraph, line: PdfLine, ends: dict[int, float], leading: float, body: float
) -> bool:
    """Say whether a line belongs to the paragraph before it."""
    last = paragraph.lines[-1]
    if last.is_hyphenated and _is_same(last.size, line.size):
        return True
    is_row = len(line.segments) > 1 or len(last.segments) > 1
    if is_row or not _is_near(last.size, line.size, body) or paragraph.is_bold != line.is_bold:
        return False
    is_ended = _ENDS.search(last.text) is not None
    if _ITEM.match(line.text) and (is_ended or line.text[0] not in _DASHES):
        return False
    gap = last.y - line.y
    if last.page != line.page or gap <= 0:  # another page or column
        return not is_ended and _is_same(line.size, body) and not line.is_bold
    if gap > _LOOSE * leading * line.size:
        return False
    is_heading = line.is_bold or line.size > _LARGER * body
    is_indented = line.left > last.left + _INDENT * line.size and not _BULLET.match(paragraph.lines[0].text)
    if is_indented and not is_heading:
        return False
    return is_heading or not _would_fit(line, last, ends[id(last)], is_ended=is_ended)


def _would_fit(line: PdfLine, last: PdfLine, end: float, *, is_ended: bool) -> bool:
    """Say whether the first word of a line would have fitted into the one before it, which ends a paragraph.

    A number stays with the word after it. A line that ends a sentence needs less room for the answer.
    """
    words = line.text.split(maxsplit=2)[:2]
    signs = float(len(words[0]) if any(map(str.isalpha, words[0])) else sum(map(len, words)) + 1)
    if _UNSPACED.match(line.text):
        signs = _SIGNS_OF_AN_UNSPACED
    usual = [(each.right - each.left) / len(each.text) for each in (line, last) if each.right > each.left]
    width = min([_WIDTH_OF_A_SIGN * last.size, *usual])
    return end - last.right > width * (signs if is_ended else signs + 1)


def _parts(paragraph: _Paragraph, body: float, hyphens: _Hyphens) -> Iterator[SourcePart]:
    if any(len(line.segments) > 1 for line in paragraph.lines):
        for line in paragraph.lines:
            for index, segment in enumerate(line.segments):
                yield SourcePart(kind="cell", text=segment.text, continues=index > 0)
        return
    text = joined_lines(paragraph.lines, hyphens)
    bullet = _BULLET.match(text)
    if bullet is not None and paragraph.size <= _LARGER * body:
        yield SourcePart(kind="list_item", text=text[bullet.end() :], marker="- ")
    else:
        yield SourcePart(kind=_kind(paragraph, text, body), text=text)


def _kind(paragraph: _Paragraph, text: str, body: float) -> BlockKind:
    is_large = paragraph.size > _LARGER * body and len(text) <= _LONGEST_HEADING
    is_bold = paragraph.is_bold and len(text) <= _LONGEST_BOLD_HEADING and not _NO_HEADING.search(text)
    return "heading" if is_large or is_bold else "paragraph"


def _with_numbers(parts: Sequence[SourcePart]) -> list[SourcePart]:
    """Return parts in which paragraphs that count up, one after another, are items of a list."""
    numbers = [_NUMBER.match(part.text) if part.kind == "paragraph" else None for part in parts]
    found = list(parts)
    for index, match in enumerate(numbers):
        if match is not None and (
            _follows(match, numbers, index + 1, 1) or _follows(match, numbers, index - 1, -1)
        ):
            found[index] = SourcePart(
                kind="list_item", text=parts[index].text[match.end() :], marker=f"{match[1]}{match[2]} "
            )
    return found


def _follows(match: re.Match[str], numbers: Sequence[re.Match[str] | None], index: int, step: int) -> bool:
    other = numbers[index] if 0 <= index < len(numbers) else None
    return other is not None and int(other[1]) == int(match[1]) + step and other[2] == match[2]
