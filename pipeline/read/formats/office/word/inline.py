"""The words of one paragraph of a Word document, in whatever pieces the program has cut them."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.read.formats.note_signs import Said, settled_line
from pipeline.read.formats.office.safe_xml import bare
from pipeline.read.formats.office.word.signs import piece_words, shift
from pipeline.read.formats.office.word.styles import WordStyles, child, is_on, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_SIGNS = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
}
"""Elements that stand for a sign. A soft hyphen shows only where a line ends, so it is none."""
_SKIPPED = frozenset(
    ("pPr", "rPr", "del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "sdtPr", "sdtEndPr")
)
_REFERENCES = frozenset(("footnoteReference", "endnoteReference"))
_DRAWN = frozenset(("drawing", "pict", "object"))


class WordInline:
    """Walks through a paragraph, and keeps what it meets beside the words."""

    def __init__(self, styles: WordStyles, languages: Counter[str]) -> None:
        """Count characters by language in ``languages``."""
        self.notes: list[tuple[str, str]] = []
        """The notes that are referred to, in order: their kinds and ids."""
        self.boxes: list[_Element] = []
        """The contents of text boxes."""
        self.full_text = ""
        """The words as they stand there, with the signs of notes."""
        self._styles = styles
        self._languages = languages
        self._fields: list[bool] = []
        """Open fields: whether what is read now is the instruction, and not yet the result."""
        self._bold = self._plain = False

    @property
    def is_bold(self) -> bool:
        """Whether there are words, and all of them are bold."""
        return self._bold and not self._plain

    def text(self, paragraph: _Element) -> str:
        """Return the words of a paragraph, its raised and lowered signs as a text has them."""
        said = list(self._words(paragraph))
        self.full_text = "".join(each.text for each in said)
        return settled_line(said)

    def _words(self, element: _Element) -> Iterator[Said]:
        for each in element:
            name = bare(each.tag)
            if name == "r":
                yield from self._run(each)
            elif name == "AlternateContent":
                yield from self._alternative(each)
            elif name in _DRAWN:
                self.boxes += _outermost_boxes(each)
            elif name and name not in _SKIPPED:
                yield from self._words(each)

    def _alternative(self, element: _Element) -> Iterator[Said]:
        """Go through the first of several versions of the same thing."""
        if len(element):
            yield from self._in_run(element[0], None)

    def _run(self, run: _Element) -> Iterator[Said]:
        properties = child(run, "rPr")
        hidden = is_on(child(properties, "vanish"))
        if hidden or (hidden is None and self._styles.hides(value(child(properties, "rStyle")))):
            return
        yield from self._in_run(run, properties)

    def _in_run(self, element: _Element, properties: _Element | None) -> Iterator[Said]:
        for each in element:
            name = bare(each.tag)
            if name == "t":
                if not any(self._fields):
                    words = piece_words(each)
                    self._count(words, properties)
                    yield Said(words, shift(properties))
            elif name in _SIGNS:
                yield Said(_SIGNS[name])
            elif name == "fldChar":
                self._field(each)
            elif name in _REFERENCES:
                self.notes.append((name.removesuffix("Reference"), value(each, "id")))
            elif name and name not in _SKIPPED:
                yield from self._around(each, name, properties)

    def _around(self, element: _Element, name: str, properties: _Element | None) -> Iterator[Said]:
        """Go through what holds words or text boxes in its turn."""
        if name in _DRAWN:
            self.boxes += _outermost_boxes(element)
        elif name == "AlternateContent":
            yield from self._alternative(element)
        elif name == "r":
            yield from self._run(element)
        else:
            yield from self._in_run(element, properties)

    def _field(self, element: _Element) -> None:
        """Follow a field from its begin over its instruction to its result and its end."""
        match value(element, "fldCharType"):
            case "begin":
                self._fields.append(True)
            case "separate" if self._fields:
                self._fields[-1] = False
            case "end" if self._fields:
                self._fields.pop()

    def _count(self, text: str, properties: _Element | None) -> None:
        words = text.strip()
        if not words:
            return
        if is_on(child(properties, "b")):
            self._bold = True
        else:
            self._plain = True
        language = child(properties, "lang")
        is_from_right = is_on(child(properties, "rtl"))
        said = value(language, "bidi") if is_from_right else value(language)
        self._languages[said or self._styles.language] += len(words)


def _outermost_boxes(element: _Element) -> Iterator[_Element]:
    """Yield the contents of the text boxes in a drawing; boxes inside boxes are in these."""
    for each in element:
        if bare(each.tag) == "txbxContent":
            yield each
        elif bare(each.tag) == "AlternateContent":
            yield from _outermost_boxes(each[0]) if len(each) else ()
        elif isinstance(each.tag, str):
            yield from _outermost_boxes(each)


def repeat_boxes(root: _Element) -> None:
    """Write the text boxes of a part into their copies for older programs, as they are now.

    A copy that has other boxes than the first version of the same thing loses its words.
    """
    for each in reversed(list(root.iter())):  # those inside of others first
        if bare(each.tag) != "AlternateContent" or len(each) < 2:
            continue
        first = list(_outermost_boxes(each[0]))
        for other in each[1:]:
            _repeat(first, list(_outermost_boxes(other)))


def _repeat(first: list[_Element], others: list[_Element]) -> None:
    if len(first) == len(others):
        for box, again in zip(first, others, strict=True):
            again[:] = copy.deepcopy(list(box))
    else:
        for again in others:
            for words in again.iter():
                if bare(words.tag) == "t":
                    words.text = ""
