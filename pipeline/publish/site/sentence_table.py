"""A document's sentences as a table: each beside its translation, with what must be known of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from pipeline.core.contract import AlignedSegment, DocumentRecord, VariantRecord
from pipeline.core.html.page import escape, language_name, marked
from pipeline.core.records import Block, LanguageCode, Segment
from pipeline.publish.site.fragments import anchor, marked_target

_KEPT = frozenset({"code", "credit"})
"""Kinds of blocks that are kept as they are, and have no segments."""
_MARKUP = frozenset({"open", "close", "standalone"})


def table(record: DocumentRecord, variant: VariantRecord) -> str:
    """Return the segments, a row each, a group of rows a block.

    All sentences of the source are there, also where a summary alone was translated; words stand in one
    column where they are the source's own.
    """
    aligned = {segment.id: segment for segment in variant.segments}
    both = any(segment.origin != "source" for segment in variant.segments) or bool(variant.routes)
    columns = [record.detection.language, variant.language] if both else [variant.language]
    heads = "".join(
        f'<th scope="col"><span{marked(code)}>{escape(language_name(code))}</span></th>' for code in columns
    )
    chosen = frozenset(variant.summary.segments if variant.summary else ())
    of_block: dict[int, list[Segment]] = {
        number: list(found) for number, found in groupby(record.segments, key=lambda segment: segment.block)
    }
    bodies = []
    for number, block in enumerate(record.blocks):
        if block.kind in _KEPT:
            bodies.append(
                _kept(record.text[block.start : block.end], block, columns, record.detection.language)
            )
            continue
        rows = [
            _row(segment, _cells(segment, aligned.get(segment.id), variant, both=both), segment.id in chosen)
            for segment in of_block.get(number, ())
        ]
        if rows:
            bodies.append(f'<tbody class="{block.kind}">\n' + "\n".join(rows) + "\n</tbody>")
    body = "\n".join(bodies)
    return f'<table class="text">\n<thead><tr><th scope="col">Id</th>{heads}</tr></thead>\n{body}\n</table>'


def _kept(words: str, block: Block, columns: list[LanguageCode], own: LanguageCode) -> str:
    cell = f'<td colspan="{len(columns)}"{marked(own)}><pre>{_lines(words)}</pre></td>'
    return f'<tbody class="{block.kind}"><tr><th scope="row"></th>{cell}</tr></tbody>'


def _lines(words: str) -> str:
    """Return words as HTML with their line ends, tabs as spaces."""
    return "\n".join(escape(line) for line in words.replace("\t", "    ").split("\n"))


def _row(segment: Segment, cells: str, chosen: bool) -> str:
    mark = ' class="chosen"' if chosen else ""
    return f'<tr id="{escape(segment.id)}"{mark}><th scope="row">{anchor(segment.id)}</th>{cells}</tr>'


def _cells(segment: Segment, aligned: AlignedSegment | None, variant: VariantRecord, *, both: bool) -> str:
    source = f"<td{marked(segment.language)}>{escape(segment.text)}</td>"
    if not both:
        return source
    if aligned is None:
        return f"{source}<td></td>"
    told = "".join(f"<li{kind}>{escape(words)}</li>" for kind, words in _remarks(aligned))
    remarks = f'<ul lang="en" dir="ltr">{told}</ul>' if told else ""
    return f"{source}<td{marked_target(aligned, variant)}>{escape(aligned.target)}{remarks}</td>"


def _remarks(segment: AlignedSegment) -> Iterator[tuple[str, str]]:
    """Yield what a reader must know of a translated sentence, each with its element's class."""
    for check in segment.checks:
        if check.verdict != "pass":
            note = f": {check.note}" if check.note else ""
            yield f' class="{check.verdict}"', f"{check.verdict} {check.name}{note}"
    if segment.origin == "human":
        yield "", "translated by people"
    if segment.origin == "imported":
        yield "", "imported as a machine's translation; nothing shows which machine made it"
    if segment.retry is not None:
        failed = ", ".join(segment.retry.failed)
        yield "", f"translated twice, for the first failed {failed}; the {segment.retry.kept} is kept"
    kept = [item.text for item in segment.protected if item.kind not in _MARKUP]
    if kept:
        yield "", f"kept as it was: {', '.join(kept)}"
    if segment.score is not None:
        yield "", f"score {segment.score:.3f}"
