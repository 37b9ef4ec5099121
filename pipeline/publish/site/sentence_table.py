"""A document's sentences as a table: each beside its translation, with remarks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from pipeline.core.contract import AlignedSegment, DocumentRecord, VariantRecord
from pipeline.core.dataclass import dataclass
from pipeline.core.records import Block, LanguageCode, Segment

_KEPT = frozenset({"code", "credit"})
"""Kinds of blocks that are kept as they are, and have no segments."""
_MARKUP = frozenset({"open", "close", "standalone"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A remark for the reader about a translated sentence."""

    verdict: str
    """Verdict of a check; empty for a remark that comes from no check."""
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetView:
    """A sentence's translation."""

    text: str
    language: LanguageCode
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceRow:
    """A sentence of the source, and its translation beside it."""

    id: str
    text: str
    language: LanguageCode
    is_chosen: bool
    """Whether the sentence is in the summary."""
    target: TargetView | None
    """The translation; None where the sentence was not translated, or where there is one column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableBlock:
    """A block of the document."""

    kind: str
    rows: tuple[SentenceRow, ...] = ()
    kept: tuple[str, ...] = ()
    """The lines of a block that is kept as it is; such a block has no rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceTable:
    """The sentences of a document in one language."""

    columns: tuple[LanguageCode, ...]
    """Languages of the columns: one where the words are the source's own, otherwise the source's and the
    translation's."""
    blocks: Iterator[TableBlock]
    """The blocks, each made when it is shown, for a document may have a hundred thousand of them."""


def table(record: DocumentRecord, variant: VariantRecord) -> SentenceTable:
    """Return the segments, a row each, a group of rows a block.

    All sentences of the source are there, also where only a summary was translated. Words stand in one column
    where they are the source's own.
    """
    both = any(segment.origin != "source" for segment in variant.segments) or bool(variant.routes)
    targets = {segment.id: segment for segment in variant.segments} if both else {}
    chosen = frozenset(variant.summary.segments if variant.summary else ())
    of_block = {
        number: tuple(found) for number, found in groupby(record.segments, key=lambda segment: segment.block)
    }
    blocks = (
        _kept(record.text[block.start : block.end], block)
        if block.kind in _KEPT
        else TableBlock(
            kind=block.kind,
            rows=tuple(
                _row(segment, targets.get(segment.id), variant, chosen)
                for segment in of_block.get(number, ())
            ),
        )
        for number, block in enumerate(record.blocks)
    )
    return SentenceTable(
        columns=(record.detection.language, variant.language) if both else (variant.language,),
        blocks=(group for group in blocks if group.rows or group.kept),
    )


def target_language(segment: AlignedSegment, variant: VariantRecord) -> LanguageCode:
    """Return the language that a segment's target really is in."""
    untranslated = any(check.name == "translated" for check in segment.checks)
    return segment.language if untranslated else variant.language


def _kept(words: str, block: Block) -> TableBlock:
    """Return a kept block as lines, with spaces for tabs."""
    return TableBlock(kind=block.kind, kept=tuple(words.replace("\t", "    ").split("\n")))


def _row(
    segment: Segment, aligned: AlignedSegment | None, variant: VariantRecord, chosen: frozenset[str]
) -> SentenceRow:
    return SentenceRow(
        id=segment.id,
        text=segment.text,
        language=segment.language,
        is_chosen=segment.id in chosen,
        target=None
        if aligned is None
        else TargetView(
            text=aligned.target,
            language=target_language(aligned, variant),
            remarks=tuple(_remarks(aligned)),
        ),
    )


def _remarks(segment: AlignedSegment) -> Iterator[Remark]:
    for check in segment.checks:
        if check.verdict != "pass":
            note = f": {check.note}" if check.note else ""
            yield Remark(verdict=check.verdict, words=f"{check.verdict} {check.name}{note}")
    for words in _history(segment):
        yield Remark(verdict="", words=words)


def _history(segment: AlignedSegment) -> Iterator[str]:
    if segment.origin == "human":
        yield "translated by people"
    if segment.origin == "imported":
        yield "imported as a machine's translation; nothing shows which machine made it"
    if segment.retry is not None:
        failed = ", ".join(segment.retry.failed)
        yield f"translated twice, for the first failed {failed}; the {segment.retry.kept} is kept"
    kept = [item.text for item in segment.protected if item.kind not in _MARKUP]
    if kept:
        yield f"kept as it was: {', '.join(kept)}"
    if segment.score is not None:
        yield f"score {segment.score:.3f}"
