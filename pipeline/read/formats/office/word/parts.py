"""The package that a Word document is (ISO/IEC 29500-2): which part of it is what, if it is one at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from pipeline.core.errors import SourceError
from pipeline.read.formats.office.package import OfficePackage, joined
from pipeline.read.formats.office.safe_xml import bare, parsed_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

_TYPES = "[Content_Types].xml"
_OTHERS = (
    ("macroenabled", "a Word document with macros, which is not read; save it as .docx first"),
    ("spreadsheetml", "an Excel workbook (.xlsx), which is not read; save the text as .docx first"),
    ("presentationml", "a PowerPoint presentation (.pptx), which is not read; save its text as .docx first"),
    ("visio", "a Visio drawing, which is not read; save its text as .docx first"),
)
"""Kinds of content of the main part that are refused."""


class WordPackage:
    """The parts of a document by their roles."""

    def __init__(self, content: bytes) -> None:
        """Open it. Raises ``SourceError`` where it is no Word document, is encrypted, or has macros."""
        self._package = OfficePackage.opened(content, "a Word document")
        if _TYPES not in self._package:
            raise SourceError(f"is damaged, or no Word document: its part {_TYPES} is missing")
        self._main = self._relations("").get("officedocument", "word/document.xml")
        self._refuse_others()
        self._of_main = self._relations(self._main)

    def _refuse_others(self) -> None:
        types = parsed_xml(self._package.read(_TYPES), _TYPES)
        main = next(
            (
                (each.get("ContentType") or "").lower()
                for each in types
                if (each.get("PartName") or "").lstrip("/").lower() == self._main.lower()
            ),
            "",
        )
        for word, refusal in _OTHERS:
            if word in main:
                raise SourceError(f"is {refusal}")
        if any(name.lower().endswith("vbaproject.bin") for name in self._package.names):
            raise SourceError(f"is {_OTHERS[0][1]}")

    def _relations(self, name: str) -> Mapping[str, str]:
        """Return the members that a member refers to, by the last word of the relation's type."""
        found: dict[str, str] = {}
        for kind, target in self._all_relations(name):
            found.setdefault(kind, target)
        return found

    def _all_relations(self, name: str) -> Iterator[tuple[str, str]]:
        folder, _, file = name.rpartition("/")
        path = f"{folder}/_rels/{file}.rels".lstrip("/")
        content = self._package.read_if_there(path)
        for each in parsed_xml(content, path) if content is not None else ():
            if (each.get("TargetMode") or "").lower() != "external":
                kind = re.split(r"[/#]", each.get("Type") or "")[-1].lower()
                yield kind, joined(name, each.get("Target") or "")

    @property
    def main_name(self) -> str:
        """The name of the main part."""
        return self._main

    def name_of(self, role: str) -> str | None:
        """Return the name of the part that the main one names as ``styles`` or the like; None if none."""
        return self._of_main.get(role)

    def about(self) -> tuple[str, _Element] | None:
        """Return the name and root of the part that states title and authors; None if there is none."""
        name = self._relations("").get("core-properties")
        content = self._package.read_if_there(name) if name is not None else None
        return None if name is None or content is None else (name, parsed_xml(content, name))

    def main(self) -> _Element:
        """Return the root of the main part. Raises ``SourceError`` where it is no text."""
        root = parsed_xml(self._package.read(self._main), self._main)
        if bare(root.tag) != "document":
            raise SourceError(f"is damaged, or no Word document: its main part is {bare(root.tag)}")
        return root

    def part(self, role: str) -> _Element | None:
        """Return the root of the part that the main one names as ``styles`` or the like; None if none."""
        name = self._of_main.get(role)
        if name is None or name not in self._package:
            return None
        return parsed_xml(self._package.read(name), name)

    def edges(self) -> Mapping[str, _Element]:
        """Return the roots of the headers and footers by their names; damaged ones are passed over."""
        found = {}
        for kind, name in self._all_relations(self._main):
            if kind in ("header", "footer") and name in self._package:
                with suppress(SourceError):
                    found[name] = parsed_xml(self._package.read(name), name)
        return found

    def stated(self) -> Mapping[str, str]:
        """Return what the document states of itself, by the names of Dublin Core: ``title`` ..."""
        found = self.about()
        return {} if found is None else {bare(each.tag): each.text or "" for each in found[1]}
