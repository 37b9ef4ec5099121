"""Styles and lists of OpenDocument texts (ISO/IEC 26300-1, 16)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.core.dataclass import dataclass
from pipeline.core.records import BlockKind
from pipeline.read.formats.office.numbers import numeral
from pipeline.read.formats.office.safe_xml import bare

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAX_CHAIN = 20
"""So many styles are followed, each with the next as its parent."""
_KINDS: Mapping[str, BlockKind] = {
    "title": "title",
    "quote": "quotation",
    "intense quote": "quotation",
    "block text": "quotation",
    "subtitle": "heading",
    "heading": "heading",
    "quotations": "quotation",
    "caption": "caption",
    "illustration": "caption",
    "figure": "caption",
    "drawing": "caption",
}
"""Built-in styles by their names, which LibreOffice keeps in English."""
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_BOLD = frozenset(("bold", "600", "700", "800", "900"))
_ESCAPED = re.compile(r"_([0-9a-fA-F]{2})_")
_NUMBER = re.compile(r"%(\d)%")
_LEVELS = frozenset(("list-level-style-number", "list-level-style-bullet", "list-level-style-image"))


def open_value(element: _Element, name: str) -> str:
    """Return an attribute by its name without namespace; empty where it is missing."""
    return next((str(said) for key, said in element.attrib.items() if bare(key) == name), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLevel:
    """How a level of a list is numbered."""

    form: str = ""
    """As ``numeral`` takes it; empty for bullets."""
    before: str = ""
    after: str = ""
    start: int = 1
    pattern: str = ""
    """The whole marker, with ``%1%`` for the number of the first level, as LibreOffice writes it."""


class OpenStyles:
    """The styles of a document, those of its own text and those of its layout."""

    def __init__(self, roots: Sequence[_Element]) -> None:
        """Take the roots of ``content.xml`` and ``styles.xml``; of two styles of a name the first counts."""
        self._parents: dict[str, str] = {}
        self.lists: dict[str, dict[int, ListLevel]] = {}
        self.language = ""
        self._bold: set[str] = set()
        self._hidden: set[str] = set()
        self._shifted: dict[str, bool] = {}
        for root in roots:
            for element in root.iter():
                name = bare(element.tag)
                if name == "style":
                    self._take(element)
                elif name == "list-style":
                    self.lists.setdefault(open_value(element, "name"), dict(_levels(element)))
                elif name == "default-style" and open_value(element, "family") == "paragraph":
                    self.language = self.language or _language(element)

    def _take(self, style: _Element) -> None:
        name = open_value(style, "name")
        if name in self._parents:
            return
        self._parents[name] = open_value(style, "parent-style-name")
        for properties in style:
            if open_value(properties, "font-weight") in _BOLD:
                self._bold.add(name)
            shift = open_value(properties, "text-position").partition(" ")[0]
            if shift and shift not in ("0", "0%"):
                self._shifted[name] = not (shift == "sub" or shift.startswith("-"))
            if open_value(properties, "display") == "none":
                self._hidden.add(name)

    def is_bold(self, name: str) -> bool:
        """Say whether a style itself is bold; of those that it is based on, headings are told by name."""
        return name in self._bold

    def is_raised(self, name: str) -> bool | None:
        """Say whether text of a style stands above the line, or below it; None where on it."""
        return self._shifted.get(name)

    def is_hidden(self, name: str) -> bool:
        """Say whether text of a style is not shown."""
        return name in self._hidden

    def kind(self, name: str) -> BlockKind:
        """Return the kind of a paragraph with a style."""
        for _ in range(_MAX_CHAIN):
            plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), name).lower()
            if plain in _KINDS:
                return _KINDS[plain]
            if re.fullmatch(r"heading \d+", plain):
                return "heading"
            if name not in self._parents:
                break
            name = self._parents[name]
        return "paragraph"


def _language(element: _Element) -> str:
    for each in element:
        if language := open_value(each, "language"):
            country = open_value(each, "country")
            return language if country in ("", "none") else f"{language}-{country}"
    return ""


def _levels(element: _Element) -> Iterator[tuple[int, ListLevel]]:
    for each in element:
        if bare(each.tag) in _LEVELS and (level := open_value(each, "level")).isdecimal():
            start = open_value(each, "start-value")
            yield (
                int(level),
                ListLevel(
                    form=_FORMS.get(open_value(each, "num-format"), ""),
                    before=open_value(each, "num-prefix"),
                    after=open_value(each, "num-suffix"),
                    start=int(start) if start.isdecimal() else 1,
                    pattern=open_value(each, "num-list-format"),
                ),
            )


class ListCounter:
    """The lists that are open, and how far each has counted."""

    def __init__(self, styles: OpenStyles) -> None:
        """Take the document's styles."""
        self._styles = styles
        self._open: list[tuple[str, int]] = []
        """The styles of the open lists, outer ones first, and the numbers of their last items."""
        self._last: dict[str, int] = {}

    @contextmanager
    def entered(self, element: _Element) -> Iterator[None]:
        """Open a list while the block runs; one inside another has the other's style unless it names one."""
        named = open_value(element, "style-name")
        name = named or (self._open[-1][0] if self._open else "")
        start = self._level(name, len(self._open) + 1).start - 1
        goes_on = open_value(element, "continue-numbering") == "true" or open_value(element, "continue-list")
        self._open.append((name, self._last.get(name, start) if goes_on and not self._open else start))
        try:
            yield
        finally:
            name, number = self._open.pop()
            if not self._open:
                self._last[name] = number

    def marker(self, item: _Element) -> str:
        """Count an item of the innermost list, and return what stands before it."""
        name, number = self._open[-1]
        said = open_value(item, "start-value")
        number = int(said) if said.isdecimal() else number + 1
        self._open[-1] = name, number
        level = self._level(name, len(self._open))
        if not level.form:
            return "- "
        if level.pattern:
            return f"{' '.join(_NUMBER.sub(self._number, level.pattern).split())} "
        return f"{level.before.lstrip()}{numeral(number, level.form)}{level.after.strip() or '.'} "

    def _number(self, match: re.Match[str]) -> str:
        """Return the number of a level, as a marker has it."""
        depth = int(match[1])
        if not 0 < depth <= len(self._open):
            return ""
        name, number = self._open[depth - 1]
        return numeral(number, self._level(name, depth).form or "decimal")

    def _level(self, name: str, depth: int) -> ListLevel:
        return self._styles.lists.get(name, {}).get(depth, ListLevel())
