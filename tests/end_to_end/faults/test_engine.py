"""Translation programs that hang, dawdle, babble or die, behind the real command line."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.verify.run import verify_run
from tests.campaigns.crash.processes import survivors
from tests.run.test_job import tree
from tests.support.conditions import bare, call, command

PROGRAM = """#!{python} -IS
import os, signal, sys, time
from pathlib import Path

here, text = Path({here!r}), sys.stdin.buffer.read()
if not (here / "mended").exists():
    if b"tarde" in text:
        time.sleep(0.3)
    if b"accroche" in text:
        (here / "hangs").touch()
        time.sleep(900)
    if b"bredouille" in text:
        text = os.urandom(3000)
    if b"meurt" in text:
        sys.stdout.buffer.write(text[:20])
        sys.stdout.flush()
        os.kill(os.getpid(), signal.SIGKILL)
sys.stdout.buffer.write(text)
"""
"""Copies what it reads, but for certain words, as long as there is no file ``mended``."""

OPTIONS = ("--to", "es", "--from", "fr", "--engine", "apertium", "--variants", "full", "--memory", "off")
WORDS = ("parle", "tarde", "accroche", "bredouille", "meurt", "chante")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a document for each word, and a pair from French to Spanish of our own."""
    programs, modes = tmp_path / "bin", tmp_path / "data" / "modes"
    for made in (programs, modes, tmp_path / "news"):
        made.mkdir(parents=True)
    (programs / "copy").write_text(PROGRAM.format(python=sys.executable, here=str(tmp_path)))
    (programs / "apertium").write_text("#!/bin/sh\necho Apertium 0.0\n")
    for program in programs.iterdir():
        program.chmod(0o755)
    (modes / "fra-spa.mode").write_text("copy $1 | copy $2")
    for number, word in enumerate(WORDS):
        (tmp_path / "news" / f"{number}.txt").write_text(f"Le maire {word} depuis lundi. Il pleut encore.\n")
    return tmp_path


def run(folder: Path, out: str, *, stall: float) -> list[str]:
    """Return the command line of a run whose programs may be silent for so many seconds."""
    place = repr(str(folder))
    before = (
        "from pathlib import Path\n"
        "from pipeline.translate.engines.apertium.engine import ApertiumEngine, Limits\n"
        f"ApertiumEngine.__init__.__kwdefaults__.update(programs=Path({place}) / 'bin',"
        f" data=Path({place}) / 'data', limits=Limits(stall_seconds={stall}))"
    )
    return command("run", "news", *OPTIONS, "--out", out, "--run-id", "r", before=before)


def test_programs_that_misbehave_cost_their_documents_alone(folder: Path) -> None:
    """Slow is no fault; the others are named with what happened, and done once the programs are mended."""
    ran = call(run(folder, "out", stall=3), cwd=folder)
    assert ran.code == 3
    told = dict(zip(WORDS, ran.lines, strict=False))
    for word in ("parle", "tarde", "chante"):
        assert told[word].startswith("done "), told[word]
    start = "failed   news/{}.txt: Apertium fra-spa: "
    assert told["accroche"].startswith(start.format(2) + "Apertium hangs: no answer for ")
    assert told["bredouille"].startswith(start.format(3))
    assert told["bredouille"].endswith("translate by another engine")
    assert told["meurt"] == start.format(4) + "copy was ended by SIGKILL"
    assert "3 done, 0 skipped, 3 failed" in ran.lines
    assert list(verify_run(folder / "out" / "r")) == []
    (folder / "mended").touch()
    again = call(run(folder, "out", stall=3), cwd=folder)
    assert (again.code, "3 done, 3 skipped, 0 failed" in again.lines) == (0, True)
    call(run(folder, "undisturbed", stall=3), cwd=folder)
    assert tree(folder / "out" / "r" / "documents") == tree(folder / "undisturbed" / "r" / "documents")


@pytest.mark.parametrize(("how", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_run_whose_program_hangs_can_be_stopped(folder: Path, how: signal.Signals, code: int) -> None:
    """At once, though the program would be waited for; nothing of it stays, and the same command goes on."""
    with subprocess.Popen(
        run(folder, "out", stall=200),
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:
        while not (folder / "hangs").exists():
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(how)
        _, said = process.communicate(timeout=900)
    assert process.returncode == code
    *before, last = said.splitlines()
    assert last == f"stopped after {len(before)} of {len(WORDS)} documents; repeat the command to continue"
    assert all(line.startswith("done ") for line in before)  # what was complete had been reported
    assert survivors(process.pid) == []
    assert not list((folder / "out").rglob(".writing-*"))
    (folder / "mended").touch()
    assert call(run(folder, "out", stall=200), cwd=folder).code == 0
    assert list(verify_run(folder / "out" / "r")) == []


def test_a_run_can_be_stopped_at_any_step(folder: Path) -> None:
    """Where the main thread is when the signal comes, no other thread waits for what it held."""
    steps = 400  # it goes round its wait in fewer
    words = [sys.executable, "-m", "tests.support.interrupted_runs", str(steps)]
    root = str(Path(__file__).parents[3])
    done = subprocess.run(
        words, cwd=folder, env={**bare(), "PYTHONPATH": root}, stdout=-1, check=False, timeout=900
    )
    assert (done.returncode, done.stdout.split()) == (0, [b"%d" % number for number in range(steps)])
