"""What ``depeche doctor`` finds of the machine and of jobs, each with what mends it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.core import clock
from pipeline.core.files.lock import take_lock
from pipeline.jobs.state import hold_job
from pipeline.translate.engines.apertium import debian
from tests.end_to_end.test_cli import Depeche, depeche

__all__ = ["depeche"]


@pytest.fixture
def place(tmp_path: Path, argos_packages: Path) -> Path:
    """Write a file with a job that can be done."""
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "a.txt").write_text("Le maire a parlé lundi de la digue. Il pleut encore.\n")
    (tmp_path / "depeche.toml").write_text(
        f'[run]\nengine = "argos"\npackages = "{argos_packages}"\nfrom = "fr"\n'
        '[job.morning]\ninputs = ["drop/"]\nto = ["es"]\nsite = true\ndeliver = ["copy"]\n'
        '[deliver.copy]\nkind = "folder"\nfolder = "copies"\n'
    )
    return tmp_path


def said(place: Path, depeche: Depeche) -> list[str]:
    """Return the problems that are found, without those of this machine."""
    ran = depeche("doctor", "--packages", place, "--json")
    found = json.loads(ran.out)
    assert ran.code == int(any(row["level"] == "problem" for row in found))
    return [
        f"{row['message']}; {row['mend']}"
        for row in found
        if row["level"] == "problem" and row["topic"].startswith(("job", "configuration", "clock"))
    ]


def test_a_job_that_can_be_done_has_no_problem(depeche: Depeche, place: Path) -> None:
    """Facts are on standard output, the machine's among them."""
    assert said(place, depeche) == []
    assert depeche("job", "run", "morning").code == 0
    assert said(place, depeche) == []
    out = depeche("doctor").out
    assert "job morning: last good run morning-" in out
    for words in ("Python 3", " GiB free", "the clock says ", "compiled tables in "):
        assert words in out


def test_what_keeps_a_job_from_being_done_is_told_with_its_mend(
    depeche: Depeche, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A language without a route, an input that is gone, pages that are off, what waits, a clock put back.

    And the disk of every job, also of one that writes elsewhere.
    """
    (place / "copies").write_text("in the way")
    assert depeche("job", "run", "morning").code == 3
    page = next((place / "outputs/morning/latest/reader").rglob("*.html"))
    page.write_text("changed")
    (place / "drop" / "a.txt").unlink()
    (place / "drop").rmdir()
    text = (place / "depeche.toml").read_text()
    text = text.replace('to = ["es"]', 'to = ["es", "galego", "oc"]').replace('"argos"', '"auto"')
    (place / "depeche.toml").write_text(text)
    monkeypatch.setattr(debian, "known_packages", lambda: frozenset({"apertium-oci-fra"}))
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 1, 1, tzinfo=UTC))
    with (place / "depeche.toml").open("a") as file:
        file.write('[job.noon]\ninputs = ["copies"]\nto = ["es"]\noutputs = "/proc/elsewhere"\n')
    assert "/proc: " in depeche("doctor").err
    found = said(place, depeche)
    expected = (
        "job morning: no installed engine translates from French (fr) to Galician (gl); run: depeche",
        "job morning: no installed engine translates from French (fr) to Occitan (oc); run: apt install"
        " apertium-oci-fra",
        "job morning: drop/: no such file or folder; run: mkdir -p drop/",
        "job morning: its last run ends in the future, ",
        "job morning: not delivered: ",
        "job morning: outputs/morning/latest/reader/",
    )
    for words in expected:
        assert any(line.startswith(words) for line in found), (words, found)


def test_a_wrong_file_is_found_as_config_check_finds_it(depeche: Depeche, place: Path) -> None:
    """And the jobs of it are left alone."""
    text = (place / "depeche.toml").read_text()
    (place / "depeche.toml").write_text(text.replace('from = "fr"', 'from = "xx"'))
    (line,) = said(place, depeche)
    assert line.startswith("depeche.toml:4:1: run.from: unknown language 'xx'; known: ")


def test_a_job_at_work_is_no_problem(depeche: Depeche, place: Path) -> None:
    """It is said, and which process holds it; so is one that reads a run."""
    folder = place / "outputs" / "morning"
    with hold_job(folder):
        assert said(place, depeche) == []
        out = depeche("doctor").out
    assert "job morning: is at work" in out
    assert f"job morning: is held by process {os.getpid()} (" in out
    assert "no lock is held, of " in depeche("doctor").out


def test_what_holds_up_others_is_told_with_its_mend(depeche: Depeche, place: Path) -> None:
    """A process that was stopped, and what stands in a lock's place; what a killed one left is a fact."""
    assert depeche("job", "run", "morning").code == 0
    folder = place / "outputs" / "morning"
    run = (folder / "latest").resolve()
    (run / ".lock").unlink()
    (run / ".lock").mkdir()
    (place / "copies" / ".writing-x").mkdir()
    handle = os.open(folder / ".lock", os.O_RDWR)
    take_lock(handle)
    holder = subprocess.Popen(["/bin/sleep", "600"], pass_fds=(handle,))
    os.close(handle)  # the child has inherited it
    try:
        os.kill(holder.pid, signal.SIGSTOP)
        os.waitid(os.P_PID, holder.pid, os.WSTOPPED | os.WNOWAIT)
        found = json.loads(depeche("doctor", "--json").out)
    finally:
        holder.kill()
        holder.wait()
    by_message = {row["message"]: row for row in found if row["topic"] == "lock"}
    stopped = by_message[
        f"job morning: is held by process {holder.pid} (sleep 600), which was stopped and holds up all others"
    ]
    assert stopped["mend"] == f"let it go on: kill -CONT {holder.pid}; or end it: kill -KILL {holder.pid}"
    place_of_lock = f"outputs/morning/{run.name}"
    no_file = by_message[f"run {place_of_lock}: {place_of_lock}/.lock is no file, so nobody can hold it"]
    assert (no_file["level"], no_file["mend"]) == ("problem", "move it away")
    left = by_message["delivery copy: a process that was ended has left .writing-x"]
    assert left["level"] == "fact"


def test_a_run_that_was_cut_off_is_a_problem(depeche: Depeche, place: Path) -> None:
    """Its record says that it is running, and nobody does."""
    assert depeche("job", "run", "morning").code == 0
    state = place / "outputs" / "morning" / ".job.json"
    state.write_text(state.read_text().replace('"good"', '"running"'))
    (line,) = said(place, depeche)
    assert re.fullmatch(r"job morning: morning-\S+ was cut off; run again: depeche job run morning", line)
