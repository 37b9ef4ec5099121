"""Whatever is changed in a run's folder is found, and nothing else is complained of."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import read_run
from pipeline.core import canonical, codec, limits
from pipeline.core.contract import RunRecord
from pipeline.core.errors import RecordError
from pipeline.core.records import Hop
from pipeline.detect.detector import LangdetectDetector
from pipeline.digest.make import make_digest
from pipeline.digest.request import DigestRequest
from pipeline.run.configuration.config import load_config
from pipeline.run.configuration.options import Options
from pipeline.run.job import run
from pipeline.split.splitter import RuleSplitter
from pipeline.summarise import Extractor
from pipeline.translate.service import Components
from pipeline.verify.run import verify_run
from pipeline.write import checksums, run_folder
from pipeline.write.on_disk import files_on_disk
from tests.conftest import EXAMPLES
from tests.support.fakes import FakeEngine


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a run over the examples."""
    pairs = [("fr", "es"), ("en", "es")]
    hops = tuple(Hop(engine="fake", source=a, target=b, method="neural") for a, b in pairs)
    out = tmp_path_factory.mktemp("outputs")
    parts = Components(
        detector=LangdetectDetector(),
        splitter=RuleSplitter(),
        summariser=Extractor(),
        engines=(FakeEngine(offered=hops),),
    )
    record: RunRecord = run(
        load_config([str(EXAMPLES)], Options(to=("es",), out=str(out), run_id="run")), parts
    )
    assert record.counts.failed == 0
    return out / "run"


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    """Return a copy that a test may tamper with."""
    return Path(shutil.copytree(original, tmp_path / "run"))


def files(folder: Path) -> list[Path]:
    """Return the files that a run wrote, but for the lock."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")


def test_an_untouched_run_has_nothing_off(original: Path) -> None:
    """No false alarms."""
    assert list(verify_run(original)) == []


def test_a_flipped_byte_anywhere_is_found(folder: Path) -> None:
    """In any file, at random places; the file is named, and no other."""
    choice = random.Random(5)
    for path in files(folder):
        if path.name == "run.json":
            continue
        content = path.read_bytes()
        at = choice.randrange(len(content))
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        assert [line.partition(": ")[0] for line in verify_run(folder)] == [str(path)]
        path.write_bytes(content)


def test_a_missing_file_is_found(folder: Path) -> None:
    """Whichever it is."""
    for path in files(folder):
        if path.name == "run.json":
            continue
        content = path.read_bytes()
        path.unlink()
        assert list(verify_run(folder)) == [f"{path}: is missing"]
        path.write_bytes(content)


def test_a_missing_run_record_is_an_error(folder: Path) -> None:
    """Without it nothing vouches for the rest."""
    (folder / "run.json").unlink()
    assert list(verify_run(folder)) == [f"{folder / 'run.json'}: cannot be read: No such file or directory"]


def test_added_files_and_folders_are_found(folder: Path) -> None:
    """What nobody wrote does not belong."""
    document = next(path for path in (folder / "documents").iterdir())
    (document / "extra.txt").write_text("x")
    shutil.copytree(document, folder / "documents" / "copied-00000000")
    assert list(verify_run(folder)) == [
        f"{folder / 'documents' / 'copied-00000000'}: is not in run.json",
        f"{document / 'extra.txt'}: is not in run.json",
    ]


def test_swapped_folders_are_found(folder: Path) -> None:
    """Each holds well-formed files, but another's."""
    one, two = sorted((folder / "documents").iterdir())[:2]
    one.rename(folder / "x")
    two.rename(one)
    (folder / "x").rename(two)
    assert len(list(verify_run(folder))) > 4


def edit(path: Path, change: Callable[[dict[str, object]], None]) -> None:
    """Change a JSON file, and every digest that covers it, as a careful forger would."""
    tree = json.loads(path.read_text())
    change(tree)
    path.write_text(canonical.to_json(tree) + "\n")
    reseal(path.parents[1] if path.name == "document.json" else path.parents[2])


def reseal(documents: Path) -> None:
    """Make the digests in ``run.json`` and ``SHA256SUMS`` those of what lies there."""
    run_file = documents.parent / "run.json"
    record = json.loads(run_file.read_text())
    for entry in record["documents"]:
        entry["files"] = [
            {"path": file.path, "sha256": file.sha256, "size": file.size}
            for file in files_on_disk(documents / entry["id"])
        ]
    run_file.write_text(canonical.to_json(record) + "\n")
    content = run_file.read_bytes()
    run_folder.list_checksums(
        documents.parent,
        checksums.written_entries(codec.decode_record(RunRecord, content, where="run.json").documents),
        hashlib.sha256(content).hexdigest(),
    )


FORGERIES: dict[str, tuple[str, Callable[[dict[str, object]], None], str]] = {
    "target": (
        "es/variant.json",
        lambda tree: tree["segments"][3].update(target="Otra cosa."),  # type: ignore[index]
        "is not made of the segments",
    ),
    "source": (
        "es/variant.json",
        lambda tree: tree["segments"][3].update(source="Something else."),  # type: ignore[index]
        "is not aligned with the source's",
    ),
    "order": (
        "es/variant.json",
        lambda tree: tree["segments"].reverse(),  # type: ignore[attr-defined]
        "not the document's, in the document's order",
    ),
    "lost": (
        "es/variant.json",
        lambda tree: tree["segments"].pop(),  # type: ignore[attr-defined]
        "segments stand for the document's",
    ),
    "route": ("es/variant.json", lambda tree: tree.update(routes=[]), "no route says by what"),
    "tag": ("es/variant.json", lambda tree: tree.update(tag="es"), "language tag does not fit"),
    "made": (
        "es/variant.json",
        lambda tree: tree.update(digital_source_type=None),
        "digital source type does not fit",
    ),
    "language": ("es/variant.json", lambda tree: tree.update(language="ca"), "is not of this folder"),
    "other source": (
        "es/variant.json",
        lambda tree: tree["source"].update(sha256="0" * 64),  # type: ignore[attr-defined]
        "is of another source",
    ),
    "files": (
        "es/variant.json",
        lambda tree: tree.update(files=[]),
        "files beside it are not those it lists",
    ),
    "summary": (
        "es/variant.json",
        lambda tree: tree["summary"].update(segments=["b99.9"]),  # type: ignore[attr-defined]
        "its summary names segments that it does not hold",
    ),
    "typo": ("es/variant.json", lambda tree: tree.update(reviewer="x"), "Unexpected keyword argument"),
    "span": (
        "document.json",
        lambda tree: tree["segments"][3].update(end=tree["segments"][3]["end"] - 1),  # type: ignore[index]
        "is not the text at its span",
    ),
    "overlap": (
        "document.json",
        lambda tree: tree["segments"][3].update(start=0),  # type: ignore[index]
        "does not lie in its block",
    ),
    "source digest": ("document.json", lambda tree: tree.update(sha256="0" * 64), "is not the source that"),
    "id": ("document.json", lambda tree: tree.update(id="x"), "not of this folder"),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_record_that_contradicts_itself_is_found(folder: Path, forgery: str) -> None:
    """Though every digest fits."""
    place, change, message = FORGERIES[forgery]
    english = next((folder / "documents").glob("cyberattack-*"))
    edit(english / place, change)
    found = list(verify_run(folder))
    assert any(message in line for line in found), found
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "AT_ONCE", (english / "es" / "variant.json").stat().st_size - 1)
        assert list(verify_run(folder)) == found  # the same lines of a record that is read part by part


def test_a_run_under_another_name_is_found(folder: Path) -> None:
    """A folder passed off as another run."""
    moved = folder.rename(folder.with_name("other"))
    assert list(verify_run(moved)) == [f"{moved / 'run.json'}: is of run 'run', not of this folder"]


def leaves(tree: object, place: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    """Return where every value of a JSON tree stands, lists and tables too."""
    found = [place] if place else []
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in items:
        found += leaves(value, (*place, key))
    return found


def test_records_that_say_anything_are_answered(folder: Path) -> None:
    """A forger who makes every digest fit can write what he likes: verify says something, or nothing."""
    choice = random.Random(11)
    anything = ["", "..", "/etc/passwd", 0, -1, -(10**9), 10**30, 1e308, None, True, [], {}, "\u0000", "b9.9"]
    paths = [path for path in files(folder) if path.name in ("document.json", "variant.json")]
    for _ in range(60):
        path = choice.choice(paths)
        before = path.read_bytes()
        tree = json.loads(before)
        *way, last = choice.choice(leaves(tree))
        inner = tree
        for key in way:
            inner = inner[key]
        if choice.random() < 0.3 and isinstance(inner, list):
            inner += inner
        else:
            inner[last] = choice.choice(anything)
        path.write_text(canonical.to_json(tree) + "\n")
        reseal(folder / "documents")
        assert all("\n" not in line for line in verify_run(folder))
        path.write_bytes(before)
    reseal(folder / "documents")
    assert list(verify_run(folder)) == []


def test_many_segments_on_one_text_are_checked_in_linear_time(folder: Path) -> None:
    """A small file must not buy hours: spans that run back and forth over a long text are refused at once."""
    english = next((folder / "documents").glob("cyberattack-*"))

    def change(tree: dict[str, object]) -> None:
        text = "x" * 200_000
        tree["text"] = text
        segments = tree["segments"]
        assert isinstance(segments, list)
        first = segments[0] | {"block": 0}
        spans = [(0, len(text), text), (len(text), 0, "")] * 5_000
        tree["segments"] = [
            first | {"id": f"b1.{n}", "start": a, "end": b, "text": "x"} for n, (a, b, _) in enumerate(spans)
        ]

    edit(english / "document.json", change)
    assert len(list(verify_run(folder))) > 5_000


def test_nothing_outside_the_folder_is_read(folder: Path, tmp_path: Path) -> None:
    """Names that lead out are compared, never followed: by ``verify`` and by ``read_run``."""
    record = json.loads((folder / "run.json").read_text())
    record["documents"][0]["id"] = "../../elsewhere"
    (folder / "run.json").write_text(canonical.to_json(record) + "\n")
    shutil.copytree(next((folder / "documents").iterdir()), tmp_path.parent / "elsewhere", dirs_exist_ok=True)
    assert any("is no name that a run writes" in line for line in verify_run(folder))
    with pytest.raises(RecordError, match="is no document's id"):
        read_run(folder)


def test_no_pipe_is_waited_for(folder: Path) -> None:
    """In the place of a record: by ``verify``, by ``read_run``, and by a run into the folder."""
    for path in [folder / "run.json", folder / ".lock", *(folder / "documents").rglob("*.json")]:
        path.unlink()
        os.mkfifo(path)
    assert list(verify_run(folder)) == [f"{folder / 'run.json'}: cannot be read: is not a regular file"]
    with pytest.raises(RecordError, match="cannot be read: is not a regular file"):
        read_run(folder)
    with run_folder.hold_run(folder):
        pass


def test_what_was_made_of_a_finished_run_is_listed_too(folder: Path) -> None:
    """A digest beside the documents: as it lies there when the list is written, and no byte otherwise."""
    (folder / "digest").mkdir()
    page = folder / "digest" / "es.txt"
    page.write_text("Tres noticias.\n")
    assert list(verify_run(folder)) == [f"{folder / 'digest'}: is not in run.json"]
    make_digest(folder, DigestRequest())
    assert list(verify_run(folder)) == []
    (folder / "digest" / ".hidden").write_text("x")
    assert list(verify_run(folder)) == [f"{folder / 'digest' / '.hidden'}: is not in run.json"]
    (folder / "digest" / ".hidden").unlink()
    page.write_text("Dos noticias.\n")
    assert list(verify_run(folder)) == [f"{page}: differs from its digest in SHA256SUMS"]
    names = sorted(path for path in (folder / "digest").iterdir())
    shutil.rmtree(folder / "digest")
    assert list(verify_run(folder)) == [f"{path}: is missing" for path in names]


def test_mails_that_a_delivery_left_belong_to_a_run(folder: Path) -> None:
    """As files right in their folder; nothing else that lies there does, nor a link."""
    (folder / "mail").mkdir()
    (folder / "mail" / "morning.es.desk@example.org.0123abcd.eml").write_text("Subject: x")
    assert list(verify_run(folder)) == []
    (folder / "mail" / "below").mkdir()
    (folder / "mail" / "below" / "a.eml").write_text("x")
    (folder / "mail" / "b.txt").write_text("x")
    (folder / "mail" / "c.eml").symlink_to("/etc/passwd")
    assert sorted(verify_run(folder)) == [
        f"{folder / 'mail' / 'b.txt'}: is not in run.json",
        f"{folder / 'mail' / 'below'}: is not in run.json",
        f"{folder / 'mail' / 'c.eml'}: is a link, or no file at all: no run writes such",
    ]


def test_a_name_of_many_parts_costs_no_more_than_others(folder: Path) -> None:
    """Half a million folders in one name are no folders to look into."""
    record = json.loads((folder / "run.json").read_text())
    record["documents"][0]["files"][0]["path"] = "a/" * 500_000
    (folder / "run.json").write_text(canonical.to_json(record) + "\n")
    assert any("is no name that a run writes" in line for line in verify_run(folder))


def test_links_that_are_named_by_their_words_are_in_order(tmp_path: Path) -> None:
    """Their names stand beside the new words, where the source has brackets alone."""
    source = tmp_path / "norme.md"
    source.write_text("Le maire a lu [la norme][] et [la norme].\n\n[la norme]: /n\n")
    hops = (Hop(engine="fake", source="fr", target="es", method="neural"),)
    parts = Components(
        detector=LangdetectDetector(),
        splitter=RuleSplitter(),
        summariser=Extractor("lexrank"),
        engines=(FakeEngine(offered=hops),),
    )
    options = Options(out=str(tmp_path / "out"), run_id="run", to=("es",), source="fr")
    run(load_config([str(source)], options), parts)
    assert [*verify_run(tmp_path / "out" / "run")] == []
