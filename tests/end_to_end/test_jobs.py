"""Named jobs, morning after morning, behind the real command line."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.core import clock
from pipeline.jobs.state import hold_job
from pipeline.verify.run import verify_run
from tests.end_to_end.test_cli import Depeche, Ran, depeche
from tests.support.conditions import command

__all__ = ["depeche"]

FIRST = "Le barrage de la vallée a cédé mardi.\n\nLes habitants ont été évacués. Personne n'est blessé.\n"
SECOND = (
    "Le théâtre romain rouvre ses portes.\n\nLes travaux ont duré trois ans. La mairie attend du monde.\n"
)

Morning = Callable[[int], None]


@pytest.fixture
def morning(monkeypatch: pytest.MonkeyPatch) -> Morning:
    """Return what sets the clock to 06:31 of a day in November 2026; files that are written have its time."""

    def set_to(day: int) -> None:
        now = datetime(2026, 11, day, 6, 31, tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda: now)

    return set_to


@pytest.fixture
def place(tmp_path: Path, argos_packages: Path) -> Path:
    """Write a file with one job, and its drop folder with one report of the 27th."""
    (tmp_path / "depeche.toml").write_text(
        f"""
[run]
engine = "argos"
packages = "{argos_packages}"
from = "fr"

[job.morning]
inputs = ["drop/"]
to = ["es", "en"]
site = true
keep = {{ runs = 2 }}
deliver = ["copy", "feeds"]
digest = {{ since = "last" }}

[deliver.copy]
kind = "folder"
folder = "copies"

[deliver.feeds]
kind = "feed"
folder = "feeds"
"""
    )
    (tmp_path / "drop").mkdir()
    drop(tmp_path, "dam.txt", FIRST, day=27)
    return tmp_path


def drop(place: Path, name: str, words: str, *, day: int) -> None:
    """Put a report into the drop folder, as of the evening of a day in November."""
    path = place / "drop" / name
    path.write_text(words)
    at = datetime(2026, 11, day, 20, 0, tzinfo=UTC).timestamp()
    os.utime(path, (at, at))


STOPS = """
import os, time
from datetime import UTC, datetime
from importlib import import_module
from pipeline.core import clock

clock.now = lambda: datetime(2026, 11, 28, 6, 31, tzinfo=UTC)
module, _, name = os.environ["STOP_AT"].partition(".")
if module:
    place = import_module(f"pipeline.jobs.{module}")
    *classes, name = name.split(".")
    for one in classes:
        place = getattr(place, one)

    def stop(*_, **__):
        print("here", flush=True)
        time.sleep(900)

    setattr(place, name, stop)
"""
"""Stops a job for ever before one of its steps."""
JOB = ("job", "run", "morning", "--at", "06:30", "--time-zone", "UTC")


def test_a_touched_report_does_not_come_back(depeche: Depeche, place: Path, morning: Morning) -> None:
    """A job that tells what is a day old goes by the date that a file had when the job found it first."""
    config = place / "depeche.toml"
    config.write_text(config.read_text().replace('since = "last"', 'since = "24h"'))
    for day, told in ((28, 1), (30, 0)):
        drop(place, "dam.txt", FIRST, day=day - 1)  # copied anew, with the words of the 27th
        morning(day)
        ran = depeche(*JOB)
        assert (ran.code, f"{told} of {told} stories" in ran.err) == (0, True), ran.err


def test_three_mornings(depeche: Depeche, place: Path, morning: Morning) -> None:
    """Each has its run, its digest of what is new, its copies; an empty night is no failure; old ones go."""
    morning(28)
    first = depeche(*JOB)
    assert first.code == 0, first.err
    folder = place / "outputs" / "morning"
    assert (folder / "latest").readlink() == Path("morning-2026-11-28T0630")
    assert list(verify_run(folder / "latest")) == []
    assert "1 of 1 stories told in es en" in first.err or "1 of 1 stories told in en es" in first.err
    assert first.err.splitlines()[-1] == "next     2026-11-29T06:30+00:00"
    assert (place / "copies" / "morning-2026-11-28T0630" / "digest" / "digest.json").is_file()
    again = depeche(*JOB)
    assert (again.code, "nothing new is due" in again.err, "sent" in again.err) == (0, True, False)

    morning(29)  # nothing came
    quiet = depeche(*JOB)
    assert (quiet.code, "0 of 0 stories" in quiet.err) == (0, True)
    assert "No hay noticias." in (folder / "latest" / "digest" / "es.txt").read_text()

    drop(place, "theatre.txt", SECOND, day=1)  # it came in the night, and has the date of its writing
    morning(30)
    third = depeche(*JOB)
    assert (third.code, "1 of 1 stories" in third.err) == (0, True), third.err
    record = json.loads((folder / "latest" / "digest" / "digest.json").read_bytes())
    assert record["counts"]["documents"] == 1
    assert "pruned   morning-2026-11-28T0630" in third.err
    assert sorted(path.name for path in folder.glob("morning-*")) == [
        "morning-2026-11-29T0630",
        "morning-2026-11-30T0630",
    ]
    feed = (place / "feeds" / "morning.es.atom").read_text()
    assert feed.count("<entry") == 2  # added to, not replaced
    status = depeche("job", "status", "--json", "--at", "06:30", "--time-zone", "UTC")
    assert status.code == 0
    (found,) = json.loads(status.out)
    assert (found["failures"], found["overdue"], found["undelivered"]) == (0, False, [])
    assert found["last_good"]["slot"] == "morning-2026-11-30T0630"
    figures = (folder / "metrics.prom").read_text()
    assert 'depeche_job_last_run_good{job="morning"} 1.0' in figures


@pytest.mark.parametrize("empty", ["digest", "skip"])
def test_a_source_that_fails_in_a_quiet_night(
    depeche: Depeche, place: Path, morning: Morning, empty: str
) -> None:
    """The night is as quiet as any other: told to be, or skipped; and the failure is named."""
    text = (place / "depeche.toml").read_text().replace("site = true", f'empty = "{empty}"')
    (place / "depeche.toml").write_text(text)
    morning(28)
    assert depeche(*JOB).code == 0
    failing = '"gone.txt"' if empty == "digest" else '{command = ["false"], name = "no.txt"}'
    text = text.replace('inputs = ["drop/"]', f'inputs = ["drop/", {failing}]')
    (place / "depeche.toml").write_text(text)
    morning(29)
    quiet = depeche(*JOB)
    assert quiet.code == 3, quiet.err
    words = "gone.txt: no such file" if empty == "digest" else "no.txt: false: ended with 1"
    assert words in quiet.err
    assert ("0 of 0 stories" in quiet.err) is (empty == "digest")
    told = place / "copies" / "morning-2026-11-29T0630" / "digest"
    assert told.exists() is (empty == "digest")
    if told.exists():
        assert "No hay noticias." in (told / "es.txt").read_text()
        assert list(verify_run(place / "outputs" / "morning" / "latest")) == []
    again = depeche(*JOB)
    assert "nothing new is due" in again.err


WATCHES = """
[watch.dams]
words = ["presa", "barrage"]
deliver = ["alarm", "feeds", "hits"]

[watch.silent]
names = ["Xanthippe"]
deliver = ["alarm"]

[deliver.alarm]
kind = "command"
command = ["sh", "-c", "cat >> HERE/alarm; test -e index.html && touch HERE/late; test ! -e HERE/no"]

[deliver.hits]
kind = "folder"
folder = "hits"

[deliver.outlets]
kind = "sources"
folder = "outlets"
"""


def test_a_watch_sends_its_hits_at_once_and_once(depeche: Depeche, place: Path, morning: Morning) -> None:
    """Before pages and deliveries. What fails is tried by the next start; one without hits says nothing."""
    path = place / "depeche.toml"
    text = path.read_text().replace('"feeds"]', '"feeds", "outlets"]')
    path.write_text(text + WATCHES.replace("HERE", str(place)))
    (place / "no").touch()
    morning(28)
    first = depeche(*JOB)
    slot = "morning-2026-11-28T0630"
    assert first.code == 3, first.err
    assert (
        f"failed   morning: {slot}/dams: not delivered: alarm command: command sh: ended with exit code 1"
        in first.err
    )
    assert first.err.count("not delivered") == 1  # not tried twice by one start
    lines = [line.split()[0] for line in first.err.splitlines()]
    assert lines.index("digest") < lines.index("ended") < lines.index("failed")
    assert "hits: dams 1" in first.err
    assert not (place / "late").exists()  # the pages were not made yet
    folder = place / "outputs" / "morning"
    assert list(verify_run(folder / "latest")) == []
    told = json.loads((place / "alarm").read_text())
    assert (told["watch"], told["marks"], told["stories"]) == ("dams", ["[dams]"], [])
    (watch,) = told["watches"]
    assert watch["hits"][0]["terms"] == ["barrage"]
    assert sorted(path.name for path in (place / "hits").iterdir()) == [f"{slot}.dams"]
    assert sorted(path.name for path in (place / "feeds").iterdir()) == [
        *("morning.dams.en.atom", "morning.dams.es.atom", "morning.en.atom", "morning.es.atom")
    ]
    assert "Seguimiento: dams (1)" in (place / "feeds" / "morning.dams.es.atom").read_text()
    entry = next((place / "outlets").glob("dam-*.es.atom")).read_text()
    assert '<small xml:lang="fr" dir="ltr">Le barrage de la vallée a cédé mardi.</small>' in entry
    (place / "no").unlink()
    again = depeche(*JOB)
    assert (again.code, again.err.count("\nsent ")) == (0, 1), again.err
    assert depeche(*JOB).err.count("sent ") == 0

    path.write_text(path.read_text().replace("[job.morning]", '[job.morning]\nwatches = ["silent"]'))
    digest = ("digest", str(folder / "latest"), "--until", "2026-11-28")
    assert "hits: " not in depeche(*digest, "--watches", "none").err
    assert "hits: dams 1" in depeche(*digest, "--watches", "silent,dams").err
    wrong = depeche(*digest, "--watches", "dam")
    assert wrong.code == 2
    assert "--watches dam: there is no [watch.dam]; did you mean dams?" in wrong.err
    drop(place, "second.txt", FIRST.replace("mardi", "mercredi"), day=28)
    morning(29)
    assert "hits: " not in depeche(*JOB).err


def test_a_delivery_that_fails_is_made_up_the_next_time(
    depeche: Depeche, place: Path, morning: Morning
) -> None:
    """It fails alone, with exit code 3, and its place gets all digests later: their runs stay until then."""
    text = (place / "depeche.toml").read_text()
    (place / "depeche.toml").write_text(text.replace("runs = 2", "runs = 1"))
    (place / "copies").write_text("in the way")
    morning(27)
    assert depeche(*JOB).code == 3
    morning(28)
    first = depeche(*JOB)
    assert "kept     morning-2026-11-27T0630, though it is old: it is not delivered yet" in first.err
    stays = "outputs/morning/morning-2026-11-27T0630: stays, it is not delivered yet\n"
    assert depeche("job", "prune") == Ran(3, stays, "")
    assert first.code == 3, first.err
    assert "failed   morning: morning-2026-11-28T0630: not delivered: " in first.err
    assert (place / "feeds" / "morning.es.atom").is_file()
    status = depeche("job", "status")
    assert status.code == 3
    assert "not delivered: morning-2026-11-28T0630: " in status.out
    (place / "copies").unlink()
    morning(29)
    second = depeche(*JOB)
    assert second.code == 0, second.err
    assert sorted(path.name for path in (place / "copies").iterdir() if path.name[0] != ".") == [
        "morning-2026-11-27T0630",
        "morning-2026-11-28T0630",
        "morning-2026-11-29T0630",
    ]
    assert "pruned   morning-2026-11-27T0630; and 1 more" in second.err


def test_what_fails_is_told_to_the_user_s_program(depeche: Depeche, place: Path, morning: Morning) -> None:
    """A run all of whose documents fail is no good one: the link stays, and the next try does it again."""
    morning(28)
    assert depeche(*JOB).code == 0
    text = (place / "depeche.toml").read_text()
    hook = 'on_failure = ["sh", "-c", "cat > failed.json"]'
    (place / "depeche.toml").write_text(text.replace("site = true", hook))
    (place / "drop" / "dam.txt").unlink()
    drop(place, "broken.txt", "\0\1\2", day=28)
    morning(29)
    bad = depeche(*JOB)
    assert bad.code == 1
    assert "failed   morning: morning-2026-11-29T0630: " in bad.err
    facts = json.loads((place / "failed.json").read_text())
    assert (facts["name"], facts["state"], facts["slot"]) == ("morning", "failed", "morning-2026-11-29T0630")
    folder = place / "outputs" / "morning"
    assert (folder / "latest").readlink() == Path("morning-2026-11-28T0630")
    assert depeche("job", "status").code == 1
    (place / "drop" / "broken.txt").unlink()
    drop(place, "theatre.txt", SECOND, day=28)
    mended = depeche(*JOB)
    assert (mended.code, " again" in mended.err.splitlines()[1]) == (0, True), mended.err
    assert (folder / "latest").readlink() == Path("morning-2026-11-29T0630")


def test_inputs_of_commands_and_a_night_that_is_skipped(
    depeche: Depeche, place: Path, morning: Morning
) -> None:
    """What a command printed is kept for the run; a command that fails costs its input alone."""
    text = (place / "depeche.toml").read_text()
    inputs = (
        'inputs = ["drop/", {command = ["sh", "-c", "echo x >> calls; cat wire.txt"], name = "wire.txt"},'
        ' {command = ["false"], name = "no.txt"}]'
    )
    text = text.replace('inputs = ["drop/"]', inputs).replace("site = true", 'empty = "skip"')
    (place / "depeche.toml").write_text(text)
    (place / "wire.txt").write_text(SECOND)
    morning(28)
    ran = depeche(*JOB)
    assert ran.code == 3, ran.err
    assert "failed   no.txt: false: ended with 1; see inputs of the job" in ran.err
    assert "2 of 2 stories" in ran.err
    (place / "outputs/morning/.job.json").write_text(
        (place / "outputs/morning/.job.json").read_text().replace('"partial"', '"running"')
    )
    again = depeche(*JOB)
    assert "0 done, 2 skipped" in again.err
    assert (place / "calls").read_text() == "x\n"
    (place / "depeche.toml").write_text(
        text.replace(inputs, 'inputs = [{command = ["false"], name = "n.md"}]')
    )
    morning(29)
    assert depeche(*JOB).code == 1  # nothing but what failed
    assert not (place / "copies" / "morning-2026-11-29T0630").exists()
    (place / "depeche.toml").write_text(text.replace(inputs, 'inputs = ["drop/"]'))
    quiet = depeche(*JOB)
    assert (quiet.code, "digest" in quiet.err) == (0, False), quiet.err
    assert not (place / "copies" / "morning-2026-11-29T0630").exists()


def test_a_job_that_is_killed_ends_as_one_that_was_not(place: Path) -> None:
    """Before the run, between digest and pages, before anything is delivered, and after half of it is.

    So does one with a watch, whose hits were sent and not noted.
    """
    with (place / "depeche.toml").open("a") as file:
        file.write("[watch.dams]\nwords = ['barrage']\ndeliver = ['copy']\n")
    words = (*JOB, "--quiet")
    steps = (
        "step.run",
        "outbox.Outbox._note",
        "step.make_site",
        "parcels.Sender.send_all",
        "outbox.Outbox._note",
    )
    for name in steps:
        with subprocess.Popen(
            command(*words, before=STOPS),
            cwd=place,
            stdout=subprocess.PIPE,
            env={**os.environ, "STOP_AT": name},
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"here\n", name
            process.kill()
    last = command(*words, before=STOPS)
    assert subprocess.run(last, cwd=place, env={**os.environ, "STOP_AT": ""}, check=False).returncode == 0
    folder = place / "outputs" / "morning"
    (run,) = folder.glob("morning-*")
    assert run.name == "morning-2026-11-28T0630"
    assert list(verify_run(run)) == []
    assert (folder / "latest").resolve() == run
    copies = sorted(path.name for path in (place / "copies").iterdir())
    assert copies == [run.name, f"{run.name}.dams"]
    assert (place / "feeds" / "morning.es.atom").read_text().count("<entry") == 2  # the hits, and the story
    sent = [json.loads(line) for line in (folder / ".deliveries.jsonl").read_text().splitlines()]
    things = [(row["slot"], row["deliverer"], row["item"]) for row in sent]
    assert sorted(things) == sorted(set(things))


def test_a_run_that_takes_too_long_is_stopped(
    depeche: Depeche, place: Path, morning: Morning, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cleanly, as a failure that says so; the next command goes on with it."""
    text = (place / "depeche.toml").read_text()
    (place / "depeche.toml").write_text(text.replace("site = true", 'timeout = "1s"'))
    morning(28)
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.jobs.step.run", lambda *_, **__: time.sleep(600))
        late = depeche(*JOB)
    assert late.code == 1
    assert "took longer than 1 s; run it again to go on, or set a longer timeout" in late.err
    (place / "depeche.toml").write_text(text)
    assert depeche(*JOB).code == 0


def test_names_are_those_of_the_file_s_folder(
    depeche: Depeche, place: Path, morning: Morning, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scheduler has no working folder; ``prune`` and ``list`` are no exception."""
    elsewhere = place / "elsewhere"
    elsewhere.mkdir()
    config = ("--config", place / "depeche.toml")
    for day in (27, 28, 29):
        morning(day)
        monkeypatch.chdir(elsewhere)
        assert depeche(*JOB, *config).code == 0
    assert list(elsewhere.iterdir()) == []
    monkeypatch.chdir(elsewhere)
    assert depeche("job", "list", *config).out == "morning\tes en\tdrop/\tcopy feeds\n"
    text = (place / "depeche.toml").read_text()
    (place / "depeche.toml").write_text(text.replace("runs = 2", "runs = 1"))
    monkeypatch.chdir(elsewhere)
    told = depeche("job", "prune", "--dry-run", *config)
    assert (told.code, told.out) == (0, "outputs/morning/morning-2026-11-28T0630\n")
    gone = depeche("job", "prune", *config)
    assert gone.out == told.out
    assert [path.name for path in (place / "outputs/morning").glob("morning-*")] == [
        "morning-2026-11-29T0630"
    ]


def test_a_job_at_work_is_left_alone(depeche: Depeche, place: Path) -> None:
    """With exit code 75, which schedulers know; another job of the same command is done all the same."""
    text = (place / "depeche.toml").read_text()
    (place / "depeche.toml").write_text(
        text + '\n[job.noon]\ninputs = ["drop/"]\nto = ["es"]\ndigest = false\n'
    )
    with hold_job(place / "outputs" / "morning"):
        busy = depeche("job", "run", "morning")
        assert (busy.code, "is at work" in busy.err) == (75, True)
        both = depeche("job", "run", "morning", "noon")
    assert both.code == 3
    assert (place / "outputs/noon/latest/run.json").is_file()


def test_what_nothing_translates_is_told(depeche: Depeche, place: Path, morning: Morning) -> None:
    """The rest is written and told; a run in which nothing is in any of the languages is no good one."""
    morning(28)
    text = (place / "depeche.toml").read_text()
    (place / "depeche.toml").write_text(text.replace('to = ["es", "en"]', 'to = ["es", "gl"]'))
    ran = depeche(*JOB)
    assert ran.code == 3, ran.err
    missing = (
        "missing  drop/dam.txt: not in gl: no installed engine translates from French (fr) to Galician (gl); "
    )
    assert f"{missing}run: depeche languages install fr gl" in ran.err
    assert (place / "outputs/morning/latest/digest/es.html").is_file()
    (place / "depeche.toml").write_text(text.replace('to = ["es", "en"]', 'to = ["gl"]'))
    morning(29)
    drop(place, "theatre.txt", SECOND, day=28)
    nothing = depeche(*JOB)
    assert nothing.code == 1, nothing.err
    assert (place / "outputs/morning/latest").readlink() == Path("morning-2026-11-28T0630")


def test_a_digest_is_told_in_its_own_languages(depeche: Depeche, place: Path, morning: Morning) -> None:
    """Documents are written in those of the job too."""
    morning(28)
    text = (place / "depeche.toml").read_text()
    (place / "depeche.toml").write_text(text.replace('{ since = "last" }', '{ to = ["en"] }'))
    assert depeche(*JOB).code == 0
    latest = place / "outputs/morning/latest"
    assert sorted(path.name for path in (latest / "digest").glob("*.html")) == ["en.html"]
    assert len(list(latest.glob("documents/*/es/summary.txt"))) == 1
    assert [path.name for path in (place / "feeds").iterdir()] == ["morning.en.atom"]


def test_ten_lines_say_what_a_job_did(depeche: Depeche, place: Path, morning: Morning) -> None:
    """However much it did: of many things the first is named, others are counted. Events have them all."""
    text = (place / "depeche.toml").read_text()
    names = [f"d{number}" for number in range(8)]
    text = text.replace('deliver = ["copy", "feeds"]', f"deliver = {json.dumps(names)}").replace(
        "keep = { runs = 2 }", 'keep = { runs = 1 }\non_failure = ["false"]'
    )
    for number, name in enumerate(names):
        kind, folder = ("folder", "in-the-way") if number < 4 else ("feed", "feeds")
        text += f'[deliver.{name}]\nkind = "{kind}"\nfolder = "{folder}/{name}"\n'
    (place / "depeche.toml").write_text(text)
    (place / "in-the-way").touch()
    for day in (27, 28, 29):
        morning(day)
        for number in range(12):
            (place / "drop" / f"{number}.txt").write_text(f"\0 {number} {day}")
        drop(place, "theatre.txt", f"{SECOND} {day}.", day=day)
        ran = depeche(*JOB, "--config", "depeche.toml")
        assert ran.code == 3, ran.err
        lines = ran.err.splitlines()
        assert len(lines) <= 10, ran.err
    assert [line.split()[0] for line in lines] == [
        *("job", "failed", "run", "digest", "ended", "sent", "kept", "failed", "next")
    ]
    told = "\n".join(lines)
    assert re.search(r"^failed   drop/0.txt: .*; and 11 more, in its run.json$", told, re.MULTILINE)
    assert re.search(r"^ended .*: partial, .* pages$", told, re.MULTILINE)
    assert re.search(r"^sent .* entries; and 7 more$", told, re.MULTILINE)
    assert re.search(r"^failed .*on_failure: .*; .*not delivered: d0 .*, see depeche job status$", told, re.M)
    for name in (".job.json", ".deliveries.jsonl"):  # so that the last one is done again
        (place / "outputs" / "morning" / name).unlink()
    events = [json.loads(line) for line in depeche(*JOB, "--log-format", "json").err.splitlines()]
    assert sum(event.get("step") == "sent" for event in events) == 8
    assert sum(event["outcome"] == "failed" for event in events) == 12


def test_what_is_in_the_way_does_not_stop_the_rest(depeche: Depeche, place: Path, morning: Morning) -> None:
    """A folder in the place of the link, a journal that cannot be written: each a line, and exit code 3."""
    morning(28)
    folder = place / "outputs" / "morning"
    (folder / "latest").mkdir(parents=True)
    first = depeche(*JOB)
    assert first.code == 3
    assert "failed   morning: outputs/morning/latest: is no link; move it away" in first.err
    assert (place / "copies" / "morning-2026-11-28T0630").is_dir()
    (folder / "latest").rmdir()
    (folder / ".deliveries.jsonl").unlink()
    (folder / ".deliveries.jsonl").mkdir()
    second = depeche(*JOB)
    assert (second.code, "nothing is sent" in second.err or "cannot be read" in second.err) == (3, True), (
        second.err
    )
    assert (folder / "latest").is_symlink()


def test_a_link_in_the_place_of_a_run_is_not_written_through(
    depeche: Depeche, place: Path, morning: Morning
) -> None:
    """What it leads to stays as it is."""
    morning(28)
    (place / "elsewhere").mkdir()
    slot = place / "outputs" / "morning" / "morning-2026-11-28T0630"
    slot.parent.mkdir(parents=True)
    slot.symlink_to(place / "elsewhere")
    ran = depeche(*JOB)
    assert (ran.code, "is a symbolic link, which is not written through" in ran.err) == (1, True)
    assert list((place / "elsewhere").iterdir()) == []


def test_jobs_are_listed_for_programs(depeche: Depeche, place: Path) -> None:
    """All values, with names of files as texts."""
    (found,) = json.loads(depeche("job", "list", "--json").out)
    assert (found["name"], found["outputs"], found["inputs"]) == ("morning", "outputs", ["drop/"])
    status = depeche("job", "status")
    assert (status.code, status.out) == (1, "morning: never had a good run\n")
