"""What a job remembers: which run is due, what was sent, which runs may go."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipeline.core.errors import BusyError, DeliveryError, RecordError, WriteError
from pipeline.core.files.lock import reading
from pipeline.core.records import Parcel
from pipeline.jobs.calendar import parse_calendar
from pipeline.jobs.configuration.settings import KeepOptions
from pipeline.jobs.outbox import JOURNAL, MOST_ATTEMPTS, Outbox
from pipeline.jobs.prune import prune
from pipeline.jobs.state import (
    LATEST,
    STATE_FILE,
    JobRun,
    JobState,
    RunState,
    due_run,
    hold_job,
    is_at_work,
    read_state,
    slot_name,
    write_state,
)

NOW = datetime(2026, 11, 30, 9, 12, 30, tzinfo=UTC)
AT = parse_calendar("06:30 UTC")


def ran(day: int, state: RunState = "good", hour: int = 6) -> JobRun:
    """Return the run of a day in November."""
    due = datetime(2026, 11, day, hour, 30, tzinfo=UTC)
    return JobRun(
        slot=slot_name("morning", due),
        due=due.isoformat(),
        started=due.strftime("%Y-%m-%dT%H:%M:%SZ"),
        finished=due.strftime("%Y-%m-%dT%H:%M:%SZ"),
        state=state,
        languages=("es",),
        deliver=("desk",),
    )


def state(*runs: JobRun) -> JobState:
    """Return the state with these runs."""
    return JobState(job="morning", runs=runs)


def test_the_time_that_was_due_names_the_run() -> None:
    """A missed time is made up once; what was done is not due again; what failed is."""
    due = due_run(state(ran(28)), NOW, AT)
    assert (due.slot, due.due, due.state) == (
        "morning-2026-11-30T0630",
        "2026-11-30T06:30+00:00",
        "running",
    )
    assert due_run(state(ran(28), ran(30)), NOW, AT) == ran(30)
    assert due_run(state(ran(28), ran(30, "failed")), NOW, AT) == ran(30, "failed")
    assert due_run(state(ran(28, "running")), NOW, AT).slot == "morning-2026-11-30T0630"


def test_without_a_calendar_the_newest_unfinished_run_goes_on() -> None:
    """Otherwise a run for this minute is begun."""
    assert due_run(state(ran(29, "running")), NOW, None) == ran(29, "running")
    assert due_run(state(ran(29, "failed")), NOW, None) == ran(29, "failed")
    fresh = due_run(state(ran(29, "running"), ran(29, "partial", 7)), NOW, None)
    assert fresh.slot == slot_name("morning", NOW.astimezone())
    good = replace(fresh, state="good")
    assert due_run(state(good), NOW, None) == good  # twice in a minute is once


def test_the_same_hands_of_the_clock_in_another_zone_are_another_run() -> None:
    """Its name has the offset then."""
    there = parse_calendar("06:30 Pacific/Apia")
    first = due_run(state(), NOW, there)
    assert first.due == "2026-11-30T06:30+13:00"
    later = datetime(2026, 11, 30, 6, 31, tzinfo=UTC)
    again = due_run(state(replace(first, state="good")), later, AT)
    assert (again.slot, again.is_good) == ("morning-2026-11-30T0630+0000", False)
    assert due_run(state(replace(first, state="good"), again), later, AT) == again


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"slot": "morning-2026-11-28T0630"', '"slot": "../../precious"'),
        ('"slot": "morning-2026-11-28T0630"', '"slot": "morning-2026-11-28T0630/../../.."'),
        ('"slot": "morning-2026-11-28T0630"', '"slot": "/etc"'),
        ('"slot": "morning-2026-11-28T0630"', '"slot": "."'),
        ('"slot": "morning-2026-11-28T0630"', '"slot": "noon-2026-11-28T0630"'),
        ('"started": "2026-11-28T06:30:00Z"', '"started": "x"'),
        ('"due": "2026-11-28T06:30:00+00:00"', '"due": "2026-11-28"'),
    ],
)
def test_a_state_that_no_job_wrote_is_refused(tmp_path: Path, before: str, after: str) -> None:
    """A run names a folder that may be removed, and times that are counted with."""
    write_state(tmp_path, state(ran(28)))
    text = (tmp_path / STATE_FILE).read_text()
    assert before in text
    (tmp_path / STATE_FILE).write_text(text.replace(before, after))
    with pytest.raises(RecordError, match="move it away to begin anew"):
        read_state(tmp_path, "morning")


def test_what_is_no_run_is_not_removed(tmp_path: Path) -> None:
    """A link, or a folder that somebody has put in a run's place."""
    made = state(ran(25), ran(26), ran(27))
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "documents").mkdir(parents=True)
    (tmp_path / ran(25).slot).symlink_to(elsewhere)
    (tmp_path / ran(26).slot).mkdir()
    (tmp_path / ran(26).slot / "diary.txt").write_text("mine")
    (tmp_path / ran(27).slot / "documents").mkdir(parents=True)
    assert list(prune(tmp_path, made, KeepOptions(runs=1), NOW)) == []
    assert (tmp_path / ran(26).slot / "diary.txt").is_file()
    assert (elsewhere / "documents").is_dir()


def test_an_hour_that_comes_twice_has_its_offset_in_the_name() -> None:
    """So that the second is not taken for the first."""
    madrid = ZoneInfo("Europe/Madrid")
    hours = [datetime(2026, 10, 25, hour, 30, tzinfo=UTC).astimezone(madrid) for hour in (0, 1, 2)]
    assert [slot_name("m", hour) for hour in hours] == [
        "m-2026-10-25T0230+0200",
        "m-2026-10-25T0230+0100",
        "m-2026-10-25T0330",
    ]


def test_a_state_is_read_back_and_ordered_by_what_was_due(tmp_path: Path) -> None:
    """A damaged one is an error that says what to do."""
    assert read_state(tmp_path, "morning") == state()
    made = state().with_run(ran(29)).with_run(ran(28)).with_run(ran(29, "failed"))
    assert made == state(ran(28), ran(29, "failed"))
    assert made.newest_good == ran(28)
    write_state(tmp_path, made)
    assert read_state(tmp_path, "morning") == made
    (tmp_path / STATE_FILE).write_text("{")
    with pytest.raises(RecordError, match="move it away to begin anew"):
        read_state(tmp_path, "morning")


def test_a_job_is_held_by_one(tmp_path: Path) -> None:
    """The second is told; afterwards it is free."""
    with hold_job(tmp_path / "job"), pytest.raises(BusyError, match="is at work"), hold_job(tmp_path / "job"):
        pass
    with hold_job(tmp_path / "job"):
        pass


def test_who_looks_does_not_keep_a_job_from_its_start(tmp_path: Path) -> None:
    """A monitor asks at any moment, and writes nothing."""
    assert not is_at_work(tmp_path)
    assert list(tmp_path.iterdir()) == []
    with hold_job(tmp_path):
        assert is_at_work(tmp_path)
    assert not is_at_work(tmp_path)
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.005):
            is_at_work(tmp_path)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        for _ in range(50):
            with hold_job(tmp_path):
                pass
    finally:
        over.set()
        looking.join()


def folders(tmp_path: Path, made: JobState) -> JobState:
    """Make the folders of runs."""
    for run in made.runs:
        (tmp_path / run.slot / "documents").mkdir(parents=True)
    return made


@pytest.mark.parametrize(
    ("keep", "gone"),
    [
        (KeepOptions(), []),
        (KeepOptions(runs=2), [25, 26, 27]),
        (KeepOptions(days=2), [25, 26, 27]),
        (KeepOptions(days=4, runs=4), [25, 26]),
        (KeepOptions(runs=1), [25, 26, 27]),
    ],
)
def test_old_runs_go_and_the_newest_good_one_stays(
    tmp_path: Path, keep: KeepOptions, gone: list[int]
) -> None:
    """Here that is the 28th, with a failed one after it; the newest stays too, for it will go on."""
    made = folders(tmp_path, state(ran(25), ran(26, "partial"), ran(27), ran(28), ran(29, "failed")))
    found = list(prune(tmp_path, made, keep, NOW, dry_run=True))
    assert [one.run.slot for one in found] == [ran(day).slot for day in gone]
    assert all((tmp_path / run.slot).is_dir() for run in made.runs)
    found = list(prune(tmp_path, made, keep, NOW))
    assert [one.why_kept for one in found] == [""] * len(gone)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        run.slot for run in made.runs if run.slot not in [ran(day).slot for day in gone]
    ]
    assert list(prune(tmp_path, made, keep, NOW)) == []


def test_the_run_that_the_link_leads_to_stays(tmp_path: Path) -> None:
    """A quiet night that made nothing is good and newer, and has nothing to be led to."""
    made = folders(tmp_path, state(ran(25), ran(26), ran(27)))
    (tmp_path / LATEST).symlink_to(ran(26).slot)
    (gone,) = prune(tmp_path, made, KeepOptions(runs=1), NOW)
    assert gone.run.slot == ran(25).slot
    assert (tmp_path / LATEST).is_dir()


def test_a_run_that_is_read_stays(tmp_path: Path) -> None:
    """Until nobody reads it; what a killed removal has left goes too."""
    made = folders(tmp_path, state(ran(25), ran(26)))
    (tmp_path / ".writing-morning-2026-11-20T0630" / "documents").mkdir(parents=True)
    with reading(tmp_path / ran(25).slot):
        (would,) = prune(tmp_path, made, KeepOptions(runs=1), NOW, dry_run=True)
        assert would.why_kept == "it is being read"
        (stays,) = prune(tmp_path, made, KeepOptions(runs=1), NOW)
        assert stays.why_kept == "it is being read"
        assert [path.name for path in tmp_path.iterdir() if path.name[0] == "."] == []
    (gone,) = prune(tmp_path, made, KeepOptions(runs=1), NOW)
    assert (gone.why_kept, (tmp_path / ran(25).slot).exists()) == ("", False)


@dataclass
class Box:
    """Takes what is delivered; a stand-in for a place that may refuse."""

    name: str = "desk"
    refusals: int = 0
    got: list[str] = field(default_factory=list)

    def items(self, parcel: Parcel) -> tuple[str, ...]:
        """Name a thing for each language."""
        return parcel.languages

    def send(self, parcel: Parcel, item: str) -> str:
        """Take it, or refuse it."""
        if self.refusals:
            self.refusals -= 1
            raise DeliveryError(f"{self.name} {item}: refused")
        self.got.append(f"{parcel.slot} {item}")
        return f"{self.name} {item}"


def parcel(languages: Sequence[str] = ("ca", "es")) -> Parcel:
    """Return a parcel."""
    return Parcel(
        job="m", slot="m-1", run=Path("m-1"), languages=tuple(languages), made="2026-11-30T06:30:00Z"
    )


def test_each_thing_is_sent_once_and_again_only_where_it_failed(tmp_path: Path) -> None:
    """One refusal does not affect the other language."""
    box = Box(refusals=1)
    first = list(Outbox.read(tmp_path).send(parcel(), [box]))
    assert [(one.item, one.is_sent) for one in first] == [("ca", False), ("es", True)]
    assert [one.message for one in Outbox.read(tmp_path).open_failures()] == ["desk ca: refused"]
    second = list(Outbox.read(tmp_path).send(parcel(), [box]))
    assert [(one.item, one.is_sent) for one in second] == [("ca", True)]
    assert list(Outbox.read(tmp_path).send(parcel(), [box])) == []
    assert box.got == ["m-1 es", "m-1 ca"]
    assert Outbox.read(tmp_path).open_failures() == ()


def test_nothing_is_sent_that_could_not_be_noted(tmp_path: Path) -> None:
    """It would be sent again at every start."""
    (tmp_path / "elsewhere").touch()
    (tmp_path / JOURNAL).symlink_to(tmp_path / "elsewhere")
    box = Box()
    with pytest.raises(WriteError, match="nothing is sent"):
        list(Outbox(tmp_path).send(parcel(), [box]))
    assert box.got == []
    (tmp_path / JOURNAL).unlink()
    os.mkfifo(tmp_path / JOURNAL)
    with pytest.raises(WriteError):
        Outbox.read(tmp_path)


def test_a_place_that_is_down_is_left_alone_after_two_tries(tmp_path: Path) -> None:
    """Each is tried for long, and the others wait meanwhile; one that refuses a single thing is not down."""
    down, other = Box(name="down", refusals=10**6), Box(name="other")
    made = list(Outbox.read(tmp_path).send(parcel(["ca", "es", "fr", "gl"]), [down, other]))
    assert 10**6 - down.refusals == 2
    assert len(other.got) == 4
    assert [one.words for one in made[:2]] == ["down ca: down ca: refused", "down es: down es: refused"]
    fussy = Box(name="fussy", refusals=1)
    list(Outbox.read(tmp_path).send(parcel(["ca", "es", "fr"]), [fussy]))
    assert len(fussy.got) == 2


def test_a_journal_that_was_cut_off_loses_its_last_line_alone(tmp_path: Path) -> None:
    """What it would have said was sent is sent again: once too often, never not at all."""
    box = Box()
    list(Outbox.read(tmp_path).send(parcel(), [box]))
    path = tmp_path / JOURNAL
    os.truncate(path, path.stat().st_size - 9)
    again = list(Outbox.read(tmp_path).send(parcel(), [box]))
    assert [one.item for one in again] == ["es"]
    assert list(Outbox.read(tmp_path).send(parcel(), [box])) == []


def test_what_is_never_taken_is_given_up(tmp_path: Path) -> None:
    """After many runs. It stays named as undelivered, and nobody promises to try it again."""
    box = Box(refusals=10**6)
    for _ in range(MOST_ATTEMPTS + 5):
        list(Outbox.read(tmp_path).send(parcel(["es"]), [box]))
    assert 10**6 - box.refusals == MOST_ATTEMPTS
    (left,) = Outbox.read(tmp_path).open_failures()
    assert left.message.endswith("; given up after 20 attempts")
    assert "tries again" not in left.message


def test_days_are_counted_from_when_a_run_began(tmp_path: Path) -> None:
    """Not from the time of its folder, which a copy changes."""
    made = folders(tmp_path, state(ran(25), ran(29)))
    os.utime(tmp_path / ran(25).slot)
    found = list(prune(tmp_path, made, KeepOptions(days=5), NOW + timedelta(hours=1), dry_run=True))
    assert [one.run for one in found] == [ran(25)]
