"""Whatever is changed in a digest, or in what it quotes, is found."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.core import codec
from pipeline.core.contract import RunRecord
from pipeline.core.contract.digest import DigestRecord
from pipeline.digest.make import make_digest
from pipeline.digest.pages import pages
from pipeline.digest.quotes import WrittenDocument, read_written
from pipeline.digest.request import DigestRequest
from pipeline.publish.site.pages import digest_languages
from pipeline.verify.run import verify_run
from pipeline.write import checksums
from pipeline.write.run_folder import list_checksums
from tests.support.digest_runs import news, run_over, write

NOW = datetime(2025, 10, 9, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a run and its digest."""
    place = tmp_path_factory.mktemp("checked")
    folder, _ = run_over([write(place / "news", news())], place / "out")
    make_digest(folder, DigestRequest(), NOW)
    return folder


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    """Return a copy that a test may tamper with."""
    return Path(shutil.copytree(original, tmp_path / "run"))


def test_an_untouched_digest_has_nothing_off(original: Path) -> None:
    """No false alarms."""
    assert list(verify_run(original)) == []


def test_a_flipped_byte_in_any_page_is_found(folder: Path) -> None:
    """The file is named, and no other."""
    choice = random.Random(5)
    for path in sorted((folder / "digest").iterdir()):
        content = path.read_bytes()
        at = choice.randrange(len(content))
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        found = list(verify_run(folder))
        assert found, path
        assert all(str(folder / "digest") in line for line in found)
        path.write_bytes(content)


def test_missing_and_added_files_are_found(folder: Path) -> None:
    """The record itself too."""
    (folder / "digest" / "fr.md").unlink()
    (folder / "digest" / "extra.txt").write_text("x")
    assert len(list(verify_run(folder))) == 2
    _seal(folder)
    assert list(verify_run(folder)) == [
        f"{folder / 'digest' / 'extra.txt'}: is not in digest.json",
        f"{folder / 'digest' / 'fr.md'}: is missing",
    ]
    (folder / "digest" / "digest.json").unlink()
    _seal(folder)
    assert "cannot be read" in next(verify_run(folder))


def test_pages_of_another_version_are_held_to_their_digests_alone(folder: Path) -> None:
    """They need not look as this one would make them."""
    path = folder / "digest" / "digest.json"
    tree = json.loads(path.read_text())
    tree["software"][0]["version"] = "0.0.1"
    page = folder / "digest" / "es.html"
    page.write_text(page.read_text().replace("<dl>", "<dl >"))
    for file in tree["files"]:
        if file["path"] == page.name:
            file.update(sha256=hashlib.sha256(page.read_bytes()).hexdigest(), size=page.stat().st_size)
    path.write_text(json.dumps(tree))
    _seal(folder)
    assert list(verify_run(folder)) == []
    page.write_text("x")
    assert list(verify_run(folder)) == [f"{page}: differs from its digest in SHA256SUMS"]
    _seal(folder)
    assert list(verify_run(folder)) == [f"{page}: differs from its digest in digest.json"]


def test_a_language_that_is_named_twice_is_found(folder: Path) -> None:
    """Before anything is quoted in it: a forged digest could name one a million times."""
    _reseal(folder, lambda tree: tree["languages"].append(tree["languages"][0]))
    (line,) = verify_run(folder)
    assert line.startswith(
        f"{folder / 'digest' / 'digest.json'}: names a language twice; make the digest again"
    )
    assert digest_languages(folder) == ("es", "fr")


def test_a_document_that_many_stories_quote_is_read_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A forged digest could quote a large one in a hundred thousand; what is wrong is told of each."""
    _reseal(folder, lambda tree: tree.update(stories=tree["stories"] * 3))
    read: list[str] = []

    def counted(run: Path, name: str, *others: Any) -> WrittenDocument:
        read.append(name)
        return read_written(run, name, *others)

    monkeypatch.setattr("pipeline.digest.quotes.read_written", counted)
    assert list(verify_run(folder)) == []
    assert len(read) == len(set(read)) > 1
    _reseal(folder, lambda tree: [story["title"][0].update(segment="b99.9") for story in tree["stories"]])
    assert len([line for line in verify_run(folder) if "which has none such" in line]) == 6


def _seal(folder: Path) -> None:
    """List the run's files again, as whoever changed some can."""
    content = (folder / "run.json").read_bytes()
    documents = codec.decode_record(RunRecord, content, where="run.json").documents
    list_checksums(folder, checksums.written_entries(documents), hashlib.sha256(content).hexdigest())


def _reseal(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the record as a careful forger would: with pages made of it, and their digests."""
    path = folder / "digest" / "digest.json"
    tree = json.loads(path.read_text())
    change(tree)
    record = codec.decode_record(DigestRecord, json.dumps(tree).encode(), where="forged")
    made = pages(record)
    for name, content in made.items():
        (folder / "digest" / name).write_bytes(content)
    tree["files"] = [
        {"path": name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        for name, content in sorted(made.items())
    ]
    path.write_text(json.dumps(tree))
    _seal(folder)


FORGERIES: dict[str, Callable[[dict[str, Any]], object]] = {
    "words": lambda story: story["sentences"][0]["texts"][0].update(text="Lo contrario."),
    "another segment": lambda story: story["sentences"][0].update(segment="b1.1"),
    "no such segment": lambda story: story["sentences"][0].update(segment="b77.1"),
    "method": lambda story: story["title"][0]["texts"][0].update(origin="human", method=None),
    "outlet": lambda story: story["reports"][0].update(outlet="Gazette"),
    "sha256": lambda story: story["reports"][0].update(sha256="0" * 64),
    "a path": lambda story: [
        row.update(document="../../news")
        for row in (story["reports"][0], *story["title"], *story["sentences"])
    ],
    "another record": lambda story: story["sentences"][0]["texts"][0].update(record="run.json"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_record_is_found(folder: Path, name: str) -> None:
    """Though all pages and digests fit it."""
    _reseal(folder, lambda tree: FORGERIES[name](tree["stories"][0]))
    found = list(verify_run(folder))
    assert found
    assert all(line.startswith(str(folder / "digest" / "digest.json")) for line in found)
    assert all(line.endswith(f"make the digest again: depeche digest {folder}") for line in found)


def test_a_digest_older_than_its_documents_is_found(folder: Path) -> None:
    """What a run makes anew, the digest does not quote any more; making it again mends that."""
    news_folder = write(folder.parent / "news", {})
    changed = news()["court"].replace("nine years", "ten years")
    run_over([write(news_folder, {"court": changed})], folder.parent)
    shutil.rmtree(next(folder.glob("documents/court-jails-banker-harlan-voss-for-nine*")))
    assert any("digest.json" in line for line in verify_run(folder))
