"""Lines of cron: cron itself takes them, a shell runs them, and a crontab is otherwise left alone."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.core.errors import UsageError
from pipeline.jobs.schedule.cron import LOG, cron_lines, cron_times
from pipeline.jobs.schedule.crontab import install_lines, installed_lines, remove_lines
from tests.jobs.schedule.conftest import Planned

_CRONTAB = "crontab"
OTHERS = b"# of mine\nMAILTO=me@example.org\n\n5 4 * * *\techo '\xe9' \\% done  \n@daily  true"
"""Lines of somebody else, with a byte that is no UTF-8, and no line end at the end."""


@pytest.mark.parametrize(
    ("calendar", "fields"),
    [
        ("06:30", "30 6 * * *"),
        ("Mon..Fri 06:30", "30 6 * * 1,2,3,4,5"),
        ("Sun 00:00", "0 0 * * 0"),
        ("*-1,7-01 06,18:00", "0 6,18 1 1,7 *"),
        ("*:00/15", "0,15,30,45 * * * *"),
        ("*:*", "* * * * *"),
    ],
)
def test_a_calendar_becomes_five_fields(planned: Planned, calendar: str, fields: str) -> None:
    """Sunday is 0, and what is every number is a star."""
    assert cron_times(planned(calendar=calendar)) == fields


def test_what_cron_cannot_say_is_refused(planned: Planned, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes days of the month and of the week as either, knows one time zone, and no long lines."""
    with pytest.raises(UsageError, match="as either, not both"):
        cron_lines(planned(calendar="Mon *-*-1..7 06:30"))
    with pytest.raises(UsageError, match=r"not in Pacific/Kiritimati"):
        cron_lines(planned(calendar="06:30 Pacific/Kiritimati"))
    schedule = planned()
    monkeypatch.setenv("XDG_DATA_HOME", f"/{'a' * 1000}")
    with pytest.raises(UsageError, match="at most 998 bytes"):
        cron_lines(planned())
    monkeypatch.delenv("XDG_DATA_HOME")
    assert len(cron_lines(schedule)) == 7


@pytest.mark.skipif(shutil.which(_CRONTAB) is None, reason="there is no cron")
def test_cron_takes_the_lines(planned: Planned, tmp_path: Path) -> None:
    """Debian's crontab checks a file without using it: by -n, and from Debian 13 on by -T."""
    for number, calendar in enumerate(("Mon..Fri 06:30", "*-02-29 00/6:05", "*:*")):
        path = tmp_path / f"tab{number}"
        path.write_text("".join(f"{line}\n" for line in cron_lines(planned(calendar=calendar))))
        assert accepted(path)
    path.write_text("30 24 * * * true\n")
    assert not accepted(path)


def accepted(path: Path) -> bool:
    """Say whether cron's own parser takes a file."""
    usage = subprocess.run([_CRONTAB, "-h"], capture_output=True, text=True, check=False)
    check = "-T" if "-T" in usage.stdout + usage.stderr else "-n"
    return subprocess.run([_CRONTAB, check, str(path)], capture_output=True, check=False).returncode == 0


def test_the_line_does_the_job(planned: Planned, place: Path, tmp_path: Path, argos_packages: Path) -> None:
    """With the environment that cron gives, from a home; the messages are in the log."""
    (place / "wire").mkdir()
    (place / "wire" / "dam.txt").write_text("Le barrage de la vallée a cédé mardi.\n")
    schedule = planned(f'engine = "argos"\npackages = "{argos_packages}"\nfrom = "fr"\n')
    (line,) = (each for each in cron_lines(schedule) if not each.startswith("#"))
    command = line.split(maxsplit=5)[5].replace("\\%", "%")  # as cron hands it over
    assert "%" not in line.replace("\\%", "")
    given = {"HOME": str(tmp_path), "LOGNAME": "me", "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"}
    ran = subprocess.run(
        ["/bin/sh", "-c", command], capture_output=True, env=given, cwd=tmp_path, check=False
    )
    log = place / "outputs" / "morning" / LOG
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"", b""), log.read_text()
    assert (place / "outputs" / "morning" / "latest" / "digest" / "es.html").is_file()
    assert "1 done, 0 skipped, 0 failed" in log.read_text()


@pytest.fixture
def crontab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], bytes | None]:
    """Put a stand-in for the program first in PATH, so that nobody's own crontab is touched.

    Return what returns its content, None where there is none.
    """
    kept, program = tmp_path / "kept", tmp_path / "bin" / _CRONTAB
    program.parent.mkdir()
    program.write_text(
        f"""#!/bin/sh
case "$1" in
  -l) if [ -f '{kept}' ]; then cat '{kept}'; else echo "no crontab for me" >&2; exit 1; fi ;;
  -r) rm '{kept}' ;;
  -) cat > '{kept}.new' && mv '{kept}.new' '{kept}' ;;
esac
"""
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=":")
    return lambda: kept.read_bytes() if kept.exists() else None


def test_a_crontab_is_left_alone_otherwise(
    planned: Planned, place: Path, tmp_path: Path, crontab: Callable[[], bytes | None]
) -> None:
    """Lines of others stay byte for byte; a second install replaces the first, and removal leaves nothing."""
    config = place / "depeche.toml"
    install_lines("morning", config, cron_lines(planned()), say=lambda _: None)
    assert remove_lines("morning", config, say=lambda _: None)
    assert crontab() is None
    (tmp_path / "kept").write_bytes(OTHERS)
    assert not remove_lines("morning", config, say=lambda _: None)
    for calendar in ("06:30", "07:30"):
        install_lines("morning", config, cron_lines(planned(calendar=calendar)), say=lambda _: None)
    made = crontab() or b""
    assert made.startswith(OTHERS + b"\n# depeche schedule: begin morning of ")
    assert made.count(b"begin morning") == 1
    (found,) = installed_lines("morning")
    assert (found.times, found.config, found.is_whole) == ("30 7 * * *", config, True)
    assert list(installed_lines("morn")) == []
    (tmp_path / "kept").write_bytes(made + b"1 1 * * * later\n")
    assert remove_lines("morning", config, say=lambda _: None)
    assert crontab() == OTHERS + b"\n1 1 * * * later\n"


def test_lines_of_another_file_are_not_replaced(
    planned: Planned, place: Path, tmp_path: Path, crontab: Callable[[], bytes | None]
) -> None:
    """Nor is anything removed where the end of the lines is missing."""
    install_lines("morning", tmp_path / "other.toml", cron_lines(planned()), say=lambda _: None)
    (tmp_path / "kept").write_bytes((crontab() or b"").replace(str(place).encode(), b"/elsewhere"))
    with pytest.raises(UsageError, match=r"of /elsewhere/depeche\.toml already"):
        install_lines("morning", place / "depeche.toml", cron_lines(planned()), say=lambda _: None)
    (tmp_path / "kept").write_bytes((crontab() or b"").replace(b": end", b": ende"))
    before = crontab()
    with pytest.raises(UsageError, match="is missing; put it back"):
        remove_lines("morning", place / "depeche.toml", say=lambda _: None)
    assert crontab() == before
    (found,) = installed_lines("morning")
    assert not found.is_whole
