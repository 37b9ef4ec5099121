"""``depeche schedule`` as a user meets it: printed, installed, found and removed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.jobs.schedule import units
from pipeline.jobs.schedule.table import installed_schedules
from tests.end_to_end.test_cli import Depeche, depeche, one_line

__all__ = ["depeche"]

JOB = '[job.morning]\ninputs = ["wire/"]\nto = ["es"]\n'


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a systemctl that notes what it is asked first in PATH, and no crontab; return its notes' file.

    Nobody's own systemd is reached, and all places are in the test's own folder.
    """
    notes, program = tmp_path / "asked", tmp_path / "bin" / "systemctl"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$@" >> {notes}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    monkeypatch.setattr(units, "SYSTEM_FOLDER", tmp_path / "etc")
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    return notes


def test_it_is_printed_and_nothing_is_changed(depeche: Depeche, tmp_path: Path, asked: Path) -> None:
    """Units of the user's own by default, on standard output alone."""
    (tmp_path / "depeche.toml").write_text(JOB)
    before = sorted(tmp_path.rglob("*"))
    ran = depeche("schedule", "morning", "--at", "06:30", "--config", "depeche.toml")
    assert (ran.code, ran.err) == (0, "")
    assert "OnCalendar=06:30\n" in ran.out
    assert ran.out == depeche("schedule", "morning", "--at", "06:30", "--systemd", "--user", "--print").out
    for kind, holds in (("--cron", "30 6 * * * /bin/sh"), ("--kubernetes", 'image: "depeche:')):
        assert holds in depeche("schedule", "morning", "--at", "06:30", kind).out
    assert sorted(tmp_path.rglob("*")) == before
    assert not asked.exists()


def test_units_are_installed_found_and_removed(depeche: Depeche, tmp_path: Path, asked: Path) -> None:
    """Whole, with the folders that the service needs; systemd is told, and another job's units stay."""
    (tmp_path / "depeche.toml").write_text(JOB)
    ran = depeche("schedule", "morning", "--calendar", "Mon..Fri 06:30", "--install")
    assert ran.code == 0, ran.err
    folder = tmp_path / "home" / ".config" / "systemd" / "user"
    assert sorted(path.name for path in folder.iterdir()) == [
        "depeche-morning.service",
        "depeche-morning.timer",
    ]
    assert "loginctl enable-linger" in ran.err
    assert (tmp_path / "outputs").is_dir()
    (found,) = installed_schedules("morning")
    assert (found.kind, found.times, found.config, found.is_whole) == (
        "systemd --user",
        "Mon..Fri 06:30",
        tmp_path / "depeche.toml",
        True,
    )
    (folder / "depeche-morning.service").rename(folder / "away")
    assert not installed_schedules("morning")[0].is_whole
    (folder / "away").rename(folder / "depeche-morning.service")
    (folder / "depeche-evening.timer").write_text("")
    (folder / "timers.target.wants").mkdir()
    (folder / "timers.target.wants" / "depeche-morning.timer").symlink_to(folder / "depeche-morning.timer")
    assert depeche("schedule", "morning", "--remove").code == 0
    (folder / "timers.target.wants").rmdir()
    assert [path.name for path in folder.iterdir()] == ["depeche-evening.timer"]
    assert asked.read_text().splitlines() == [
        "--user daemon-reload",
        "--user enable --now depeche-morning.timer",
        "--user disable --now depeche-morning.timer",
        "--user daemon-reload",
    ]
    again = depeche("schedule", "morning", "--remove")
    assert (again.code, one_line(again)) == (1, "morning: nothing is installed")


def test_units_of_another_are_left_alone(depeche: Depeche, tmp_path: Path, asked: Path) -> None:
    """Those of a job of the same name in another file, and those that a person wrote."""
    (tmp_path / "depeche.toml").write_text(JOB)
    (tmp_path / "other.toml").write_text(JOB)
    assert depeche("schedule", "morning", "--at", "06:30", "--install").code == 0
    folder = tmp_path / "home" / ".config" / "systemd" / "user"
    before = {path: path.read_text() for path in folder.iterdir()}
    for words in (("--at", "07:30", "--install"), ("--remove",)):
        ran = depeche("schedule", "morning", *words, "--config", "other.toml")
        assert ran.code == 2
        assert f"is for the job morning of {tmp_path}/depeche.toml; rename" in one_line(ran)
    assert {path: path.read_text() for path in folder.iterdir()} == before
    (folder / "depeche-morning.service").write_text("[Service]\n")
    ran = depeche("schedule", "morning", "--at", "07:30", "--install")
    assert "was not made by depeche schedule; move it away" in one_line(ran)
    assert (folder / "depeche-morning.service").read_text() == "[Service]\n"


def test_a_system_unit_has_a_user(depeche: Depeche, tmp_path: Path, asked: Path) -> None:
    """The one who is named, or whom the folder belongs to, but never root unasked."""
    (tmp_path / "depeche.toml").write_text(JOB)
    ran = depeche("schedule", "morning", "--at", "06:30", "--system")
    if os.geteuid() == 0:
        assert "belongs to root; name the user who does the job with --run-as USER" in one_line(ran)
    else:
        assert "\nUser=" in ran.out
    ran = depeche("schedule", "morning", "--at", "06:30", "--system", "--run-as", "nobody", "--install")
    assert ran.code == 0, ran.err
    assert "User=nobody\n" in (tmp_path / "etc" / "depeche-morning.service").read_text()
    assert asked.read_text().splitlines() == ["daemon-reload", "enable --now depeche-morning.timer"]
    assert installed_schedules("morning")[0].kind == "systemd --system"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("morning", "give its times: --at 06:30, --every 1h, or --calendar"),
        ("morning --at 06:30 --every 1h", "--at and --every cannot be used together"),
        ("morning --at 06:30 --cron --kubernetes", "--cron and --kubernetes cannot be used together"),
        ("morning --at 06:30 --install --remove", "--install and --remove cannot be used together"),
        ("morning --at 06:30 --cron --system", "--system is for --systemd"),
        ("morning --at 06:30 --image depeche", "--image is for --kubernetes"),
        ("morning --at 06:30 --run-as me", "--run-as is for --system"),
        ("morning --at 06:30 --system --run-as no-such-user", "there is no such user"),
        ("morning --at 06:30 --kubernetes --install", "depeche talks to no cluster"),
        ("morning --at 06:30 --cron --install", "there is no crontab here; install cron"),
        ("mornings --at 06:30", "mornings: no such job in depeche.toml; did you mean morning?"),
    ],
)
def test_what_cannot_be_is_one_line(
    depeche: Depeche, tmp_path: Path, asked: Path, words: str, message: str
) -> None:
    """Exit code 2, and nothing is changed."""
    (tmp_path / "depeche.toml").write_text(JOB)
    ran = depeche("schedule", *words.split(), "--config", "depeche.toml")
    assert (ran.code, ran.out) == (2, "")
    assert message in one_line(ran)
    assert not asked.exists()


def test_options_of_this_shell_are_no_options_of_a_schedule(
    depeche: Depeche, tmp_path: Path, asked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who set some is told, for the job would be another one."""
    (tmp_path / "depeche.toml").write_text(JOB)
    monkeypatch.setenv("DEPECHE_TO", "ca")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    ran = depeche("schedule", "morning", "--at", "06:30", "--config", "depeche.toml")
    assert one_line(ran).startswith("warning  DEPECHE_TO is set here, and will not be in a schedule")
    assert f"Environment=XDG_DATA_HOME={tmp_path}/data\n" in ran.out
