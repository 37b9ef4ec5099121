"""OpenDocument texts with other words: paragraphs are built anew, all around them stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pipeline.core.errors import SourceError
from pipeline.core.ports import Rewritten
from pipeline.read.formats.compose import block_text
from pipeline.read.formats.office.opendocument.document import OpenText
from pipeline.read.formats.office.safe_xml import bare, parsed_xml
from pipeline.write.formats.confined import ConfinedRewriter, RewriteRequest, answering
from pipeline.write.formats.trees import edges_note, links_note, rebuild, title_note
from pipeline.write.formats.zipped import replaced_members

if TYPE_CHECKING:
    from lxml.etree import _Element

_EDGES = ("header", "header-left", "header-first", "footer", "footer-left", "footer-first")


class OpenTextRewriter(ConfinedRewriter):
    """Writes OpenDocument texts again."""

    function = "opendocument:rewrite_opendocument"


def rewrite_opendocument(packed: bytes) -> bytes:
    """Answer a packed request (``confined.answering``)."""
    return answering(packed, _rewritten)


def _rewritten(request: RewriteRequest) -> Rewritten:
    opened = OpenText(request.content, with_marks=True)
    parts = [part for part in opened.titled_parts() if block_text(part)]
    if [block_text(part) for part in parts] != [block.text for block in request.blocks]:
        raise SourceError("cannot be written again: it is not read the same way twice")
    left, links = [], 0
    words = {}
    for number, (part, block) in enumerate(zip(parts, request.blocks, strict=True)):
        if block.pieces is None:
            continue
        words[block.text] = block.words
        if part.anchor is not None:
            rebuild(part.anchor, block.pieces)
            links += part.anchor.links_left_out
        else:
            left.append(number)
    language = request.language.partition("-t-")[0]
    about = _about(opened, words, language)
    stays = list(_translated_edges(about["styles.xml"], words)) if "styles.xml" in about else []
    members = {"content.xml": _serialised(opened.root)}
    members |= {name: _serialised(root) for name, root in about.items()}
    notes = [f"changes that were tracked are accepted: {opened.changes}"] if opened.changes else []
    notes += links_note(links)
    notes += edges_note(stays)
    notes += title_note(opened.said.get("title"), {block.text for block in request.blocks})
    return Rewritten(content=replaced_members(request.content, members), left=tuple(left), notes=tuple(notes))


def _translated_edges(styles: _Element, words: Mapping[str, str]) -> Iterator[str]:
    """Translate the paragraphs of headers and footers that repeat a block.

    Yields the words of the others, where they are shown.
    """
    for edge in [each for each in styles.iter() if bare(each.tag) in _EDGES]:
        stays = []
        for each in [each for each in edge.iter() if bare(each.tag) in ("p", "h")]:
            said = " ".join((each.text or "").split())
            if len(each) or said not in words:
                stays += each.itertext()
            else:
                each.text = words[said]
        if all(said != "false" for key, said in edge.attrib.items() if bare(key) == "display"):
            yield "".join(stays)


def _about(opened: OpenText, words: Mapping[str, str], language: str) -> dict[str, _Element]:
    """Return the parts that say in which language the words are, and the title."""
    made = {}
    for name in ("meta.xml", "styles.xml"):
        content = opened.package.read_if_there(name)
        if content is None:
            continue
        root = parsed_xml(content, name)
        for each in root.iter():
            if name == "meta.xml" and bare(each.tag) == "title":
                each.text = words.get(" ".join((each.text or "").split()), each.text)
            elif name == "meta.xml" and bare(each.tag) == "language":
                each.text = language
            elif bare(each.tag) == "default-style":
                _speak(each, language)
        made[name] = root
    return made


def _speak(style: _Element, language: str) -> None:
    """Change the language of a style, if it names one."""
    for each in style.iter():
        for key in list(each.attrib):
            if bare(key) == "language":
                each.set(key, language)
            elif bare(key) == "country":
                each.set(key, "none")


def _serialised(root: _Element) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
