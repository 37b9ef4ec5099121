"""Links planted in a run's folder: nothing is read through them, and nothing written."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import read_run
from pipeline.core.errors import DepecheError, RecordError, WriteError
from pipeline.digest.make import make_digest
from pipeline.digest.request import DigestRequest
from pipeline.publish.site.files import make_site
from pipeline.publish.site.requests import RunReader
from pipeline.run.configuration.config import load_config
from pipeline.run.configuration.options import Options
from pipeline.run.job import run as do
from pipeline.verify.run import verify_run
from tests.support.digest_runs import stages
from tests.support.site_runs import run_to_read

PLACES = (
    "run.json",
    "documents",
    "documents/DOCUMENT",
    "documents/DOCUMENT/document.json",
    "documents/DOCUMENT/source.txt",
    "documents/DOCUMENT/es",
    "documents/DOCUMENT/es/variant.json",
    "documents/DOCUMENT/es/translation.txt",
    "digest",
    "digest/digest.json",
    "digest/es.html",
    "SHA256SUMS",
    "index.html",
    "reader",
)
"""Every kind of place in a run's folder; the document is one that the digest tells of."""


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a run with a digest and pages, once."""
    folder, _ = run_to_read(tmp_path_factory.mktemp("linked"))
    make_digest(folder, DigestRequest())
    make_site(folder)
    assert list(verify_run(folder)) == []
    return folder


@pytest.fixture
def planted(original: Path, tmp_path: Path) -> Callable[[str], tuple[Path, str]]:
    """Return what replaces a place in a copy of the run by a link to where it was moved, and gives both."""

    def plant(place: str) -> tuple[Path, str]:
        run = Path(shutil.copytree(original, tmp_path / "run"))
        place = place.replace("DOCUMENT", told(run))
        (tmp_path / "elsewhere").mkdir()
        moved = (run / place).rename(tmp_path / "elsewhere" / "moved")
        (run / place).symlink_to(moved)
        return run, place

    return plant


def told(run: Path) -> str:
    """Return the name of the document that is told first in the digest."""
    return next(
        path.parent.parent.name for path in sorted((run / "documents").glob("dam-b*/es/variant.json"))
    )


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return the content and time of all files below a folder."""
    return {
        str(path): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("place", PLACES)
def test_nothing_is_read_through_a_link(planted: Callable[[str], tuple[Path, str]], place: str) -> None:
    """Whoever reads: ``verify`` names it, files behind it are not handed out, documents not shown."""
    run, place = planted(place)
    behind = [run / place] if (run / place).is_file() else (run / place).rglob("*")
    hidden = [path.relative_to(run).as_posix() for path in behind if path.is_file()]
    assert hidden
    lines = list(verify_run(run))
    assert any(line.startswith(str(run / place)) and "link" in line for line in lines)
    if place == "run.json":
        with pytest.raises(RecordError, match="symbolic link"):
            RunReader(run)
        return
    reader = RunReader(run)
    for path in hidden:
        if path != "index.html" and not path.startswith("reader/"):  # these are made when they are asked for
            with suppress(RecordError):
                assert reader.answer(path) is None
    if place.startswith("documents"):
        with pytest.raises(RecordError, match="symbolic link"):
            read_run(run)
        if place.endswith("translation.txt"):  # a page is made of the records, without it
            return
        with pytest.raises(RecordError, match="symbolic link"):
            reader.answer(f"reader/{told(run) if place == 'documents' else place.split('/')[1]}.es.html")


@pytest.mark.parametrize("name", ["extra.txt", "es.atom"])
def test_a_file_that_no_record_lists_is_not_handed_out(original: Path, tmp_path: Path, name: str) -> None:
    """In the digest's folder as in a document's."""
    run = Path(shutil.copytree(original, tmp_path / "run"))
    for folder in ("digest", f"documents/{told(run)}"):
        (run / folder / name).write_text("secret")
        assert RunReader(run).answer(f"{folder}/{name}") is None
    answer = RunReader(run).answer("digest/es.html")
    assert answer is not None
    assert answer.content == (run / "digest" / "es.html").read_bytes()


@pytest.mark.parametrize("place", PLACES)
def test_nothing_is_written_through_a_link(
    planted: Callable[[str], tuple[Path, str]], tmp_path: Path, original: Path, place: str
) -> None:
    """``digest``, ``site`` and a run that makes all anew: it is refused, or the link itself is replaced."""
    run, place = planted(place)
    (tmp_path / "elsewhere" / "moved.txt").write_text("mine")
    if (run / place).is_dir():
        (run / place / ".writing-x").mkdir()
        (run / place / ".writing-x" / "old").mkdir()
        (run / place / ".writing-x" / "old" / "mine").write_text("mine")
    before = state(tmp_path / "elsewhere")
    for make in (lambda: make_digest(run, DigestRequest()), lambda: make_site(run)):
        with suppress(RecordError, WriteError):
            make()
        assert state(tmp_path / "elsewhere") == before
    inputs = [str(original.parents[1] / "news")]
    options = Options(to=("es", "fr"), out=str(tmp_path), run_id="run", memory="off")
    config = replace(load_config(inputs, options), lenient=True, force=True)
    if place == "documents":
        with pytest.raises(WriteError, match="documents: is a symbolic link, which is not written through"):
            do(config, stages())
    else:
        assert do(config, stages()).counts.done == 5
        make_digest(run, DigestRequest())
        make_site(run)
        assert not (run / place).is_symlink()
        assert list(verify_run(run)) == []
    assert state(tmp_path / "elsewhere") == before


@pytest.mark.parametrize(
    "name", ["digest", "reader", "index.html", "run.json", "SHA256SUMS", "documents/dam"]
)
def test_what_is_written_beside_goes_through_no_link_either(
    original: Path, tmp_path: Path, name: str
) -> None:
    """A leftover's name that leads elsewhere: the link goes, and what it leads to stays as it is."""
    run = Path(shutil.copytree(original, tmp_path / "run"))
    elsewhere = tmp_path / "elsewhere"
    for folder in ("old", "new"):
        (elsewhere / folder).mkdir(parents=True)
        (elsewhere / folder / "mine").write_text("mine")
    is_file = "." in name or name == "SHA256SUMS"
    place = run / name
    place.with_name(f".writing-{place.name}").symlink_to(elsewhere / "old" / "mine" if is_file else elsewhere)
    before = state(elsewhere)
    make_digest(run, DigestRequest())
    make_site(run)
    assert state(elsewhere) == before
    assert list(verify_run(run)) == []


def test_a_record_cannot_have_the_digest_read_a_device_or_wait(original: Path, tmp_path: Path) -> None:
    """Where the source lies is what the record says: only a regular file of that size is looked at."""
    from pipeline.core import codec
    from pipeline.core.contract import DocumentRecord
    from pipeline.digest.dates import moment

    path = next((original / "documents").glob("dam-b*/document.json"))
    record = codec.read_record(DocumentRecord, path)
    os.mkfifo(tmp_path / "pipe")
    for origin in (tmp_path / "pipe", Path("/dev/zero"), tmp_path):
        assert moment(replace(record, origin=str(origin), size=0)) is None
    with pytest.raises(DepecheError):
        codec.read_record_below(DocumentRecord, original, "../elsewhere")
