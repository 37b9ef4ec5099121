"""The sandbox of a systemd service, made by bubblewrap: files, network and devices as the unit says.

``systemd-run`` needs a systemd that runs, which containers and most builders lack. What bubblewrap cannot
imitate (calls to the kernel, capabilities) is left out.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from functools import cache
from pathlib import Path

EMPTIED = {"ProtectHome=tmpfs": ("/home", "/root", "/run/user"), "PrivateTmp=yes": ("/tmp", "/var/tmp")}  # noqa: S108


@cache
def has_bubblewrap() -> bool:
    """Say whether bubblewrap is there, and may make namespaces."""
    if shutil.which("bwrap") is None:
        return False
    words = ("bwrap", "--ro-bind", "/", "/", "--unshare-net", "true")
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


def values(unit: str, key: str) -> list[str]:
    """Return the values of a key of a unit, as they are written."""
    return re.findall(rf"^{key}=(.*)$", unit, re.MULTILINE)


def words(unit: str, key: str) -> list[str]:
    """Return the words that a key has, as systemd takes them apart."""
    text = " ".join(values(unit, key)).replace("%%", "%")
    return [word.replace("$$", "$") if key == "ExecStart" else word for word in shlex.split(text)]


def sandboxed(unit: str) -> list[str]:
    """Return the words of bubblewrap that a command is put behind to run as the service does."""
    made = ["bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--die-with-parent"]
    assert values(unit, "ProtectSystem") == ["strict"]
    for line, folders in EMPTIED.items():
        assert line in unit
        made += [word for folder in folders if Path(folder).is_dir() for word in ("--tmpfs", folder)]
    if "PrivateNetwork=yes" in unit:
        made.append("--unshare-net")
    binds = [
        (path, "--ro-bind") for key in ("BindReadOnlyPaths", "ReadOnlyPaths") for path in words(unit, key)
    ]
    binds += [(path, "--bind") for key in ("BindPaths", "ReadWritePaths") for path in words(unit, key)]
    for path, how in sorted(binds, key=lambda bind: bind[0].lstrip("-")):  # what lies below comes later
        made += [f"{how}-try" if path.startswith("-") else how, *[path.removeprefix("-")] * 2]
    made += ["--clearenv", "--setenv", "HOME", str(Path.home())]
    for value in words(unit, "Environment"):
        made += ["--setenv", *value.split("=", 1)]
    return made
