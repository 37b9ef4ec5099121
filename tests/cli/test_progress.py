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
from pipeline.core.records import Done, EngineNote, Failed, Hop, Skipped, StageNote
from tests.end_to_end.test_cli import Depeche, article, depeche, packages

__all__ = ["article", "depeche", "packages"]


def done(name: str, sentences: int) -> Done:
    """Return the outcome of a document."""
    return Done(origin=name, id=name, languages=("es",), segments=sentences, translated=sentences, files=())


def test_words_say_what_is_done_how_fast_and_what_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """By stage. What was skipped took no time, and is not in the pace; what is told twice counts once."""
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    meter = Meter(started=100.0)
    assert meter.words() == "finding inputs"
    meter.found(["a", "b", "c", "d", "e"])
    assert meter.words() == "5 found, 0 read, 0 translated, 0 written; waiting for a"
    now[0] += 10
    for stage in ("read", "translated", "translated", "written"):
        meter.note(StageNote(stage=stage, origin="a", sentences=40))
    meter.note(StageNote(stage="written", origin="b"))
    meter.note(StageNote(stage="read", origin="d", sentences=20))
    meter.add(done("a", 40))
    meter.add(Skipped(origin="b", id="b", reason="unchanged", languages=("es",), segments=9, files=()))
    meter.add(Failed(origin="c", error="SourceError", message="c: is empty"))
    assert meter.words() == (
        "5 found, 4 read, 3 translated, 3 written, 1 failed; 0.2 documents and 4 sentences a second,"
        " about 9 s left; waiting for d"
    )
    meter.add(done("d", 1))
    meter.add(done("e", 1))
    assert (meter.phase, meter.waiting_for) == (meters.PHASES[3], "")
    assert [duration(seconds) for seconds in (0, 99, 100, 5900, 6060)] == [
        "0 s",
        "99 s",
        "2 min",
        "98 min",
        "1 h 41 min",
    ]


def test_engines_at_work_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """What they have answered counts before a document is done; what a dead worker asked is forgotten."""
    monkeypatch.setattr(time, "monotonic", lambda: 110.0)
    meter, hop = Meter(started=100.0), Hop(engine="argos", source="fr", target="es", method="neural")
    meter.found(["a", "b"])
    meter.note(StageNote(stage="read", origin="a", sentences=80))
    meter.note(EngineNote(hop=hop, asked=40))
    assert meter.waiting_for == "a; argos fr>es 40 sentences"
    meter.note(EngineNote(hop=hop, answered=10))
    assert (meter.waiting_for, meter.sentences) == ("a; argos fr>es 10 of 40 sentences", (20, 80))
    assert (meter.rates()[1], meter.seconds_left()) == (2, 70)
    meter.note(EngineNote(hop=hop, asked=-40, answered=-10))
    assert (meter.waiting_for, meter.sentences) == ("a", (20, 80))  # the memory has the other half
    meter.note(EngineNote(hop=hop, asked=40))
    meter.add(Failed(origin="a", error="WorkerError", message="a: died"))
    assert meter.waiting_for == "b"


def test_whoever_is_told_to_stop_says_how_far_it_came() -> None:
    """While inputs are found, documents made, or what was made of them is sent."""
    meter = Meter(is_told=True)
    assert meter.standing() == ""
    meter.wait("finding inputs", "the command of wire.txt")
    assert (meter.words(), meter.standing()) == (
        "finding inputs; waiting for the command of wire.txt",
        " while finding inputs",
    )
    meter.found(["a"])
    assert meter.standing() == " after 0 of 1 documents"
    meter.add(done("a", 1))
    meter.wait("delivering", "readers: es desk@example.org")
    assert meter.standing() == " while delivering, after all 1 documents"
    assert meter.words().endswith("; delivering; waiting for readers: es desk@example.org")


def test_without_a_terminal_a_line_comes_now_and_then(
    depeche: Depeche, article: Path, packages: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As text or JSON; with ``--quiet`` none does."""
    monkeypatch.setattr(shown, "LINE_SECONDS", 0.001)
    words = ("run", article, "--to", "es", "--run-id", "r", *packages)
    told = [line for line in depeche(*words).err.splitlines() if line.startswith("progress ")]
    assert told
    assert all(line == "progress finding inputs" or " 1 found, " in line for line in told)
    rows = [json.loads(line) for line in depeche(*words, "--log-format", "json").err.splitlines()]
    assert {"outcome", "stage", "read", "translated", "written", "seconds_left", "waiting_for"} <= next(
        row for row in rows if row["outcome"] == "progress"
    ).keys()
    assert depeche(*words, "--quiet").err == ""


@pytest.mark.usefixtures("packages")
def test_on_a_terminal_each_stage_has_a_bar_and_lines_stay(tmp_path: Path, argos_packages: Path) -> None:
    """From the start, as wide as the terminal; in the end only the lines are left, each on its own."""
    (tmp_path / "a.txt").write_text("Le maire a parlé lundi. Il pleut.\n")
    words = [
        "digest",
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
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "60", "LC_ALL": "C.UTF-8"}
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
    drawn = shown_there.decode()
    text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", drawn)
    rows = [row.split("\r")[-1] for row in text.split("\r\n")]
    for stage in ("found", "read", "translated", "written", "told"):
        assert any(row.startswith(f"{stage} ") and "\u2501" in row for row in rows), stage
    assert all(len(row) <= 60 for row in rows if "\u2501" in row or row.startswith(("after ", "waiting ")))
    for line in ("done     a.txt: 2 segments, written in es fr\r\n", "digest   1 of 1 stories"):
        assert f"\x1b[2K{line}" in drawn  # in the place of the bars, which are drawn anew below
    assert drawn.endswith("\x1b[2K")  # nothing of the bars is left
