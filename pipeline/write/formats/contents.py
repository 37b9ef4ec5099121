"""Tables of contents and heads of an EPUB book, with the words that its headings have now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pipeline.read.formats.office.epub import OpenBook
from pipeline.read.formats.office.package import joined
from pipeline.read.formats.office.safe_xml import bare

if TYPE_CHECKING:
    from lxml.etree import _Element

_NO_LETTERS = re.compile(r"[\W\d_]*")
_OTHER_LISTS = ("landmarks", "page-list")
_NAMED = 5
"""So many entries are named in a note."""


class BookLabels:
    """Finds the translation of labels, by their words or by the headings that they lead to."""

    def __init__(self, opened: OpenBook, words: Mapping[str, str], headings: Mapping[_Element, str]) -> None:
        """Take translations of whole blocks by their words, and those of headings by their elements."""
        self._opened = opened
        self._words = {label_key(said): new for said, new in words.items()}
        self._headings = headings
        self._entries = self._heads = 0
        self._stays: list[int] = []

    def notes(self) -> Iterator[str]:
        """Yield what is said of labels that stay in the source's language."""
        if self._stays:
            named = ", ".join(map(str, self._stays[:_NAMED]))
            more = f" and {len(self._stays) - _NAMED} more" if len(self._stays) > _NAMED else ""
            yield (
                f"{len(self._stays)} of {self._entries} entries of the contents are the source's, for no"
                f" heading is theirs: number {named}{more}"
            )
        if self._heads:
            yield f"titles in heads that are the source's, for no heading is theirs: {self._heads}"

    def rename_head(self, root: _Element) -> None:
        """Translate the title in the head of a document where a heading has the same words."""
        for each in root.iter("title"):
            new = self._words.get(label_key("".join(each.itertext())))
            if new is not None:
                _say(each, new)
            else:
                self._heads += not _NO_LETTERS.fullmatch("".join(each.itertext()))
            break

    def translate(self, root: _Element, name: str) -> None:
        """Translate the entries of a table of contents, a navigation document or an NCX, called ``name``."""
        for label, target in list(_labels(root)):
            said = "".join(label.itertext())
            if _NO_LETTERS.fullmatch(said):
                continue
            is_entry = bool(target) and not _is_in_other_list(label)
            new = self._words.get(label_key(said)) or (self._heading(name, target) if is_entry else "")
            self._entries += is_entry
            if new:
                _say(label, new)
            elif is_entry:
                self._stays.append(self._entries)

    def _heading(self, name: str, target: str) -> str:
        """Return the translation of the heading that a link leads to; empty where there is none."""
        page = self._opened.pages.get(joined(name, target)) if target else None
        if page is None:
            return ""
        fragment = unquote(target.partition("#")[2])
        place = page.root
        if fragment:
            found = next((each for each in page.root.iter() if each.get("id") == fragment), None)
            if found is None:
                return ""
            place = found
            for each in (found, *found.iterancestors()):
                if each in self._headings:
                    return self._headings[each]
        inside = next((self._headings[each] for each in place.iter() if each in self._headings), "")
        if inside or "".join(place.itertext()).strip():
            return inside
        after = place.getnext()  # an empty element before a heading, for links to lead to
        return "" if after is None else self._headings.get(after, "")


def label_key(said: str) -> str:
    """Return words without what differs in a table of contents: signs, breaks, large letters."""
    return " ".join(re.sub(r"[\W_]+", " ", said).split()).casefold()


def _labels(root: _Element) -> Iterator[tuple[_Element, str]]:
    """Yield elements that hold a label, each with what it leads to; empty where nowhere."""
    for each in root.iter():
        name = bare(each.tag)
        if name == "a":
            yield each, each.get("href") or ""
        elif name == "text" and (point := each.getparent()) is not None:
            point = point.getparent() if point is not None else None
            content = [] if point is None else [child for child in point if bare(child.tag) == "content"]
            yield each, (content[0].get("src") or "") if content else ""
        elif name and not len(each) and all(bare(outer.tag) != "a" for outer in each.iterancestors()):
            yield each, ""


def _is_in_other_list(element: _Element) -> bool:
    kinds = (
        str(said) for outer in element.iterancestors() for key, said in outer.items() if bare(key) == "type"
    )
    return any(word in _OTHER_LISTS for said in kinds for word in said.split())


def _say(element: _Element, words: str) -> None:
    for child in list(element):
        element.remove(child)
    element.text = words
