"""The commands in the documents do what the documents say: each is run, in the order of its page."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import read_run
from pipeline.verify.run import verify_run
from pipeline.write.stored_run import read_stored
from tests.conftest import CT2, EXAMPLES, MODELS, ROOT
from tests.support.project_documents import DOCUMENTS, blocks, commands, name

RUNNABLE = [path for path in DOCUMENTS if commands(path) or blocks(path, "python")]
MADE = {"make digest": "test_make_digest_shows_a_summary", "make test": "this run"}
"""Commands that are not run here once more, and what runs them."""
ALIKE = ("depeche translate ", "depeche verify outputs/examples", "depeche languages list", "depeche doctor")
"""How commands begin that change nothing and say the same on every page: the first that has one runs it."""
SENTENCES = 20
"""How many of the phrasebook a reader's own test set has."""


@pytest.fixture(scope="session")
def digested(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Run ``make digest`` once; return the folder of its outputs, and what it printed."""
    sample = tmp_path_factory.mktemp("documents") / "outputs" / "examples"
    done = subprocess.run(
        ["/usr/bin/make", "digest", f"SAMPLE={sample}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return sample.parent, done.stdout


@pytest.fixture
def place(
    tmp_path: Path, digested: tuple[Path, str], phrasebook: list[dict[str, str]], index: object
) -> tuple[Path, dict[str, str]]:
    """Return a folder as the reader of a guide has it, after ``make digest``, and the environment there."""
    folder = tmp_path / "checkout"
    shutil.copytree(EXAMPLES, folder / "examples")
    shutil.copytree(digested[0], folder / "outputs")
    shutil.copy(MODELS / "translate-fr_en.argosmodel", folder)
    shutil.copytree(CT2 / "opus-mt-fr-en", folder / "opus-mt-fr-en")
    for code in ("fr", "en"):
        (folder / f"news.{code}").write_text("".join(f"{row[code]}\n" for row in phrasebook[:SENTENCES]))
    return folder, {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "ARGOS_PACKAGES_DIR": str(tmp_path / "packages"),
        "HOME": str(tmp_path / "home"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
    }


def own_commands(path: Path) -> list[str]:
    """Return the commands of a document that are run as its own."""
    before = {line for other in RUNNABLE[: RUNNABLE.index(path)] for line in commands(other)}
    return [
        line
        for line in commands(path)
        if line not in MADE and not (line in before and line.startswith(ALIKE))
    ]


@pytest.mark.usefixtures("apertium")
@pytest.mark.parametrize("path", RUNNABLE, ids=name)
def test_the_commands_of_a_document_run(path: Path, place: tuple[Path, dict[str, str]]) -> None:
    """Each in turn, in one folder, as a reader would type it; then its Python."""
    folder, environment = place
    lines = [["/bin/bash", "-c", line] for line in own_commands(path)]
    for command in [*lines, *([sys.executable, "-c", snippet] for snippet in blocks(path, "python"))]:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command[-1]}\n{done.stderr}"
        assert done.stdout or not command[-1].startswith("depeche"), command[-1]


@pytest.mark.usefixtures("apertium")
def test_make_digest_shows_a_summary(digested: tuple[Path, str]) -> None:
    """The README's first command, once everything is set up, with its run in another folder."""
    sample, printed = digested[0] / "examples", digested[1]
    summary = next(sample.glob("documents/rupture-*/es/summary.txt")).read_text()
    assert summary in printed
    assert f"{sample}/index.html" in printed
    assert (sample / "index.html").is_file()


@pytest.mark.usefixtures("apertium")
def test_the_examples_come_out_whole(digested: tuple[Path, str]) -> None:
    """What ``make digest`` does: four dispatches, six documents of other formats and
    three rows of a table to Spanish and Catalan, and a folder that verifies.
    """
    folder = digested[0] / "examples"
    counts = read_stored(folder).record.counts
    assert (counts.done, counts.skipped, counts.failed) == (13, 0, 0)
    assert list(verify_run(folder)) == []
    documents = [each for each in read_run(folder).documents if "/formats/" not in each.record.origin]
    assert [document.record.detection.language for document in documents] == ["en", "es", "fr", "fr"]
    assert [document.record.credit for document in documents] == [
        "(Northbridge Wire)",
        "Fuente: Agencia Piedralba",
        "Source\u00a0: Agence Littorale",
        "© 2025 Bureau des Deux Rives",
    ]
    for document in documents:
        for language, variant in document.variants.items():
            assert variant.summary is not None
            assert len(variant.summary.splitlines()) == 5
            assert (variant.translation is None) == (language == document.record.detection.language)
