"""Items of feeds, tables and wires with other words, in the form of JSON Feed 1.1 that they were read in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape, unescape
from typing import TYPE_CHECKING, Any

import languages
from pipeline.core.errors import SourceError
from pipeline.core.ports import Rewritten, TranslatedBlock
from pipeline.read.formats.compose import SourcePart, block_text
from pipeline.read.formats.web.item import CREDIT, OF_TABLE, ItemParts, item_of, taken_apart
from pipeline.read.formats.web.shown.quotations import take_out_quotation_marks
from pipeline.write.formats.page import pacify
from pipeline.write.formats.trees import links_note, rebuild, struck_note

if TYPE_CHECKING:
    from lxml.etree import _Element

_SAYING = ("summary", "content_text", "content_html")
"""Fields with words, of which one is the text that is translated."""


class ItemRewriter:
    """Writes items again."""

    def rewrite(
        self,
        content: bytes,
        blocks: Sequence[TranslatedBlock],
        *,
        language: str,
        encoding: str,
        where: str,
    ) -> Rewritten:
        """Return an item with other words, in UTF-8. Raises ``SourceError``."""
        item = item_of(content, where=where)
        taken = taken_apart(item, where=where, with_marks=True)
        parts = [part for part in taken.parts if block_text(part)]
        if [block_text(part) for part in parts] != [block.text for block in blocks]:
            raise SourceError(f"{where}: cannot be written again: it is not read the same way twice")
        made = _without_repeats(item, taken) | {"language": language}
        body: list[tuple[SourcePart, TranslatedBlock]] = []
        for part, block in zip(parts, blocks, strict=True):
            if part is taken.title:
                made["title"] = _title(block) or item["title"]
                if taken.repeated is not None:
                    body.append((taken.repeated, block))
            elif part is taken.credit:
                made[CREDIT] = block.words or item[CREDIT]
            else:
                body.append((part, block))
        left: tuple[int, ...] = ()
        notes: list[str] = []
        if taken.root is not None:
            made[taken.field], links = _markup(taken.root, body, language)
            unplaced = [part for part, block in body if block.pieces is not None and part.anchor is None]
            left = tuple(number for number, part in enumerate(parts) if part in unplaced)
            notes += (*links_note(links), *struck_note(taken.body))
        elif taken.field:
            made[taken.field] = _text(item[taken.field], body)
        known = _Known(blocks)
        for name in _others(made, taken):
            again = known.written(item[name], name, language, where)
            if again is None:
                notes.append(f"in the source's language: {name}")
            else:
                made[name] = again
        written = json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True)
        return Rewritten(content=written.encode("utf-8", "replace"), left=left, notes=tuple(notes))


def _without_repeats(item: Mapping[str, Any], taken: ItemParts) -> dict[str, Any]:
    """Return an item without a summary that is its body: feeds with one text have it in both fields."""
    is_repeated = taken.field != "summary" and item.get("summary") == item.get(taken.field)
    dropped = (OF_TABLE, "summary") if is_repeated else (OF_TABLE,)
    return {name: value for name, value in item.items() if name not in dropped}


def _title(block: TranslatedBlock) -> str:
    """Return a title as it is written: readers of feeds take off what stands for a sign in HTML."""
    words = block.words
    return words if unescape(words) == words else escape(words, quote=False)


def _others(item: Mapping[str, Any], taken: ItemParts) -> Iterator[str]:
    """Yield the names of fields with words beside the one that the body is from."""
    for name in _SAYING:
        value = item.get(name)
        if name != taken.field and isinstance(value, str) and value.strip():
            yield name


class _Known:
    """Translations of whole blocks and of sentences, which a summary or another form of a text repeats."""

    def __init__(self, blocks: Sequence[TranslatedBlock]) -> None:
        self._words: dict[str, str] = {}
        for block in blocks:
            for said, words in ((block.text, block.words), *block.sentences):
                if words:
                    self._words.setdefault(said, words)

    def written(self, value: str, name: str, language: str, where: str) -> str | None:
        """Return a field in other words; None where not all of its parts are known."""
        again = taken_apart({name: value}, where=where, with_marks=True)
        new = [self._words.get(block_text(part), "") for part in again.body]
        if not new or not all(new):
            return None
        rows = [
            (part, TranslatedBlock(text=part.text, pieces=(words,)))
            for part, words in zip(again.body, new, strict=True)
        ]
        if again.root is None:
            return _text(value, rows)
        return (
            None
            if any(part.anchor is None for part in again.body)
            else _markup(again.root, rows, language)[0]
        )


def _text(text: str, body: Sequence[tuple[SourcePart, TranslatedBlock]]) -> str:
    """Return a plain text with other words for its paragraphs."""
    clean = "\n".join(text.splitlines())
    made, last = [], 0
    for part, block in body:
        at = clean.index(part.text, last)
        made += [clean[last:at], part.text if block.pieces is None else block.words]
        last = at + len(part.text)
    return "".join([*made, clean[last:]])


def _markup(
    root: _Element, body: Sequence[tuple[SourcePart, TranslatedBlock]], language: str
) -> tuple[str, int]:
    """Return a piece of HTML with other words, and how many of its links are left out."""
    from lxml import etree

    links = 0
    for part, block in body:
        if block.pieces is not None and part.anchor is not None:
            rebuild(part.anchor, block.pieces, language=language)
            links += part.anchor.links_left_out
    take_out_quotation_marks(root)
    pacify(root)
    inside = root.find("body")
    held = root if inside is None else inside
    if languages.get(language.partition("-")[0]).direction == "rtl":
        around = held.makeelement("div", dir="rtl", lang=language)
        around.text, held.text = held.text, None
        around.extend(list(held))
        held.append(around)
    made = [etree.tostring(each, method="html", encoding="unicode") for each in held]
    return "".join([escape(held.text or "", quote=False), *made]), links
