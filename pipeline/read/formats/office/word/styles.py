"""Styles and numbering of Word documents (ISO/IEC 29500-1, 17.7 and 17.9)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from pipeline.core.dataclass import dataclass
from pipeline.core.records import BlockKind
from pipeline.read.formats.office.numbers import numeral
from pipeline.read.formats.office.safe_xml import bare

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAX_CHAIN = 20
"""So many styles are followed, each based on the next."""
_BODY_LEVEL = 9
"""The outline level of text that is no heading."""
_NAMES: Mapping[str, BlockKind] = {
    "title": "title",
    "subtitle": "heading",
    "caption": "caption",
    "quote": "quotation",
    "intense quote": "quotation",
    "block text": "quotation",
    "quotations": "quotation",
    "illustration": "caption",
    "figure": "caption",
}
"""Built-in styles by their names, which Word and LibreOffice keep in English."""
_HEADING = re.compile(r"heading ?\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordStyle:
    """What matters of a style."""

    name: str = ""
    based_on: str = ""
    level: int | None = None
    numbering: tuple[str, int] | None = None
    """The list and the level in it."""
    hidden: bool | None = None


def child(element: _Element | None, name: str) -> _Element | None:
    """Return the first child element of this name, whatever its namespace."""
    if element is None:
        return None
    return next((each for each in element if bare(each.tag) == name), None)


def value(element: _Element | None, name: str = "val") -> str:
    """Return an attribute by its name without namespace; empty where it is missing."""
    if element is None:
        return ""
    return next((str(said) for key, said in element.attrib.items() if bare(key) == name), "")


def is_on(element: _Element | None) -> bool | None:
    """Say whether a property that is on or off is on; None where it is missing."""
    return None if element is None else value(element) not in ("0", "false", "off", "none")


def number_of(element: _Element | None) -> int | None:
    """Return the value of a property that is a number; None where it is none."""
    said = value(element)
    return int(said) if re.fullmatch(r"-?\d{1,9}", said) else None


def numbering_of(properties: _Element | None) -> tuple[str, int] | None:
    """Return the list and level that properties of a paragraph name; None where they name none."""
    named = child(properties, "numPr")
    if named is None:
        return None
    return value(child(named, "numId")), number_of(child(named, "ilvl")) or 0


def kind_of_style(name: str) -> BlockKind | None:
    """Return the kind of paragraphs of a built-in style by its name; None where the name says nothing."""
    plain = name.strip().lower()
    return "heading" if _HEADING.match(plain) else _NAMES.get(plain)


class WordStyles:
    """The styles of a document."""

    def __init__(self, root: _Element | None) -> None:
        """Take the root of ``styles.xml``."""
        self._styles: dict[str, WordStyle] = {}
        self.default = ""
        self.language = ""
        for element in root if root is not None else ():
            if bare(element.tag) == "style":
                identifier = value(element, "styleId")
                self._styles[identifier] = _style(element)
                if value(element, "type") == "paragraph" and value(element, "default") in ("1", "true"):
                    self.default = identifier
            elif bare(element.tag) == "docDefaults":
                run = child(child(child(element, "rPrDefault"), "rPr"), "lang")
                self.language = value(run)

    def _chain(self, identifier: str) -> Iterator[WordStyle]:
        for _ in range(_MAX_CHAIN):
            style = self._styles.get(identifier)
            if style is None:
                return
            yield style
            identifier = style.based_on

    def kind(self, identifier: str, level: int | None) -> BlockKind:
        """Return the kind of a paragraph with this style and its own outline level, if it has one."""
        for style in self._chain(identifier):
            if style.name in _NAMES:
                return _NAMES[style.name]
            if level is None and (style.level is not None or _HEADING.match(style.name)):
                level = style.level if style.level is not None else 0
        return "heading" if level is not None and 0 <= level < _BODY_LEVEL else "paragraph"

    def is_left_out(self, identifier: str) -> bool:
        """Say whether paragraphs of this style are a table of contents, or hidden."""
        return any(style.name.startswith("toc ") or style.hidden for style in self._chain(identifier))

    def numbering(self, identifier: str, own: tuple[str, int] | None) -> tuple[str, int] | None:
        """Return the list and level of a paragraph: its own, or those of its style."""
        if own is not None and own[0]:
            return own
        styled = next((style.numbering for style in self._chain(identifier) if style.numbering), None)
        return styled if styled is None or own is None else (styled[0], own[1])

    def hides(self, identifier: str) -> bool:
        """Say whether text of this style is hidden."""
        return next((style.hidden for style in self._chain(identifier) if style.hidden is not None), False)


def _style(element: _Element) -> WordStyle:
    properties = child(element, "pPr")
    return WordStyle(
        name=value(child(element, "name")).lower(),
        based_on=value(child(element, "basedOn")),
        level=number_of(child(properties, "outlineLvl")),
        numbering=numbering_of(properties),
        hidden=is_on(child(child(element, "rPr"), "vanish")),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    form: str = "decimal"
    text: str = "%1."
    start: int = 1


@dataclass(slots=True)
class _Counted:
    """An abstract list: its levels, and how far each has counted."""

    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class WordNumbering:
    """The lists of a document, which count as paragraphs come."""

    def __init__(self, root: _Element | None) -> None:
        """Take the root of ``numbering.xml``."""
        abstract: dict[str, _Counted] = {}
        self._lists: dict[str, _Counted] = {}
        self._starts: dict[str, dict[int, int]] = {}
        for element in root if root is not None else ():
            if bare(element.tag) == "abstractNum":
                abstract[value(element, "abstractNumId")] = _Counted(levels=dict(_levels(element)))
        for element in root if root is not None else ():
            if bare(element.tag) == "num":
                identifier = value(element, "numId")
                named = abstract.get(value(child(element, "abstractNumId")))
                if named is not None:
                    self._lists[identifier] = named
                    self._starts[identifier] = dict(_overrides(element))

    def marker(self, identifier: str, level: int) -> str | None:
        """Count a paragraph of a list and return what stands before it; None where it is of no list."""
        counted = self._lists.get(identifier)
        if identifier in ("", "0"):
            return None
        if counted is None:
            return "- "
        overrides = self._starts[identifier]
        if level in overrides:
            counted.counts[level] = overrides.pop(level) - 1
        own = counted.levels.get(level, _Level())
        counted.counts[level] = counted.counts.get(level, own.start - 1) + 1
        for deeper in [each for each in counted.counts if each > level]:
            del counted.counts[deeper]
        if own.form == "none":
            return ""
        return "- " if own.form == "bullet" or not own.text.strip() else f"{_written(own, counted)} "


def _levels(element: _Element) -> Iterator[tuple[int, _Level]]:
    for each in element:
        if bare(each.tag) == "lvl" and value(each, "ilvl").isdecimal():
            start = number_of(child(each, "start"))
            yield (
                int(value(each, "ilvl")),
                _Level(
                    form=value(child(each, "numFmt")) or "decimal",
                    text=value(child(each, "lvlText")),
                    start=0 if start is None else start,
                ),
            )


def _overrides(element: _Element) -> Iterator[tuple[int, int]]:
    for each in element:
        start = number_of(child(each, "startOverride"))
        if bare(each.tag) == "lvlOverride" and start is not None and value(each, "ilvl").isdecimal():
            yield int(value(each, "ilvl")), start


def _written(level: _Level, counted: _Counted) -> str:
    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        own = counted.levels.get(at, _Level())
        return numeral(counted.counts.get(at, own.start), own.form)

    return " ".join(re.sub(r"%([1-9])", number, level.text).split())
