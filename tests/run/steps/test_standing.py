"""What a run makes sure of before it skips a document: whose folder it is, and that its files are there."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.core import codec
from pipeline.core.contract import DocumentRecord, RunRecord, VariantRecord
from pipeline.core.records import Done, Failed, Outcome, Skipped
from pipeline.digest.make import make_digest
from pipeline.digest.request import DigestRequest
from pipeline.publish.site.files import make_site
from pipeline.run.configuration.config import RunConfig
from pipeline.run.job import run as do
from pipeline.translate.engines.argos.engine import argos_engine
from pipeline.translate.engines.neural import hardware
from pipeline.translate.engines.neural.processor import Arithmetic
from pipeline.translate.service import Components
from pipeline.verify.run import verify_run
from pipeline.write.run_folder import write_run
from tests.run.test_job import FR_EN_ES, configured, stages
from tests.support.fakes import FakeEngine

TEXT = "Le maire a annoncé lundi que les {} écoles de la ville resteront fermées.\n"
TWIN = "Bridge reopens on Monday\n\nThe old bridge over the river reopens on Monday after {} days of work.\n"
TWINS = (TWIN.format(14100), TWIN.format(31798))
"""Two texts with one title whose sha256 begin with the same 8 digits, found by trying 31,799 of them."""


@pytest.fixture
def config(tmp_path: Path) -> RunConfig:
    """Run over two documents, and return the configuration."""
    for number in range(2):
        (tmp_path / f"{number}.txt").write_text(TEXT.format(number + 7))
    found = configured([str(tmp_path / "*.txt")], tmp_path / "out", to=("es",), source="fr", memory="off")
    assert do(found, parts()).counts.done == 2
    return found


def parts() -> Components:
    """Return the parts of a run."""
    return stages(FakeEngine(offered=FR_EN_ES))


def told(config: RunConfig) -> list[Outcome]:
    """Run, and return what became of the inputs, in order."""
    outcomes: list[Outcome] = []
    do(config, parts(), report=outcomes.append)
    return outcomes


def place(config: RunConfig) -> Path:
    """Return the folder of the first document."""
    record = codec.read_record(RunRecord, config.folder / "run.json")
    return config.folder / "documents" / str(record.documents[0].id)


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _flip(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:-2] + bytes([content[-2] ^ 1]) + content[-1:])


def _link(path: Path) -> None:
    path.rename(path.with_name("kept"))
    path.symlink_to("kept")


FILES = (
    "source.txt",
    "document.json",
    "es/translation.txt",
    "es/summary.txt",
    "es/variant.json",
    "fr/variant.json",
)


@pytest.mark.parametrize("unfinished", [False, True], ids=["", "after a run that was killed"])
def test_a_document_whose_files_are_off_is_made_anew(config: RunConfig, unfinished: bool) -> None:
    """Whichever file is gone, or has another size: that document alone, and it is said what was off."""
    first = place(config)
    whole = {path: path.read_bytes() for path in first.rglob("*") if path.is_file()}
    for name in FILES:
        for harm in (Path.unlink, _truncate, _link):
            if unfinished:
                record = codec.read_record(RunRecord, config.folder / "run.json")
                write_run(config.folder, replace(record, state="running", finished=None))
            harm(first / name)
            one, two = told(config)
            assert isinstance(one, Done), (name, harm)
            assert isinstance(two, Skipped)
            assert name in one.anew or unfinished, (name, harm)
            assert one.anew
            assert list(verify_run(config.folder)) == []
            assert {path.name for path in first.rglob("kept")} == set()
    # Times alone may differ.
    assert {path for path in first.rglob("*") if path.is_file()} == whole.keys()
    assert (first / "es" / "translation.txt").read_bytes() == whole[first / "es" / "translation.txt"]


def test_with_check_a_changed_byte_is_found_too(config: RunConfig) -> None:
    """Without it sizes are enough; the files that a run did not write are nobody's business."""
    first = place(config)
    (first / "notes.txt").write_text("mine")
    for name in FILES:
        path = first / name
        if name == "document.json":
            path.write_text(path.read_text().replace('"normalised": false', '"normalised":false '))
        else:
            _flip(path)
        if name != "fr/variant.json":  # which is not JSON any more
            assert [type(outcome) for outcome in told(config)] == [Skipped, Skipped]
        one, two = told(replace(config, check=True))
        assert isinstance(one, Done)
        assert isinstance(two, Skipped)
        assert "digest" in one.anew or "cannot be read" in one.anew
        assert list(verify_run(config.folder)) == []
    (first / "notes.txt").write_text("mine")
    assert [type(outcome) for outcome in told(replace(config, check=True))] == [Skipped, Skipped]
    assert (first / "notes.txt").read_text() == "mine"


def test_documents_of_an_older_version_are_made_anew_with_a_line(config: RunConfig) -> None:
    """What 0.1.0 wrote is read, and says why it is not left alone."""
    path = place(config) / "document.json"
    record = codec.read_record(DocumentRecord, path)
    older = [replace(item, version="0.1.0") if item.name == "depeche" else item for item in record.software]
    path.write_bytes(codec.encode_record(replace(record, software=tuple(older), key="0" * 64)))
    first, second = told(config)
    assert isinstance(first, Done)
    assert first.anew == "it was written by depeche 0.1.0"
    assert isinstance(second, Skipped)


def test_documents_of_another_processor_are_made_anew_with_a_line(
    tmp_path: Path, argos_packages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder and a memory that machines share have no words of the one under the other's name."""
    (tmp_path / "a.txt").write_text(TEXT.format(7))
    memory = str(tmp_path / "memory.sqlite")
    config = configured([tmp_path / "a.txt"], tmp_path / "out", to=("en",), source="fr", memory=memory)
    for instructions in ("AVX2+AVX2", "AVX2+AVX512_CORE_VNNI"):
        found = Arithmetic(instruction_set=instructions, matrix_library="oneDNN", exact_int8=True)
        monkeypatch.setattr(hardware, "arithmetic", lambda found=found: found)
        outcomes: list[Outcome] = []
        do(config, stages(argos_engine(argos_packages)), report=outcomes.append)
        told_anew = [outcome.anew for outcome in outcomes if isinstance(outcome, Done)]
        (path,) = config.folder.glob("documents/*/en/variant.json")
        assert not any(segment.from_memory for segment in codec.read_record(VariantRecord, path).segments)
    assert told_anew == [
        "it was translated on another kind of processor "
        "(AVX2+AVX2 oneDNN; this one: AVX2+AVX512_CORE_VNNI oneDNN)"
    ]


def test_a_folder_that_is_gone_is_made_anew(config: RunConfig) -> None:
    """Its entry in the record does not stand for it."""
    shutil.rmtree(place(config))
    assert [type(outcome) for outcome in told(config)] == [Done, Skipped]
    assert list(verify_run(config.folder)) == []


def test_pages_that_are_gone_are_made_again_by_their_commands(config: RunConfig) -> None:
    """A digest, the index, a page."""
    for make in (lambda: make_digest(config.folder, DigestRequest()), lambda: make_site(config.folder)):
        make()
    listed = (config.folder / "SHA256SUMS").read_text()
    shutil.rmtree(config.folder / "digest")
    (config.folder / "index.html").unlink()
    next((config.folder / "reader").iterdir()).unlink()
    make_digest(config.folder, DigestRequest())
    make_site(config.folder)
    now = (config.folder / "SHA256SUMS").read_text()
    assert [line.split()[1] for line in now.splitlines()] == [line.split()[1] for line in listed.splitlines()]
    assert list(verify_run(config.folder)) == []


def test_another_documents_folder_is_never_replaced(tmp_path: Path) -> None:
    """Two texts that want one folder, in two runs: the second is refused, with ``force`` too."""
    out = tmp_path / "out"
    for number, text in enumerate(TWINS):
        (tmp_path / f"{number}.txt").write_text(text)
    runs = [configured([str(tmp_path / f"{n}.txt")], out, to=("es",), memory="off") for n in (0, 1)]
    assert [type(outcome) for outcome in told(runs[0])] == [Done]
    (folder,) = (runs[0].folder / "documents").iterdir()
    before = (folder / "source.txt").read_bytes()
    for config in (runs[1], replace(runs[1], force=True)):
        (outcome,) = told(config)
        assert isinstance(outcome, Failed)
        assert outcome.message == (
            f"{tmp_path}/1.txt: would be written to the same folder as {tmp_path}/0.txt; change its title"
        )
        assert (folder / "source.txt").read_bytes() == before
        assert list(verify_run(config.folder)) == []
    (tmp_path / "0.txt").write_text(TWINS[1])
    (outcome,) = told(runs[0])
    assert isinstance(outcome, Failed)
    assert "the same folder as an earlier text of its own" in outcome.message
    (folder / "document.json").write_text("{}")  # nor where only the copy of the source tells whose it is
    (tmp_path / "0.txt").write_text(TWINS[0])
    (outcome,) = told(runs[1])
    assert isinstance(outcome, Failed)
    assert "as another text, whose record cannot be read" in outcome.message
    assert (folder / "source.txt").read_bytes() == before
    both = configured([str(tmp_path / "[01].txt")], tmp_path / "both", to=("es",), memory="off")
    assert [type(outcome) for outcome in told(both)] == [Done, Failed]


def test_the_same_bytes_as_text_and_as_markdown_are_two_documents(tmp_path: Path) -> None:
    """In one run or in two, in any order; each is skipped on its own afterwards."""
    words = "# The old *bridge* reopens\n\nThe old bridge over the river reopens on Monday, the mayor said.\n"
    for name in ("a.txt", "a.md", "b.text", "b.markdown"):
        (tmp_path / name).write_text(words)
    names = {name: str(tmp_path / name) for name in ("a.txt", "a.md", "b.text", "b.markdown")}

    def run(out: str, *inputs: str) -> list[type[Outcome]]:
        config = configured([names[name] for name in inputs], tmp_path / out, to=("es",), memory="off")
        found = [type(outcome) for outcome in told(config)]
        assert list(verify_run(config.folder)) == []
        return found

    assert run("one", "a.txt", "a.md", "b.text", "b.markdown") == [Done, Done, Skipped, Skipped]
    assert run("one", "a.md", "a.txt") == [Skipped, Skipped]
    assert run("two", "a.md") == [Done]
    assert run("two", "a.txt") == [Done]
    assert run("two", "a.md") == [Skipped]
    for out in ("one", "two"):
        text, markdown = sorted((tmp_path / out / "run" / "documents").iterdir())
        assert markdown.name == f"{text.name}-md"


def test_a_text_under_another_name_says_whose_folder_it_takes(config: RunConfig, tmp_path: Path) -> None:
    """The same bytes are the same document: its record names the new file from now on."""
    (tmp_path / "later").mkdir()
    (tmp_path / "0.txt").rename(tmp_path / "later" / "0.txt")
    (moved,) = told(replace(config, inputs=(str(tmp_path / "later"),)))
    assert isinstance(moved, Done)
    assert moved.anew == f"its folder stood for {tmp_path}/0.txt, which has the same bytes"
    assert list(verify_run(config.folder)) == []


def test_a_markdown_document_of_an_older_version_takes_its_new_name(tmp_path: Path) -> None:
    """Its folder did not name the kind of source: there are not two of it afterwards, none is in the way."""
    words = "# The old bridge reopens\n\nThe old bridge over the river reopens on Monday, the mayor said.\n"
    for name in ("a.md", "a.txt"):
        (tmp_path / name).write_text(words)
    config = configured([str(tmp_path / "a.md")], tmp_path / "out", to=("es",), memory="off")
    do(config, parts())
    (new,) = (config.folder / "documents").iterdir()
    old = new.rename(new.with_name(new.name.removesuffix("-md")))
    for path in (old / "document.json", old / "es" / "variant.json", config.folder / "run.json"):
        path.write_text(path.read_text().replace(new.name, old.name))
    reasons = []
    for name in ("a.txt", "a.md"):
        (outcome,) = told(replace(config, inputs=(str(tmp_path / name),)))
        assert isinstance(outcome, Done)
        reasons.append(outcome.anew)
    assert reasons == ["", f"its record is of {old.name}"]
    assert sorted((config.folder / "documents").iterdir()) == [old, new]
    assert {path.suffix for path in old.glob("source.*")} == {".txt"}
    assert list(verify_run(config.folder)) == []
