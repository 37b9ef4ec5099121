"""Readers at any time: while a run writes, and while it replaces what stands."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

import pytest

from pipeline.core.errors import RecordError
from pipeline.run.job import run as do
from pipeline.write import read_run as folder
from pipeline.write.read_run import ReadDocument, read_run, read_written_document
from tests.run.test_job import FR_EN_ES, configured, stages
from tests.support.fakes import FakeEngine

READERS = 3


def version_of(document: ReadDocument) -> tuple[str, str]:
    """Return what a document was made of, as two of its files say; fail where it is not whole."""
    assert sorted(document.variants) == ["es", "fr"]
    for variant in document.variants.values():
        texts = {"translation.txt": variant.translation, "summary.txt": variant.summary}
        for file in variant.record.files:
            text = texts[file.path]
            assert text is not None
            assert hashlib.sha256(text.encode()).hexdigest() == file.sha256
    (route,) = document.variants["es"].record.routes
    return document.record.key, route.hops[0].identity.version


def test_many_readers_see_whole_documents_only(tmp_path: Path) -> None:
    """In a loop, while one run writes them and three more replace each: no half one, no mix of two runs."""
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(f"Le maire a fermé {number} écoles de la ville lundi.\n" * 9)
    config = configured([str(tmp_path / "*.txt")], tmp_path / "out", to=("es",), source="fr", memory="off")
    documents = config.folder / "documents"
    over = threading.Event()
    wrong: list[Exception] = []
    seen: set[tuple[str, str]] = set()

    def read() -> None:
        while not over.is_set():
            for place in documents.glob("[!.]*"):
                try:
                    seen.add(version_of(read_written_document(config.folder, f"documents/{place.name}")))
                except Exception as error:  # noqa: BLE001 - the main thread tells it
                    wrong.append(error)

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    try:
        for version in "1234":
            record = do(config, stages(FakeEngine(offered=FR_EN_ES, version=version)))
            assert record.counts.done == 6
    finally:
        over.set()
        for reader in readers:
            reader.join()
    assert wrong == []
    assert len({version for _, version in seen}) > 1
    assert len({key for key, _ in seen}) == len(seen)
    last = {version_of(document) for document in read_run(config.folder).documents}
    assert {version for _, version in last} == {"4"}


def test_what_is_not_whole_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not there, or damaged, is waited for only as long as a rename takes."""
    monkeypatch.setattr(folder, "_PAUSE_SECONDS", 0)
    with pytest.raises(RecordError, match=r"document\.json: cannot be read"):
        read_written_document(tmp_path, "none")
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "document.json").write_text("{")
    with pytest.raises(RecordError, match="JSON"):
        read_written_document(tmp_path, "here")
