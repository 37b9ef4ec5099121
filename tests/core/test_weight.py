"""What a large record takes in memory is counted while it is read, and bounded."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.core import codec, limits
from pipeline.core.contract import DocumentRecord, Retry, UsedRoute, VariantRecord
from pipeline.core.contract.digest import DigestRecord
from pipeline.core.contract.published import PUBLISHED, published
from pipeline.core.contract.weight import Weight
from pipeline.core.errors import RecordError
from pipeline.core.records import Block, Check, Detected, FileDigest, RemovedSign, Segment, Setting
from tests.core.test_survey import Files, written

__all__ = ["written"]

ITEMS = 400


def _retry(number: int) -> Retry:
    by = UsedRoute(source=f"{number}", hops=(), quality=number / 7, quality_measured=True)
    return Retry(failed=tuple(f"{number}.{name}" for name in range(30)), by=by, kept="first")


def dense(files: Files) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """Yield records that take much memory for their size: their name, themselves, and what they hold."""
    variant = codec.decode_record(VariantRecord, files["variant"], where="x")
    document = codec.decode_record(DocumentRecord, files["document"], where="x")
    digest = codec.decode_record(DigestRecord, files["digest"], where="x")
    segment = replace(variant.segments[0], checks=(), protected=(), retry=None, written=None)
    each = range(ITEMS)

    def check(number: int) -> Check:
        return Check(name=f"n{number}", verdict="warn", note=f"{number}")

    def span(number: int) -> dict[str, Any]:
        return {"start": number + 1000, "end": number + 2000}

    for name, many in {
        "empty sentences": [replace(segment, id=f"b{n}.1", source="", target="") for n in each],
        "wide sentences": [replace(segment, id=f"b{n}.1", target="a" * 200 + "😀") for n in each],
        "second tries": [replace(segment, retry=_retry(n)) for n in each],
        "verdicts": [replace(segment, checks=tuple(map(check, range(n, n + 9)))) for n in each],
    }.items():
        yield name, variant, {"segments": tuple(many)}
    yield (
        "files",
        variant,
        {"files": tuple(FileDigest(path=f"p{n}", sha256=f"s{n}", size=n + 300) for n in each)},
    )
    lists: dict[str, list[Any]] = {
        "segments": [Segment(id=f"{n}", block=n, **span(n), text=f"t{n}", language=f"l{n}") for n in each],
        "blocks": [Block(kind="code", **span(n), marker=f"m{n}") for n in each],
        "block_detections": [Detected(language=f"{n}", confidence=n / 7, detector=f"d{n}") for n in each],
        "removed": [RemovedSign(sign=f"s{n}", name=f"n{n}", count=n + 300) for n in each],
    }
    for field, items in lists.items():
        yield field, document, {field: tuple(items)}
    yield "a long text", document, {"text": "a" * 100_000 + "😀"}
    yield "languages", digest, {"languages": tuple(f"{n}" for n in each)}
    yield "options", digest, {"options": tuple(Setting(name=f"n{n}", value=n / 7) for n in each)}


def test_no_record_takes_more_memory_than_is_counted(
    written: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it is full of; so the limit of what is counted bounds the memory."""
    counted: list[Weight] = []
    count = Weight.add

    def noted(weight: Weight, value: object) -> None:
        counted.append(weight)
        count(weight, value)

    monkeypatch.setattr(Weight, "add", noted)
    monkeypatch.setattr(limits, "AT_ONCE", 0)
    for name, record, fields in dense(written):
        content = codec.encode_record(replace(record, **fields))
        codec.decode_record(type(record), content, where="x")  # whatever is made once
        tracemalloc.start()
        held = codec.decode_record(type(record), content, where="x")
        taken, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert held == replace(record, **fields)
        total = counted[-1]._total
        assert 10_000 < taken < total + 10_000, name
        counted.clear()


def test_a_record_that_is_too_much_to_hold_is_refused(
    written: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a line, when it is read and before it is written."""
    monkeypatch.setattr(limits, "AT_ONCE", 0)
    for name, kind in ((name, published(name)) for name in PUBLISHED):
        if name == "run":
            continue  # its documents are read one at a time
        record: Any = codec.decode_record(kind, written[name], where="x")
        assert codec.encode_readable(record) == written[name]
        with monkeypatch.context() as patch:
            patch.setattr(limits, "HELD", 500)
            with pytest.raises(RecordError, match=r"^x: holds so much that it would take more than"):
                codec.decode_record(kind, written[name], where="x")
            with pytest.raises(RecordError, match=r"^it: holds so much that it would take more than"):
                codec.encode_readable(record)


def test_a_part_of_too_many_lines_is_refused(written: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would take ten times its size while it is decoded."""
    monkeypatch.setattr(limits, "PART_LINES", 4)
    monkeypatch.setattr(limits, "AT_ONCE", 0)
    with pytest.raises(RecordError, match=r"^x: holds a value of more than 4 lines"):
        codec.decode_record(VariantRecord, written["variant"], where="x")
