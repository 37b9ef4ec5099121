"""The documents of a run with their data for comparison: first sentences, and numbers made from all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import field
from itertools import accumulate
from pathlib import Path

import numpy as np

from pipeline.core import codec
from pipeline.core.contract import DocumentRecord, VariantRecord
from pipeline.core.contract.digest import Moment
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import RecordError
from pipeline.core.files import beneath
from pipeline.core.records import LanguageCode
from pipeline.core.records.prepared import SUMMARISED
from pipeline.digest.dates import moment
from pipeline.digest.outlets import copied_by, outlet
from pipeline.digest.stories import near_duplicates, repeated
from pipeline.digest.stories.features import Features
from pipeline.digest.stories.near_duplicates import Signature
from pipeline.digest.stories.report import COMPARED, features_of
from pipeline.digest.stories.vectors import IntVector
from pipeline.write.paths import DOCUMENT_FILE, DOCUMENTS, RUN_FILE, VARIANT_FILE
from pipeline.write.read_run import unknown_languages
from pipeline.write.stored_run import StoredRun

_SIGNED = 200_000
"""Number of characters of a text that near-duplicates are found by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A document of a run."""

    id: str
    origin: str
    sha256: str
    outlet: str
    language: LanguageCode
    moment: Moment | None
    filed: str | None
    """When its file was last changed, as the run noted it, or it was fetched, ISO 8601; None if unknown."""
    size: int
    """Length of the report's body, in characters."""
    copies: int
    copied: tuple[str, ...]
    """Publishers of the other inputs with these bytes, as far as these have others."""
    pivoted: bool
    """Whether the report is available in the pivot language."""
    quality: float
    """chrF, 0 to 100, expected of the report's translation into the pivot language; 100 for its own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A document's data for comparison."""

    own: LanguageCode
    """The document's own language."""
    language: LanguageCode
    """The pivot language where the document is available in it, otherwise the document's own language."""
    sentences: tuple[tuple[str, str], ...]
    """The first sentences, in their own words and in ``language``."""
    keys: IntVector
    """Keys of all sentences, see ``repeated``."""
    lengths: IntVector
    """Lengths of the sentences in characters; 0 for those that are not of the body."""
    signature: Signature
    """Signature of the body."""

    def features(self, left_out: IntVector = repeated.NONE) -> Features:
        """Return the features that stories are found by, without sentences with the keys ``left_out``."""
        gone = repeated.among(self.keys[: len(self.sentences)], left_out)
        sentences = [pair for pair, out in zip(self.sentences, gone, strict=True) if not out]
        own, compared = ([pair[side] for pair in sentences] for side in (0, 1))
        return features_of(own, self.own, compared, self.language)


def pivot_language(run: StoredRun, wanted: Sequence[LanguageCode]) -> LanguageCode:
    """Return the language that most documents are available in; among equals, the first of ``wanted``.

    Raises ``RecordError`` if no language is wanted, and the run names none.
    """
    number = Counter(language for entry in run.documents for language in set(entry.languages))
    candidates = (*wanted, *(code for code in run.record.settings.targets if code not in wanted))
    if not candidates:
        raise RecordError(f"{RUN_FILE}: names no language that the run was written in")
    return max(candidates, key=lambda code: number[code])  # the first of equals


@dataclass(slots=True)
class Inputs:
    """What a run's record says of the inputs that gave one document."""

    copies: int = 0
    """Number of inputs with the very same bytes."""
    origins: list[str] = field(default_factory=list)
    """The names of these inputs."""
    filed: str | None = None
    """When the oldest of their files was last changed; None where no run noted it."""
    replaced: bool = True
    """Whether each of them has a newer text, which the run has too."""


def inputs(run: StoredRun) -> dict[str, Inputs]:
    """Return what a run's record says of the inputs of each written document; failed ones do not count."""
    found: dict[str, Inputs] = {}
    for entry in run.documents:
        if entry.id is None or entry.id not in run.written:
            continue
        known = found.setdefault(entry.id, Inputs())
        known.copies += 1
        known.origins.append(entry.origin)
        known.filed = min(filter(None, (known.filed, entry.filed)), default=None)
        known.replaced = known.replaced and entry.replaced_by is not None and entry.replaced_by in run.written
    return found


def replaced(run: StoredRun) -> int:
    """Return the number of documents that are not told, because the run has a newer text of their source."""
    return sum(known.replaced for known in inputs(run).values())


def read_reports(folder: Path, run: StoredRun, pivot: LanguageCode) -> Iterator[tuple[Report, Compared]]:
    """Yield the documents of a run in the order of their ids, whatever the order of the inputs.

    Those whose source has a newer text are left out. Raises ``RecordError``.
    """
    for name, known in sorted(inputs(run).items(), key=lambda item: item[0]):
        if known.replaced:
            continue
        with codec.consistent(folder / DOCUMENTS / name):
            record = _record(folder, name)
            report = _report(record, _pivoted(folder, record, pivot), pivot, known)
        yield report


def read_compared(folder: Path, name: str, pivot: str) -> Compared:
    """Return what a document of a run is compared by. Raises ``RecordError``."""
    with codec.consistent(folder / DOCUMENTS / name):
        record = _record(folder, name)
        return _report(record, _pivoted(folder, record, pivot), pivot, Inputs())[1]


@dataclass(frozen=True, slots=True)
class _Pivoted:
    sentences: list[str]
    """The sentences of all segments, empty for those that the language lacks."""
    quality: float


def _record(folder: Path, name: str) -> DocumentRecord:
    """Read the record of a document. Raises ``RecordError``, also where the record is another document's."""
    path = f"{DOCUMENTS}/{name}/{DOCUMENT_FILE}"
    record = codec.read_record_below(DocumentRecord, folder, path)
    if record.id != name:
        raise RecordError(f"{folder / path}: is of document {record.id!r}, not of this folder")
    if unknown := unknown_languages(record):
        raise RecordError(f"{folder / path}: names {unknown[0]!r}, which is no language that depeche knows")
    return record


def _pivoted(folder: Path, record: DocumentRecord, pivot: LanguageCode) -> _Pivoted | None:
    """Return a document in the pivot language; None where it is not available in it."""
    path = f"{DOCUMENTS}/{record.id}/{pivot}/{VARIANT_FILE}"
    if record.detection.language == pivot:
        return _Pivoted([segment.text for segment in record.segments], 100.0)
    if not beneath.is_there(folder, path):
        return None
    variant = codec.read_record_below(VariantRecord, folder, path)
    quality = min((route.quality for route in variant.routes), default=100.0)
    targets = {segment.id: segment.target for segment in variant.segments}
    return _Pivoted([targets.get(segment.id, "") for segment in record.segments], quality)


def _report(
    record: DocumentRecord, pivoted: _Pivoted | None, pivot: LanguageCode, known: Inputs
) -> tuple[Report, Compared]:
    own = [segment.text for segment in record.segments]
    body = _body(record)
    text = " ".join(text for text in body if text)
    report = Report(
        id=record.id,
        origin=record.origin,
        sha256=record.sha256,
        outlet=outlet(record),
        language=record.detection.language,
        moment=moment(record, known.filed),
        filed=known.filed or (record.fetched.time if record.fetched is not None else None),
        size=len(text),
        copies=known.copies,
        copied=copied_by(record, known.origins),
        pivoted=pivoted is not None,
        quality=pivoted.quality if pivoted is not None else 0.0,
    )
    return report, Compared(
        own=record.detection.language,
        language=pivot if pivoted is not None else record.detection.language,
        sentences=_first(own, own if pivoted is None else pivoted.sentences),
        keys=repeated.keys(report.outlet, own),
        lengths=np.array([len(sentence) for sentence in body], dtype=np.int64),
        signature=near_duplicates.signature((text or "\n".join(own))[:_SIGNED]),
    )


def signature_without(folder: Path, report: Report, left_out: IntVector) -> Signature:
    """Return the signature of a report's body without the sentences with the keys ``left_out``.

    Raises ``RecordError``.
    """
    with codec.consistent(folder / DOCUMENTS / report.id):
        body = _body(_record(folder, report.id))
    gone = repeated.among(repeated.keys(report.outlet, body), left_out)
    kept = (sentence for sentence, out in zip(body, gone, strict=True) if sentence and not out)
    return near_duplicates.signature(" ".join(kept)[:_SIGNED])


def _body(record: DocumentRecord) -> list[str]:
    """Return the text of all segments, empty for those that are not of the body."""
    blocks = record.blocks
    return [segment.text if blocks[segment.block].kind in SUMMARISED else "" for segment in record.segments]


def _first(own: Sequence[str], compared: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the first sentences that fill the compared length, and as many again for those left out."""
    most = 2 * COMPARED
    sizes = accumulate(
        min(len(one), len(other) or len(one)) for one, other in zip(own, compared, strict=True)
    )
    number = next((place for place, size in enumerate(sizes, 1) if size >= most), len(own))
    return tuple(
        (one[:most], other[:most]) for one, other in zip(own[:number], compared[:number], strict=True)
    )
