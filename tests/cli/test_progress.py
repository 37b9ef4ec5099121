"""How far a run is, in words and on a terminal."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.cli.progress import meter as meters
from pipeline.cli.progress import shown
from pipeline.cli.progress.meter import Meter, duration
from pipeline.core.records import Done, Failed, Skipped
from tests.end_to_end.test_cli import Depeche, article, depeche, packages

__all__ = ["article", "depeche", "packages"]


def done(name: str, sentences: int) -> Done:
    """Return the outcome of a document."""
    return Done(origin=name, id=name, languages=("es",), segments=sentences, translated=sentences, files=())


def test_words_say_what_is_done_how_fast_and_what_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was skipped took no time, and is not in the pace."""
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    meter = Meter(started=100.0)
    assert meter.words() == "finding inputs"
    meter.found(["a", "b", "c", "d", "e"])
    assert meter.words() == "0 of 5 documents; waiting for a"
    now[0] += 10
    meter.add(done("a", 40))
    meter.add(Skipped(origin="b", id="b", reason="unchanged", languages=("es",), segments=9, files=()))
    meter.add(Failed(origin="c", error="SourceError", message="c: is empty"))
    assert meter.words() == (
        "3 of 5 documents, 1 failed, 40 sentences, 0.2 and 4 a second, about 10 s left; waiting for d"
    )
    meter.add(done("d", 1))
    meter.add(done("e", 1))
    assert (meter.stage, meter.waiting_for) == (meters.STAGES[3], "")
    assert [duration(seconds) for seconds in (0, 99, 100, 5900, 6060)] == [
        "0 s",
        "99 s",
        "2 min",
        "98 min",
        "1 h 41 min",
    ]


def test_without_a_terminal_a_line_comes_now_and_then(
    depeche: Depeche, article: Path, packages: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As text or JSON; with ``--quiet`` none does."""
    monkeypatch.setattr(shown, "LINE_SECONDS", 0.001)
    words = ("run", article, "--to", "es", "--run-id", "r", *packages)
    told = [line for line in depeche(*words).err.splitlines() if line.startswith("progress ")]
    assert told
    assert told[-1].startswith(("progress 0 of 1 documents; waiting for ", "progress 1 of 1 documents"))
    rows = [json.loads(line) for line in depeche(*words, "--log-format", "json").err.splitlines()]
    assert {"outcome", "stage", "documents", "done", "seconds_left", "waiting_for"} <= next(
        row for row in rows if row["outcome"] == "progress"
    ).keys()
    assert depeche(*words, "--quiet").err == ""


@pytest.mark.usefixtures("packages")
def test_on_a_terminal_there_is_a_bar_and_its_lines_stay(tmp_path: Path, argos_packages: Path) -> None:
    """From the start; in the end only the lines are left."""
    (tmp_path / "a.txt").write_text("Le maire a parlé lundi. Il pleut.\n")
    words = [
        "run",
        "a.txt",
        "--to",
        "es",
        "--from",
        "fr",
        "--engine",
        "argos",
        "--packages",
        str(argos_packages),
    ]
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120", "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(
        [sys.executable, "-m", "pipeline", *words],
        cwd=tmp_path,
        stderr=theirs,
        stdout=subprocess.PIPE,
        env={**environment, "PYTHONPATH": str(Path(__file__).parents[2])},
    ) as process:
        os.close(theirs)
        shown_there = b""
        while True:
            try:
                shown_there += os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
    os.close(ours)
    assert process.returncode == 0
    text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown_there.decode())
    assert "finding inputs" in text
    assert "done     a.txt: 2 segments, written in es fr\r\n" in text
    assert text.rstrip().endswith("1 done, 0 skipped, 0 failed")
