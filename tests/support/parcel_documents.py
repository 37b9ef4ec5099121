"""The smallest run that a parcel can have: a document a title, in its own words."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.core import codec
from pipeline.core.contract import Counts, DocumentEntry, DocumentRecord, NeuralModels, RunRecord, RunSettings
from pipeline.core.records import Block, Detected, FileDigest, Length, Segment


def write_documents(run: Path, *titles: str, languages: tuple[str, ...]) -> None:
    """Write a run's record, and the documents with these titles, into a folder."""
    entries = tuple(_write_document(run, title, languages[0]) for title in titles)
    record = RunRecord(
        run_id=run.name,
        state="finished",
        settings=RunSettings(
            targets=languages,
            source="auto",
            kinds=("summary",),
            engine="auto",
            method="news",
            length=Length(unit="sentences", value=5.0),
        ),
        software=(),
        engines=(),
        neural=NeuralModels(profile="default", device="auto", compute_type="default", loaded=()),
        counts=Counts(done=len(titles), skipped=0, failed=0),
        documents=entries,
        started="2026-11-28T05:30:00Z",
        finished="2026-11-28T05:31:00Z",
    )
    (run / "run.json").write_bytes(codec.encode_record(record))


def _write_document(run: Path, title: str, language: str) -> DocumentEntry:
    sha256 = hashlib.sha256(title.encode()).hexdigest()
    name = f"document-{sha256[:8]}"
    body = "La presa se rompió el martes."
    text = f"{title}\n\n{body}"
    blocks = (
        Block(kind="title", start=0, end=len(title)),
        Block(kind="paragraph", start=len(title) + 2, end=len(text)),
    )
    told = Detected(language=language, confidence=1.0, detector="user")
    record = DocumentRecord(
        id=name,
        key="0" * 64,
        origin="some.txt",
        source_file="source.txt",
        sha256=sha256,
        size=len(text),
        encoding="utf-8",
        title=title,
        credit="Source: A & B <Wire>",
        detection=told,
        block_detections=(told, told),
        text=text,
        blocks=blocks,
        marks=(),
        segments=tuple(
            Segment(id=f"b{n}.1", block=n - 1, start=b.start, end=b.end, text=words, language=language)
            for n, (b, words) in enumerate(zip(blocks, (title, body), strict=True), start=1)
        ),
        software=(),
    )
    content = codec.encode_record(record)
    folder = run / "documents" / name
    folder.mkdir(parents=True)
    (folder / "document.json").write_bytes(content)
    file = FileDigest(path="document.json", sha256=hashlib.sha256(content).hexdigest(), size=len(content))
    return DocumentEntry(
        origin="some.txt",
        outcome="done",
        id=name,
        languages=(),
        segments=2,
        translated=0,
        untranslated=0,
        message="",
        files=(file,),
    )
