"""Pages as files of a run: verified with it, true as long as it does not change, never in a signed one."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.core import limits
from pipeline.core.errors import RecordError, UsageError
from pipeline.publish.site import pages as reader_pages
from pipeline.publish.site.files import make_site
from pipeline.verify.run import verify_run
from tests.end_to_end.test_cli import Depeche, depeche
from tests.support.digest_runs import run_over, write
from tests.support.site_runs import Page, run_to_read

__all__ = ["depeche"]


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """Make a run with pages."""
    folder, _ = run_to_read(tmp_path)
    make_site(folder)
    return folder


def seal_anew(run: Path) -> None:
    """List the files of a run as they are, as somebody would who changed them."""
    names = sorted(
        str(path.relative_to(run))
        for path in run.rglob("*")
        if path.is_file() and path.name not in ("SHA256SUMS", ".lock")
    )
    done = subprocess.run(["/usr/bin/sha256sum", *names], cwd=run, capture_output=True, check=True)
    (run / "SHA256SUMS").write_bytes(done.stdout)


def test_a_run_with_pages_verifies(run: Path) -> None:
    """They are listed with the rest."""
    assert list(verify_run(run)) == []
    assert "  index.html\n" in (run / "SHA256SUMS").read_text()


def test_the_same_run_has_the_same_pages(run: Path) -> None:
    """Byte for byte, and a second making leaves nothing else behind."""
    before = {path: path.read_bytes() for path in run.rglob("*") if path.is_file()}
    make_site(run)
    assert {path: path.read_bytes() for path in run.rglob("*") if path.is_file()} == before


def test_a_run_that_finds_nothing_new_leaves_them_true(run: Path, tmp_path: Path) -> None:
    """Its times change, and which documents were skipped; the pages say neither."""
    again, record = run_over([tmp_path / "news"], tmp_path / "out")
    assert again == run
    assert record.counts.skipped > 0
    assert list(verify_run(run)) == []


def test_a_run_that_changes_documents_makes_them_stale(run: Path, tmp_path: Path) -> None:
    """Which verify says, with what to do; done, all is well."""
    (tmp_path / "news" / "dam-one.txt").unlink()
    (tmp_path / "news" / "late.txt").write_text(
        "Le pont de Lusigny a rouvert jeudi matin à la circulation.\n"
    )
    run_over([tmp_path / "news"], tmp_path / "out")
    off = list(verify_run(run))
    assert off
    assert all("depeche site" in line for line in off)
    make_site(run)
    assert list(verify_run(run)) == []


@pytest.mark.parametrize("name", ["index.html", "reader/le-barrage*.es.html"])
def test_a_page_that_was_changed_is_found(run: Path, name: str) -> None:
    """By its digest; and by what the run holds, where the list was written anew."""
    path = sorted(run.glob(name))[0]
    path.write_text(path.read_text().replace("Corvanne", "Corvenne"))
    assert [line for line in verify_run(run) if str(path) in line]
    seal_anew(run)
    assert list(verify_run(run)) == [
        f"{path}: is not made of what the run holds; make the pages again: depeche site {run}"
    ]


def test_a_page_too_many_or_too_few_is_found(run: Path) -> None:
    """Listed or not."""
    first, second, *_ = sorted((run / "reader").iterdir())
    shutil.copy(first, run / "reader" / "more.es.html")
    second.unlink()
    seal_anew(run)
    found = sorted(line.removeprefix(f"{run}/").partition(";")[0] for line in verify_run(run))
    assert found == sorted([f"reader/{second.name}: is missing", "reader/more.es.html: is a page of nothing"])


def test_pages_of_another_version_are_not_compared(run: Path) -> None:
    """They may look otherwise; their digests still count."""
    index = run / "index.html"
    index.write_text(index.read_text().replace('content="depeche 0', 'content="depeche 10'))
    assert list(verify_run(run)) != []
    seal_anew(run)
    assert list(verify_run(run)) == []


def test_a_signed_run_gets_no_pages(tmp_path: Path) -> None:
    """They would undo the signature; it can still be read."""
    folder, _ = run_to_read(tmp_path)
    record = json.loads((folder / "run.json").read_text())
    (folder / "run.json").write_text(json.dumps({**record, "signed_by": "0" * 64}))
    with pytest.raises(UsageError, match="depeche read shows it"):
        make_site(folder)
    assert not (folder / "index.html").exists()


def test_pages_are_whole_or_as_they_were(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What ends the making of them half-way leaves the older ones; the same command again makes all well."""
    before = {path.name: path.read_bytes() for path in (run / "reader").iterdir()}

    class Killed(BaseException):
        pass

    def some(*arguments: object, **named: object) -> Iterator[tuple[str, bytes]]:
        yield "reader/half.es.html", b"<!DOCTYPE html>"
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.publish.site.files.site_pages", some)
        with pytest.raises(Killed):
            make_site(run)
    assert {path.name: path.read_bytes() for path in (run / "reader").iterdir()} == before
    assert f"{run / 'SHA256SUMS'}: is missing" in list(verify_run(run))
    make_site(run)
    assert list(verify_run(run)) == []


def test_a_run_without_documents_has_an_index_alone(tmp_path: Path) -> None:
    """Which says why; nothing that verify would stumble over."""
    folder, record = run_over([write(tmp_path / "news", {"empty": ""})], tmp_path / "out")
    assert make_site(folder).pages == 1
    assert not (folder / "reader").exists()
    assert record.documents[0].message in [
        words for _, words in Page((folder / "index.html").read_text()).words
    ]
    assert list(verify_run(folder)) == []


def test_what_is_no_run_is_said(tmp_path: Path) -> None:
    """And nothing is made there."""
    with pytest.raises(RecordError):
        make_site(tmp_path / "nothing")
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_would_be_too_large_costs_the_others_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its document has none, and a line says so; pages that cannot be held meanwhile are the same."""
    run, _ = run_to_read(tmp_path)
    make_site(run)
    sizes = {path: path.stat().st_size for path in (run / "reader").iterdir()}
    before = {path.name: path.read_bytes() for path in sizes}
    monkeypatch.setattr(limits, "PAGES_HELD", min(sizes.values()))
    make_site(run)
    assert {path.name: path.read_bytes() for path in (run / "reader").iterdir()} == before
    largest = max(sizes, key=lambda path: sizes[path])
    monkeypatch.setattr(limits, "PAGE", sizes[largest] - 1)
    said: list[str] = []
    made = make_site(run, note=said.append)
    name = largest.name.partition(".")[0]
    assert made.failed == 1
    assert said[0].startswith(f"{run / 'documents' / name}: its page would be larger than")
    kept = {path.name for path in (run / "reader").iterdir()}
    assert kept == {other for other in before if other.partition(".")[0] != name}


@pytest.mark.parametrize("damage", ["missing", "forged"])
def test_a_document_that_cannot_be_read_costs_the_others_nothing(tmp_path: Path, damage: str) -> None:
    """The index says why it has no page."""
    folder, _ = run_to_read(tmp_path)
    path = sorted(folder.glob("documents/*/document.json"))[0]
    if damage == "missing":
        path.unlink()
    else:
        record = json.loads(path.read_text())
        record["segments"][0]["block"] = 10**6
        path.write_text(json.dumps(record))
    said: list[str] = []
    made = make_site(folder, note=said.append)
    assert len(said) == 1
    assert path.parent.name in said[0]
    assert made.failed == 1
    assert made.pages == made.documents + 1 == len(list((folder / "reader").iterdir())) + 1 > 4
    assert said[0] in [words for _, words in Page((folder / "index.html").read_text()).words]


def test_an_index_over_several_pages_lists_every_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each once, and the pages lead to each other."""
    monkeypatch.setattr("pipeline.publish.site.paths.PAGE_ROWS", 2)
    monkeypatch.setattr(reader_pages, "PAGE_ROWS", 2)
    folder, record = run_to_read(tmp_path)
    make_site(folder)
    index = [Page((folder / name).read_text()) for name in ("index.html", "reader/page-2.html")]
    assert "reader/page-2.html" in index[0].links
    assert "../index.html" in index[1].links
    listed = [words for page in index for _, words in page.words]
    third = Page((folder / "reader" / "page-3.html").read_text())
    listed += [words for _, words in third.words]
    assert all(listed.count(entry.origin) == 1 for entry in record.documents)
    assert list(verify_run(folder)) == []


def test_the_command_writes_the_pages_of_several_runs(tmp_path: Path) -> None:
    """One that is none is named, the others are done."""
    folder, _ = run_to_read(tmp_path)
    command = [str(Path(sys.executable).with_name("depeche")), "site"]
    done = subprocess.run(
        [*command, str(folder), "two"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert done.stdout == f"{folder}/index.html\n"
    assert "failed   two/run.json" in done.stderr
    assert list(verify_run(folder)) == []


def test_the_command_says_in_its_exit_code_that_documents_could_not_be_shown(
    depeche: Depeche, tmp_path: Path
) -> None:
    """3 where some could not, 1 where none could; the index, which says why, is made all the same."""
    folder, _ = run_to_read(tmp_path)
    paths = sorted(folder.glob("documents/*/document.json"))
    assert len(paths) > 1
    paths[0].unlink()
    some = depeche("site", folder)
    assert (some.code, some.out) == (3, f"{folder}/index.html\n")
    failed, done = some.err.splitlines()
    assert failed.startswith(f"failed   {paths[0]}: ")
    assert done.startswith("site     ")
    for path in paths[1:]:
        path.write_text("{")
    none = depeche("site", folder, "--quiet")
    assert (none.code, none.out) == (1, f"{folder}/index.html\n")
    assert len(none.err.splitlines()) == len(paths)
    assert all(line.startswith("failed   ") for line in none.err.splitlines())
    assert [path.name for path in folder.glob("reader/*")] == []
    other, _ = run_over([write(tmp_path / "more", {"empty": ""})], tmp_path / "other")
    assert depeche("site", other).code == 0  # it has no document to be shown
    assert depeche("site", folder, other).code == 3
    assert depeche("site", folder, folder).code == 1


def test_documents_that_are_lost_are_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is about to replace one while ``site`` holds the run, so each is looked for once."""
    run, _ = run_to_read(tmp_path)
    shutil.rmtree(run / "documents")
    monkeypatch.setattr(
        "pipeline.write.read_run.time.sleep", lambda seconds: pytest.fail(f"waited {seconds} s")
    )
    lost: list[str] = []
    assert make_site(run, note=lost.append).documents == 0
    assert len(lost) == 5
