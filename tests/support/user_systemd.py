"""A user's systemd, in namespaces that end with it, so that units and timers are tried for real.

Nobody's own systemd is asked, and no unit of it is seen. Making it needs root and namespaces.
"""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache

_SPACES = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--cgroup")
_BEFORE = """set -e
mount --make-rprivate /
mount -t tmpfs -o mode=755 none /run
mkdir -p /run/systemd/system /run/systemd/inaccessible/dir "$XDG_RUNTIME_DIR"
mkdir -m 700 /run/systemd/unit-root
touch /run/systemd/inaccessible/reg
mkfifo /run/systemd/inaccessible/fifo
umount -R /sys/fs/cgroup 2>/dev/null || true
mount -t tmpfs none /sys/fs/cgroup
mount -t cgroup2 none /sys/fs/cgroup
here=/sys/fs/cgroup/depeche-test-$$
mkdir "$here"
mkdir "$here/first"
leave() {
  echo $$ > /sys/fs/cgroup/cgroup.procs
  find "$here" -depth -type d -exec rmdir {} + 2>/dev/null
}
trap leave EXIT
echo $$ > "$here/first/cgroup.procs"
"""
_MANAGER = """
/lib/systemd/systemd --user --log-target=null &
manager=$!
for _ in $(seq 300); do systemctl --user is-system-running >/dev/null 2>&1 && break; sleep 0.1; done
"""
_AFTER = """
systemctl --user exit
wait $manager
"""


@cache
def can_be_made() -> bool:
    """Say whether the namespaces and their mounts can be made here, and systemd is there."""
    if os.geteuid() != 0 or not os.access("/lib/systemd/systemd", os.X_OK):
        return False
    given = {**os.environ, "XDG_RUNTIME_DIR": "/run/user/0"}
    words = [*_SPACES, "bash", "-c", f"{_BEFORE}true"]
    return subprocess.run(words, capture_output=True, env=given, check=False).returncode == 0


def under_systemd(script: Sequence[Sequence[str]], environment: Mapping[str, str]) -> str:
    """Run commands one after the other while a user's systemd runs; return all that they said.

    The first that fails ends it. Raises ``AssertionError`` if one does.
    """
    lines = "\n".join(map(shlex.join, script))
    done = subprocess.run(
        [*_SPACES, "bash", "-c", f"{_BEFORE}{_MANAGER}{lines}{_AFTER}"],
        capture_output=True,
        text=True,
        env={**environment, "XDG_RUNTIME_DIR": "/run/user/0"},
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
