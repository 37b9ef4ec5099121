"""Word documents with other words: each paragraph is built anew of its words, styles, links and signs.

What surrounds the runs of a paragraph stays: its style, its place in lists and tables, headers, pictures,
settings. Paragraphs with fields or text boxes are left as they are.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

from pipeline.core.errors import SourceError
from pipeline.core.ports import Rewritten, TranslatedBlock
from pipeline.read.formats.compose import SourcePart, block_text
from pipeline.read.formats.office.safe_xml import bare
from pipeline.read.formats.office.word.document import WordBody
from pipeline.read.formats.office.word.marked import MarkedParagraph, WordMark, marked_paragraph
from pipeline.read.formats.office.word.parts import WordPackage
from pipeline.write.formats.confined import ConfinedRewriter, RewriteRequest, answering
from pipeline.write.formats.trees import (
    edges_note,
    links_note,
    outer_spaces,
    parted_shifts,
    spaced_pieces,
    title_note,
)
from pipeline.write.formats.zipped import replaced_members

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_LAST_OF_RUN = ("eastAsianLayout", "specVanish", "oMath")
"""Properties of runs that stand after the language."""


class WordRewriter(ConfinedRewriter):
    """Writes Word documents again."""

    function = "word:rewrite_word"


def rewrite_word(packed: bytes) -> bytes:
    """Answer a packed request (``confined.answering``)."""
    return answering(packed, _rewritten)


def _rewritten(request: RewriteRequest) -> Rewritten:
    package = WordPackage(request.content)
    body = WordBody(package, with_marks=True)
    parts = [part for part in body.titled_parts() if block_text(part)]
    if [block_text(part) for part in parts] != [block.text for block in request.blocks]:
        raise SourceError("cannot be written again: it is not read the same way twice")
    left, changes, links = [], 0, 0
    for number, (part, block) in enumerate(zip(parts, request.blocks, strict=True)):
        if block.pieces is None or (part.anchor is None and part.kind == "title"):
            continue  # a title that is only stated
        if part.anchor is None:
            left.append(number)
            continue
        changes += part.anchor.has_changes
        links += part.anchor.links_left_out
        _rebuild(part.anchor, block.pieces, request.language)
    edges = package.edges()
    known = {block.text: block.words for block in request.blocks if block.pieces is not None}
    stays = {name: _translated_edge(edge, known, request.language) for name, edge in edges.items()}
    changed = {name: _serialised(edges[name]) for name, (_, is_changed) in stays.items() if is_changed}
    members = {**body.members(), **changed, **_about(package, request.blocks, request.language)}
    notes = [f"changes that were tracked in {changes} paragraphs are accepted"] if changes else []
    notes += links_note(links)
    notes += edges_note(words for words, _ in stays.values())
    notes += title_note(package.stated().get("title"), {block.text for block in request.blocks})
    return Rewritten(content=replaced_members(request.content, members), left=tuple(left), notes=tuple(notes))


def _translated_edge(edge: _Element, known: Mapping[str, str], language: str) -> tuple[str, bool]:
    """Translate the paragraphs of a header or footer that repeat a block, ``known`` by its text.

    Returns the words of the others, and whether any was translated.
    """
    stays: list[str] = []
    is_changed = False
    for each in [each for each in edge.iter() if bare(each.tag) == "p"]:
        paragraph = marked_paragraph(each)
        said = "" if paragraph is None else block_text(SourcePart(kind="paragraph", text=paragraph.text))
        if paragraph is not None and not paragraph.marks and said in known:
            _rebuild(paragraph, (known[said],), language)
            is_changed = True
        else:
            stays += [inner.text or "" for inner in each.iter() if bare(inner.tag) == "t"]
    return "".join(stays), is_changed


def _rebuild(paragraph: MarkedParagraph, pieces: tuple[str | int, ...], language: str) -> None:
    """Write a paragraph of its pieces."""
    element = paragraph.element
    for each in list(element):
        if bare(each.tag) != "pPr":
            element.remove(each)
    builder = _Builder(paragraph, language)
    before, after = outer_spaces(paragraph.text, paragraph.marks)
    said = [number for number, piece in enumerate(pieces) if isinstance(piece, str)]
    if said:  # a space after the sign of a note, say, is none of the block's text
        pieces = tuple(
            f"{before if number == said[0] else ''}{piece}{after if number == said[-1] else ''}"
            if isinstance(piece, str)
            else piece
            for number, piece in enumerate(pieces)
        )
    spaced = spaced_pieces(paragraph.text, paragraph.marks, pieces)
    for is_words, group in groupby(spaced, key=lambda piece: isinstance(piece, str)):
        if is_words:
            builder.words("".join(map(str, group)))
            continue
        for number in map(int, group):
            builder.mark(paragraph.handles[number], is_open=paragraph.marks[number].side == "open")


class _Builder:
    """Builds the runs of one paragraph."""

    def __init__(self, paragraph: MarkedParagraph, language: str) -> None:
        element = paragraph.element
        self._paragraph = self._target = element
        self._base = self._look = paragraph.base
        self._shifts = list(paragraph.shifts)
        self._language = language.partition("-t-")[0]  # Word knows no extension of tags
        self._namespace = _STRICT if element.tag.startswith(_STRICT) else _W

    def words(self, text: str) -> None:
        """Add runs of words; signs that were raised or lowered are so again."""
        for said, raised in parted_shifts(text, self._shifts):
            if raised is not None:
                self.mark(raised, is_open=True)
                continue
            words = self._made(self._run(self._look), "t")
            words.text = said
            words.set(_SPACE, "preserve")

    def mark(self, handle: WordMark, *, is_open: bool) -> None:
        """Begin or end a style or link, or put what stands there."""
        match handle.kind:
            case "style":
                self._look = handle.properties if is_open else self._base
            case "link" if handle.element is not None:
                self._target = self._paragraph
                if is_open:
                    self._target = self._made(self._paragraph, "hyperlink")
                    for name, said in handle.element.attrib.items():
                        self._target.set(name, said)
            case "in_run" if handle.element is not None:
                self._run(handle.properties).append(_bare_copy(handle.element))
            case "beside" if handle.element is not None:
                self._target.append(_bare_copy(handle.element))

    def _run(self, look: _Element | None) -> _Element:
        run = self._made(self._target, "r")
        properties = self._made(run, "rPr") if look is None else _bare_copy(look)
        for each in [each for each in properties if bare(each.tag) in ("lang", "noProof")]:
            properties.remove(each)
        language = self._made(properties, "lang")
        language.set(f"{self._namespace}val", self._language)
        for each in [each for each in properties if bare(each.tag) in _LAST_OF_RUN]:
            properties.append(each)
        if look is not None:
            run.append(properties)
        return run

    def _made(self, parent: _Element, name: str) -> _Element:
        from lxml import etree

        return etree.SubElement(parent, f"{self._namespace}{name}")


def _bare_copy(element: _Element) -> _Element:
    """Return a copy without the text that follows the element."""
    made = copy.deepcopy(element)
    made.tail = None
    return made


def _about(package: WordPackage, blocks: tuple[TranslatedBlock, ...], language: str) -> Mapping[str, bytes]:
    """Return the part that states the language, and the title: that of the text, if it has the same."""
    found = package.about()
    if found is None:
        return {}
    name, root = found
    translated = {block.text: block.words for block in blocks if block.pieces is not None}
    changed = [*_titles(root, translated), *_languages(root, language)]
    return {name: _serialised(root)} if changed else {}


def _titles(root: _Element, translated: Mapping[str, str]) -> Iterator[str]:
    for each in root:
        words = " ".join((each.text or "").split())
        if bare(each.tag) == "title" and words in translated:
            each.text = translated[words]
            yield each.text


def _languages(root: _Element, language: str) -> Iterator[str]:
    for each in root:
        if bare(each.tag) == "language":
            each.text = language.partition("-t-")[0]
            yield each.text


def _serialised(root: _Element) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
