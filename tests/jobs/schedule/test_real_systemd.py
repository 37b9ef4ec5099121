"""A timer under a systemd that runs: it does the job in the sandbox of its service, and can be taken away."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.support.conditions import command
from tests.support.user_systemd import can_be_made, under_systemd

_WAIT = """for _ in $(seq 600); do
  ended=$(systemctl --user show depeche-morning.service -p ExecMainExitTimestamp --value)
  [ -n "$ended" ] && exit 0
  sleep 0.1
done
systemctl --user status depeche-morning.timer depeche-morning.service
exit 1"""


@pytest.mark.skipif(
    not can_be_made(), reason="no systemd can be started here: that needs root and namespaces"
)
def test_a_timer_makes_up_the_time_that_was_missed(tmp_path: Path, argos_packages: Path) -> None:
    """With a stamp of two days ago, as after a weekend off: the job is done at once, and once."""
    home, place = tmp_path / "home", tmp_path / "50% of the news"
    (place / "wire").mkdir(parents=True)
    (place / "wire" / "dam.txt").write_text("Le barrage de la vallée a cédé mardi.\n")
    (place / "depeche.toml").write_text(
        f'[job.morning]\ninputs = ["wire/"]\nto = ["es"]\nfrom = "fr"\nengine = "argos"\n'
        f'packages = "{argos_packages}"\n'
    )
    stamp = home / ".local" / "share" / "systemd" / "timers" / "stamp-depeche-morning.timer"
    stamp.parent.mkdir(parents=True)
    stamp.touch()
    os.utime(stamp, (time.time() - 2 * 86400,) * 2)
    file = str(place / "depeche.toml")
    said = under_systemd(
        [
            command("schedule", "morning", "--at", "06:30", "--config", file, "--install"),
            ["bash", "-c", _WAIT],
            ["systemctl", "--user", "show", "depeche-morning.service", "-p", "Result,ExecMainStatus"],
            ["systemctl", "--user", "list-timers", "--all", "--no-pager"],
            command("schedule", "morning", "--config", file, "--remove"),
            ["systemctl", "--user", "list-timers", "--all", "--no-pager"],
        ],
        {"HOME": str(home), "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"},
    )
    assert "ran      systemctl --user enable --now depeche-morning.timer" in said
    assert "Result=success\n" in said
    assert "ExecMainStatus=0\n" in said
    (run,) = (place / "outputs" / "morning").glob("morning-*T0630")
    assert (place / "outputs" / "morning" / "latest" / "digest" / "es.html").samefile(
        run / "digest" / "es.html"
    )
    assert [line for line in said.splitlines() if line.endswith("timers listed.")] == [
        "1 timers listed.",
        "0 timers listed.",
    ]
