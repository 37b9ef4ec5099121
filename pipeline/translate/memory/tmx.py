"""TMX 1.4, the exchange format of translators. It is read and written as a stream, so files may be large.

Reading opens no other file. A document type that declares anything of its own is refused before it is
processed, because entities can blow up a small file to any size, or name other files. External references are
never followed. Inline markup is left out and its words are kept (``inline.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from pipeline.core import limits
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import MemoryFileError
from pipeline.translate.memory.inline import Words

MAX_SEGMENT = 100_000
"""Most characters of a segment. A longer one is no sentence, and is returned as None."""

FOOTER = "</body>\n</tmx>\n"

_CHUNK = 2**16
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold (its production 2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One translation unit, as it stands in the file."""

    srclang: str
    """The source language by the file's name for it; ``*all*`` if it may be any."""
    is_own_source: bool = True
    """Whether the unit names its source language itself, and not only the file's header."""
    header_source: str = ""
    """The source language by the file's header."""
    variants: tuple[tuple[str, str | None], ...]
    """Language and text of each variant; None is a text longer than ``MAX_SEGMENT``."""
    properties: tuple[tuple[str, str], ...] = ()
    """The unit's properties: type and value of each."""
    created: str = ""
    """Time of creation, such as ``20250131T120000Z``; empty if the file has none."""


def read_tmx(path: Path, file: BinaryIO) -> Iterator[Unit]:
    """Yield the units of an open file. ``path`` is its name in errors.

    Raises ``MemoryFileError`` if it is no TMX, is not to be trusted, or cannot be read.
    """
    try:
        yield from _Reader(path).units(file)
    except OSError as error:
        raise MemoryFileError(f"{path}: cannot be read: {error.strerror}") from error


class _Reader:
    """The state of reading one file; expat calls the methods as elements begin and end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._refuse_entity
        parser.SkippedEntityHandler = self._refuse_entity
        self._open: list[str] = []
        self._words = Words(MAX_SEGMENT)
        self._done: list[Unit] = []
        self._srclang = self._unit_srclang = "*all*"
        self._is_own_source = False
        self._created = self._language = self._type = ""
        self._variants: list[tuple[str, str | None]] = []
        self._properties: list[tuple[str, str]] = []

    def units(self, file: BinaryIO) -> Iterator[Unit]:
        end, fed = False, 0
        while not end:
            chunk = file.read(_CHUNK)
            end = not chunk
            fed += len(chunk)
            try:
                self._parser.Parse(chunk, end)
            except expat.ExpatError as error:
                raise self._error(f"is not XML: {expat.ErrorString(error.code)}") from error
            except (LookupError, ValueError) as error:  # expat asks Python for encodings that expat lacks
                raise self._error("is in an encoding that is not known; save it as UTF-8") from error
            if fed - self._parser.CurrentByteIndex > limits.TMX_TAG:
                raise self._error(f"has a tag or a comment of more than {limits.size_words(limits.TMX_TAG)}")
            yield from self._done
            self._done.clear()

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if not self._open and name != "tmx":
            raise self._error(f"is not TMX: it begins with <{name[:40]}>")
        if len(self._open) >= limits.TMX_DEPTH:
            raise self._error(f"has more than {limits.TMX_DEPTH} elements within one another")
        self._open.append(name)
        if self._words.is_open:
            self._words.begin(name, attributes)
            return
        match name:
            case "header":
                self._srclang = attributes.get("srclang", "*all*")
            case "tu":
                self._unit_srclang = attributes.get("srclang", self._srclang)
                self._is_own_source = "srclang" in attributes
                self._created = attributes.get("creationdate", "")
                self._variants, self._properties = [], []
            case "tuv":
                self._language = attributes.get("xml:lang", attributes.get("lang", ""))
            case "prop":
                self._type = attributes.get("type", "")
                self._words.open()
            case "seg":
                self._words.open()

    def _end(self, name: str) -> None:
        self._open.pop()
        if self._words.is_open and self._words.end(name):
            return
        if len(self._variants) > limits.UNIT_PARTS or len(self._properties) > limits.UNIT_PARTS:
            raise self._error(f"has a unit of more than {limits.UNIT_PARTS} variants or properties")
        if name == "seg":
            self._variants.append((self._language, self._words.close()))
        elif name == "prop":
            value = self._words.close() or ""
            if self._open[-1:] == ["tu"]:
                self._properties.append((self._type, value))
        elif name == "tu":
            self._done.append(
                Unit(
                    srclang=self._unit_srclang,
                    is_own_source=self._is_own_source,
                    header_source=self._srclang,
                    variants=tuple(self._variants),
                    properties=tuple(self._properties),
                    created=self._created,
                )
            )

    def _text(self, words: str) -> None:
        if self._words.is_open:
            self._words.add(words)

    def _doctype(self, name: str, system: str | None, public: str | None, has_own: bool | int) -> None:
        if has_own:
            raise self._error("declares entities or elements of its own, which is not safe to read")

    def _refuse_entity(self, name: str, *_: object) -> None:
        raise self._error(f"uses the entity &{name[:40]};, which TMX does not have")

    def _error(self, problem: str) -> MemoryFileError:
        return MemoryFileError(f"{self._path}: line {self._parser.CurrentLineNumber}: {problem}")


def header(*, version: str) -> str:
    """Return the beginning of a file. ``version`` is depeche's."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n<header creationtool="depeche"'
        f' creationtoolversion={quoteattr(version)} segtype="sentence" o-tmf="depeche" adminlang="en"'
        ' srclang="*all*" datatype="plaintext"/>\n<body>\n'
    )


def element(unit: Unit) -> str | None:
    """Return a unit's XML; None if it has a character that XML cannot hold."""
    properties = [
        f"<prop type={quoteattr(kind)}>{_escaped(value)}</prop>" for kind, value in unit.properties if value
    ]
    variants = [
        f"<tuv xml:lang={quoteattr(language)}><seg>{_escaped(text or '')}</seg></tuv>"
        for language, text in unit.variants
    ]
    attributes = f"srclang={quoteattr(unit.srclang)} creationdate={quoteattr(unit.created)}"
    whole = "\n".join([f"<tu {attributes}>", *properties, *variants, "</tu>\n"])
    return None if _NOT_XML.search(whole) else whole


def _escaped(text: str) -> str:
    return escape(text, {"\r": "&#13;"})
