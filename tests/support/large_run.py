"""A finished run of one document that is as large as wanted: a small run's document, over and over."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.core import codec
from pipeline.core.contract import AlignedSegment, DocumentRecord, RunRecord, VariantRecord
from pipeline.core.records import Hop, Segment
from pipeline.run.job import run
from pipeline.write import run_folder
from pipeline.write.layout.document_text import translation_text
from pipeline.write.on_disk import files_on_disk
from pipeline.write.paths import DOCUMENT_FILE, DOCUMENTS, RUN_FILE, TRANSLATION_FILE, VARIANT_FILE
from tests.run.test_job import configured, stages
from tests.support.fakes import FakeEngine

TEXT = "Le maire a parlé lundi. La digue a cédé à 7 h, selon lui. Les écoles sont fermées.\n\n"


def large_run(out: Path, *, times: int, to: Sequence[str] = ("es",)) -> Path:
    """Write a run whose one document says ``TEXT`` so often in each language, and return its folder.

    Nothing of it but the first time is translated; everything is as if it had been.
    """
    (out / "a.txt").write_text(TEXT, encoding="utf-8")
    hops = tuple(Hop(engine="fake", source="fr", target=target, method="neural") for target in to)
    config = configured([out / "a.txt"], out, to=tuple(to), source="fr")
    run(config, stages(FakeEngine(offered=hops)))
    folder = out / "run"
    record = codec.read_record(RunRecord, folder / RUN_FILE)
    (entry,) = record.documents
    small = folder / DOCUMENTS / str(entry.id)
    document = _repeated(codec.read_record(DocumentRecord, small / DOCUMENT_FILE), times)
    place = small.rename(small.with_name(document.id))
    (place / document.source_file).write_text(document.text, encoding="utf-8")
    (place / DOCUMENT_FILE).write_bytes(codec.encode_record(document))
    for path in sorted(place.glob(f"*/{VARIANT_FILE}")):
        _repeat_variant(path, document)
    checks = tuple(
        replace(count, passed=count.passed * times, warned=count.warned * times, failed=count.failed * times)
        for count in entry.checks
    )
    entry = replace(
        entry,
        id=document.id,
        segments=len(document.segments),
        files=files_on_disk(folder, f"{DOCUMENTS}/{document.id}"),
        checks=checks,
    )
    run_folder.write_run(folder, replace(record, documents=(entry,), checks=checks))
    return folder


def _repeated(small: DocumentRecord, times: int) -> DocumentRecord:
    content = (TEXT * times).encode()
    digest = hashlib.sha256(content).hexdigest()
    (block,), (detection,) = small.blocks, small.block_detections
    return replace(
        small,
        id=f"a-{digest[:8]}",
        sha256=digest,
        size=len(content),
        text=TEXT * times,
        block_detections=(detection,) * times,
        blocks=tuple(
            replace(block, start=block.start + shift, end=block.end + shift)
            for shift in range(0, len(TEXT) * times, len(TEXT))
        ),
        segments=tuple(_segments(small, times)),
    )


def _segments(small: DocumentRecord, times: int) -> Iterator[Segment]:
    for number in range(times):
        shift = len(TEXT) * number
        for segment in small.segments:
            yield replace(
                segment,
                id=f"b{number + 1}.{segment.id.partition('.')[2]}",
                block=number,
                start=segment.start + shift,
                end=segment.end + shift,
            )


def _aligned(small: AlignedSegment, name: str) -> AlignedSegment:
    """Return a sentence of the large document, with verdicts that no other sentence has."""
    *others, last = small.checks
    return replace(small, id=name, checks=(*others, replace(last, note=f"as in {name}")))


def _repeat_variant(path: Path, document: DocumentRecord) -> None:
    """Let the variant at ``path``, of the small document, be one of the large one."""
    variant = codec.read_record(VariantRecord, path)
    variant = replace(variant, source=replace(variant.source, document=document.id, sha256=document.sha256))
    if "full" in variant.kinds:
        known: dict[str, AlignedSegment] = {segment.source: segment for segment in variant.segments}
        segments = tuple(_aligned(known[segment.text], segment.id) for segment in document.segments)
        made = translation_text(
            text=document.text,
            marks=(),
            segments=document.segments,
            texts={segment.id: segment.target for segment in segments},
            language=variant.language,
        )
        (path.parent / TRANSLATION_FILE).write_text(made, encoding="utf-8")
        variant = replace(variant, segments=segments)
    files = tuple(
        replace(
            file,
            sha256=hashlib.sha256((path.parent / file.path).read_bytes()).hexdigest(),
            size=(path.parent / file.path).stat().st_size,
        )
        for file in variant.files
    )
    path.write_bytes(codec.encode_record(replace(variant, files=files)))
