"""A paragraph of a Word document taken apart into words and marks, to be written with other words.

A mark is a change of style, a link, or something without words that stands between them: a note's sign, a
picture, a line break. Word cuts words into runs where spelling, revisions or languages change; runs that look
the same are one here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from pipeline.core.dataclass import dataclass
from pipeline.read.formats.compose import PartMark, settled_marks
from pipeline.read.formats.marked_tree import links_of
from pipeline.read.formats.office.safe_xml import bare
from pipeline.read.formats.office.word.signs import WordUnit, on_line, piece_words, shift, with_signs
from pipeline.read.formats.office.word.styles import child, is_on

if TYPE_CHECKING:
    from lxml.etree import _Element

_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n"}
_SKIPPED = frozenset(("pPr", "rPr", "proofErr", "lastRenderedPageBreak", "softHyphen", "del", "moveFrom"))
_AROUND = frozenset(("ins", "moveTo"))
_BESIDE = frozenset(
    (
        "bookmarkStart",
        "bookmarkEnd",
        "commentRangeStart",
        "commentRangeEnd",
        "permStart",
        "permEnd",
        "moveToRangeStart",
        "moveToRangeEnd",
        "moveFromRangeStart",
        "moveFromRangeEnd",
    )
)
"""Elements that stand beside runs, and say something of a place."""
_IN_RUNS = frozenset(
    (
        "footnoteReference",
        "endnoteReference",
        "footnoteRef",
        "endnoteRef",
        "commentReference",
        "annotationRef",
        "separator",
        "continuationSeparator",
        "sym",
        "drawing",
        "pict",
        "object",
        "AlternateContent",
    )
)
_OF_LANGUAGE = frozenset(("lang", "noProof"))
"""Properties that change no look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordMark:
    """What a mark stands for."""

    kind: Literal["style", "link", "in_run", "beside"]
    element: _Element | None = None
    """The link, or what stands there."""
    properties: _Element | None = None
    """Properties of the run that looks like that, or that it stands in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedParagraph:
    """A paragraph taken apart."""

    element: _Element
    text: str
    full_text: str
    """With the signs that refer to notes, which are none of ``text``."""
    marks: tuple[PartMark, ...]
    handles: tuple[WordMark, ...]
    """What each mark stands for."""
    base: _Element | None
    """Properties of runs outside of marks: those of most of the words."""
    has_changes: bool
    """Whether deletions were left out and insertions taken."""
    links_left_out: int
    """So many links had no whole word."""
    shifts: tuple[tuple[str, WordMark], ...]
    """Raised and lowered signs as they are in ``text``, and as they stand in the document."""


class _TooComplexError(Exception):
    """The paragraph holds what cannot be taken apart."""


def marked_paragraph(element: _Element) -> MarkedParagraph | None:
    """Return a paragraph taken apart; None where it holds fields, text boxes or the like."""
    try:
        found = list(_units(element))
    except _TooComplexError:
        return None
    units = list(with_signs(found))
    lengths: Counter[bytes] = Counter()
    for kind, text, _, properties in units:
        if kind == "text":
            lengths[_look(properties)] += len(text)
    common = max(lengths, key=lambda look: lengths[look], default=b"")
    writer = _Marks(common)
    for unit in units:
        writer.take(unit)
    writer.style(common, None)
    base = next(
        (properties for kind, _, _, properties in units if kind == "text" and _look(properties) == common),
        None,
    )
    changes = any(bare(each.tag) in ("del", "ins", "moveFrom", "moveTo") for each in element)
    text = "".join(writer.words)
    marks, handles = settled_marks(text, writer.marks, writer.handles)
    return MarkedParagraph(
        element=element,
        text=text,
        full_text="".join(unit[1] for unit in found),
        marks=marks,
        handles=handles,
        base=base,
        has_changes=changes,
        links_left_out=links_of(writer.marks) - links_of(marks),
        shifts=tuple(writer.shifts),
    )


class _Marks:
    """Puts words and marks together."""

    def __init__(self, common: bytes) -> None:
        self.words: list[str] = []
        self.marks: list[PartMark] = []
        self.handles: list[WordMark] = []
        self.shifts: list[tuple[str, WordMark]] = []
        self._length = self._pairs = 0
        self._common = self._look = common
        self._open: list[int] = []
        self._styled: int | None = None

    def take(self, unit: WordUnit) -> None:
        """Take the next unit."""
        kind, text, element, properties = unit
        match kind:
            case "text":
                self.style(_look(properties), properties)
                self._say(text)
            case "shifted":
                look = on_line(properties)
                self.style(_look(look), look)
                self._say(text)
                self.shifts.append((text, WordMark(kind="in_run", element=element, properties=properties)))
            case "open":
                self.style(self._common, None)
                self._open.append(self._pairs)
                self._pairs += 1
                self._mark("link", "open", self._open[-1], WordMark(kind="link", element=element))
            case "close":
                self.style(self._common, None)
                self._mark("link", "close", self._open.pop(), WordMark(kind="link", element=element))
            case _:
                self._say(text)
                handle = WordMark(
                    kind="in_run" if kind == "in_run" else "beside", element=element, properties=properties
                )
                self._mark("html", "whole", None, handle, own=len(text))

    def style(self, look: bytes, properties: _Element | None) -> None:
        """Change the look of what follows."""
        if look == self._look:
            return
        if self._styled is not None:
            self._mark("emphasis", "close", self._styled, WordMark(kind="style"))
            self._styled = None
        self._look = look
        if look != self._common:
            self._styled = self._pairs
            self._pairs += 1
            handle = WordMark(kind="style", properties=properties)
            self._mark("emphasis", "open", self._styled, handle, is_narrow=shift(properties) != "")

    def _say(self, text: str) -> None:
        self.words.append(text)
        self._length += len(text)

    def _mark(
        self,
        role: Literal["emphasis", "link", "html"],
        side: Literal["open", "close", "whole"],
        pair: int | None,
        handle: WordMark,
        *,
        is_narrow: bool = False,
        own: int = 0,
    ) -> None:
        mark = PartMark(at=self._length, role=role, side=side, pair=pair, is_narrow=is_narrow, own=own)
        self.marks.append(mark)
        self.handles.append(handle)


def _units(element: _Element) -> Iterator[WordUnit]:
    for each in element:
        name = bare(each.tag)
        if name == "r":
            yield from _of_run(each)
        elif name == "hyperlink":
            yield "open", "", each, None
            yield from _units(each)
            yield "close", "", each, None
        elif name in _AROUND:
            yield from _units(each)
        elif name in _BESIDE:
            yield "beside", "", each, None
        elif name and name not in _SKIPPED:
            raise _TooComplexError


def _of_run(run: _Element) -> Iterator[WordUnit]:
    properties = child(run, "rPr")
    if is_on(child(properties, "vanish")):
        yield "beside", "", run, None
        return
    for each in run:
        name = bare(each.tag)
        if name == "t":
            yield "text", piece_words(each), each, properties
        elif name == "noBreakHyphen":
            yield "text", "\u2011", None, properties
        elif name in _BREAKS:
            yield "in_run", _BREAKS[name], each, properties
        elif name in _IN_RUNS:
            if any(bare(inner.tag) == "txbxContent" for inner in each.iter()):
                raise _TooComplexError
            yield "in_run", "", each, properties
        elif name and name not in _SKIPPED:
            raise _TooComplexError


def _look(properties: _Element | None) -> bytes:
    """Return what runs that look the same have in common."""
    from lxml import etree

    if properties is None:
        return b""
    return b"".join(
        etree.tostring(each, method="c14n") for each in properties if bare(each.tag) not in _OF_LANGUAGE
    )
