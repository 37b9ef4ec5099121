"""Units: systemd finds nothing wrong with them, and a job can be done in the sandbox that they make."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.core.errors import UsageError
from pipeline.jobs.schedule.plan import Schedule
from pipeline.jobs.schedule.systemd import service, timer
from tests.jobs.schedule.conftest import Planned
from tests.support.sandbox import has_bubblewrap, sandboxed, values, words

_ANALYZE = "systemd-analyze"
needs_analyze = pytest.mark.skipif(shutil.which(_ANALYZE) is None, reason="there is no systemd")
MAIL = 'deliver = ["m"]\n[deliver.m]\nkind = "mail"\nto = ["a@example.org"]\nfrom = "b@example.org"\n'
HOOK = 'deliver = ["h"]\n[deliver.h]\nkind = "webhook"\nurl = "https://example.org/"\nsecret_env = "S"\n'


def written(folder: Path, schedule: Schedule, user: str | None = None) -> list[Path]:
    """Write the units of a job, and return their files."""
    folder.mkdir(exist_ok=True)
    paths = [folder / f"depeche-{schedule.job}.{ending}" for ending in ("service", "timer")]
    for path, text in zip(paths, (service(schedule, user=user), timer(schedule)), strict=True):
        path.write_text(text)
    return paths


def analyzed(*options: object, home: Path) -> str:
    """Return what systemd-analyze says."""
    done = subprocess.run(
        [_ANALYZE, *map(str, options)],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "HOME": str(home), "XDG_RUNTIME_DIR": str(home)},
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said


@needs_analyze
@pytest.mark.parametrize(
    ("more", "most"),
    [("", (0.6, 0.2)), (f'{MAIL}host = "localhost"', (1.3, 1.0)), (HOOK, (1.5, 1.1))],
    ids=["offline", "this machine", "network"],
)
def test_systemd_finds_nothing_wrong(
    planned: Planned, tmp_path: Path, more: str, most: tuple[float, float]
) -> None:
    """With names that hold spaces, %, $ and quotes; exposed by no more than the guide says."""
    schedule = planned(more, "Mon..Fri *-*-1..7 06,18:30 Europe/Madrid")
    for kind, user, limit in (("--user", None, most[0]), ("--system", "daemon", most[1])):
        paths = written(tmp_path / kind, schedule, user)
        assert (
            analyzed(kind, "verify", *paths, home=tmp_path) == ""
        )  # verify alone also passes what it warns of
        said = analyzed("security", "--offline=true", "--no-pager", paths[0], home=tmp_path)
        found = re.search(r"exposure level for \S+: ([\d.]+)", said)
        assert found is not None
        assert float(found[1]) <= limit


def test_the_timer_starts_the_service_that_is_there(planned: Planned, tmp_path: Path) -> None:
    """``systemd-analyze verify`` passes a timer without one."""
    of_service, of_timer = written(tmp_path / "units", planned())
    assert values(of_timer.read_text(), "Unit") == [of_service.name]
    assert values(of_timer.read_text(), "Persistent") == ["true"]
    assert values(of_timer.read_text(), "OnCalendar") == ["06:30"]


def test_the_service_does_the_job_with_the_time_that_was_due(planned: Planned, place: Path) -> None:
    """From any folder, with the file's full name, escaped."""
    schedule = planned()
    given = words(service(schedule, user=None), "ExecStart")
    assert given == [*schedule.command]
    assert given[-7:] == ["job", "run", "morning", "--config", f"{place}/depeche.toml", "--calendar", "06:30"]
    assert Path(given[0]).is_absolute()


def test_a_job_writes_and_reads_its_own_places_alone(planned: Planned, place: Path, tmp_path: Path) -> None:
    """Outputs, feeds and copies; the file, inputs and secrets. Not the folder around them, nor a home."""
    unit = service(
        planned(
            'deliver = ["f", "m"]\nmetrics = "/srv/metrics/d.prom"\n[deliver.f]\nkind = "feed"\n'
            'folder = "/srv/www"\n[deliver.m]\nkind = "mail"\nto = ["a@b.example"]\nfrom = "b@b.example"\n'
            'password_file = "pass"\nfolder = "outputs/mail"\n'
        ),
        user=None,
    )
    assert words(unit, "BindPaths") == [f"{place}/outputs", f"-{tmp_path}/home/.cache/depeche"]
    assert words(unit, "ReadWritePaths") == ["/srv/metrics", "/srv/www"]
    reads = words(unit, "BindReadOnlyPaths")
    assert {f"-{place}/depeche.toml", f"-{place}/wire", f"-{place}/pass"} <= set(reads)
    assert not {f"-{place}", f"-{tmp_path}/home"} & set(reads)
    without = service(planned('memory = "off"\n'), user=None)
    assert words(without, "BindPaths") == [f"{place}/outputs", f"-{tmp_path}/home/.cache/depeche"]


@pytest.mark.parametrize(
    ("more", "is_networked"),
    [
        ("", False),
        (MAIL, False),
        (f'{MAIL}host = "mail.example.org"', True),
        (HOOK, True),
        ('on_success = ["true"]', True),
        ("follow = true", True),
        ("follow = false", False),
        ('executor = "dask"', True),
        ('scheduler = "tcp://127.0.0.1:8786"', True),
        ('executor = "local"\nscheduler = "tcp://127.0.0.1:8786"', False),
    ],
)
def test_only_what_needs_a_network_has_one(planned: Planned, more: str, *, is_networked: bool) -> None:
    """Mail without a server is only written; programs of the user's own may need anything."""
    unit = service(planned(more), user=None)
    assert ("PrivateNetwork=yes" in unit, "AF_INET" in unit) == (not is_networked, is_networked)


@pytest.mark.parametrize("host", ["littoral.example", "127.0.0.1:8000"])
def test_a_job_that_fetches_has_a_network_and_mounts_no_address(host: str, planned: Planned) -> None:
    """It reaches this machine alone where the address is here."""
    unit = service(planned(inputs=f'["wire/", "feed:http://{host}/rss"]'), user=None)
    assert "AF_INET" in unit
    assert ("IPAddressDeny=any" in unit) == host.startswith("127")
    assert "rss" not in unit


def test_a_secret_in_the_environment_has_a_file(planned: Planned, place: Path) -> None:
    """A unit can be read by all, and a service has no environment of a user's shell."""
    unit = service(planned(HOOK), user=None)
    assert values(unit, "EnvironmentFile") == [f"-{str(place).replace('%', '%%')}/morning.env"]


def test_a_job_that_is_due_often_waits_for_the_next_time(planned: Planned) -> None:
    """Tries that count against the limit of starts would hold up the timer's own."""
    assert values(service(planned(calendar="06:30"), user=None), "Restart") == ["on-failure"]
    often = service(planned(calendar="*:00/15"), user=None)
    assert values(often, "Restart") + values(often, "StartLimitBurst") == []


def test_the_unit_waits_longer_than_the_job(planned: Planned) -> None:
    """The job stops by itself, and notes it; the unit's limit is for what hangs."""
    (limit,) = values(service(planned('timeout = "2h"'), user=None), "TimeoutStartSec")
    assert int(limit.removesuffix("s")) > 2 * 3600


@pytest.mark.parametrize("inputs", [r"a\nExecStart=/bin/false", r"\u001b[2J", r"wire/\r*.txt"])
def test_a_name_adds_no_line(planned: Planned, inputs: str) -> None:
    """Neither to a unit nor to a crontab."""
    with pytest.raises(UsageError, match="a scheduler cannot be told a name with line ends"):
        planned(f'deliver = ["c"]\n[deliver.c]\nkind = "folder"\nfolder = "{inputs}"\n')


@needs_analyze
@pytest.mark.skipif(not has_bubblewrap(), reason="bubblewrap cannot make a sandbox here")
def test_the_job_is_done_in_the_sandbox(
    planned: Planned, place: Path, tmp_path: Path, argos_packages: Path
) -> None:
    """Nothing that the service lacks is needed: neither files, nor a network, nor calls to the kernel."""
    (place / "wire").mkdir()
    (place / "wire" / "dam.txt").write_text(
        "Le barrage de la vallée a cédé mardi.\n\nPersonne n'est blessé.\n"
    )
    (place / "secret.txt").write_text("x")
    (place / "outputs").mkdir()
    (place / "feeds").mkdir()
    unit = service(
        planned(
            f'engine = "argos"\npackages = "{argos_packages}"\nfrom = "fr"\nsite = true\ndeliver = ["f"]\n'
            '[deliver.f]\nkind = "feed"\nfolder = "feeds"\n'
        ),
        user=None,
    )
    calls = place / "outputs" / "calls"
    traced = ["strace", "--quiet=all", "-f", "-c", "-U", "name", "-o", str(calls)]
    ran = subprocess.run(
        [*sandboxed(unit), *traced, *words(unit, "ExecStart")],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    assert ran.returncode == 0, ran.stderr
    assert (place / "outputs" / "morning" / "latest" / "digest" / "es.html").is_file()
    assert (place / "feeds" / "morning.es.atom").is_file()
    used = set(re.findall(r"^(\w+)$", calls.read_text().replace(" ", ""), re.MULTILINE)) - {
        "syscall",
        "total",
    }
    assert len(used) > 20
    assert used - allowed_calls(tmp_path) <= HARMLESS
    spied = [
        "sh",
        "-c",
        'cat "$0"; echo x > "$1"',
        str(place / "secret.txt"),
        str(place / "wire" / "new.txt"),
    ]
    refused = subprocess.run([*sandboxed(unit), *spied], capture_output=True, text=True, check=False)
    assert (refused.returncode != 0, refused.stdout) == (True, "")


HARMLESS = {"fchown", "mbind", "sched_setaffinity"}
"""Calls that libraries try, and do without: SQLite as root, matrices on several processors."""


def allowed_calls(home: Path) -> set[str]:
    """Return the names of the calls that the filter of units allows."""
    groups: dict[str, list[str]] = {}
    for line in analyzed("syscall-filter", "--no-pager", home=home).splitlines():
        if line.startswith("@"):
            groups[line.strip()] = []
        elif groups and line.startswith("    ") and not line.strip().startswith("#"):
            groups[next(reversed(groups))].append(line.strip())

    def named(group: str) -> set[str]:
        return {name for each in groups[group] for name in (named(each) if each.startswith("@") else {each})}

    return (named("@system-service") | named("@default")) - named("@privileged") - named("@resources")
