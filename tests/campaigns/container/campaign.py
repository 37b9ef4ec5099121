"""Build the image and do a job in it, as ``deploy/compose.yaml`` would.

    python -m tests.campaigns.container.campaign      (``make container``)

Needs docker or podman, and a network to build. The root file system cannot be written then, there is no
network, and the user is not root. The job must be done, find nothing due the second time, and be healthy. The
exit code is 69 where no container engine works.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.conftest import ROOT

IMAGE = "depeche:campaign"
USER = 10001
ENGINES = ("docker", "podman")
FILE = """[job.morning]
inputs = ["wire/"]
to = ["es"]
from = "en"
engine = "argos"
site = true
"""
UNAVAILABLE = 69


def working_engine() -> str | None:
    """Return the first container engine whose server answers."""
    for name in ENGINES:
        if (
            shutil.which(name)
            and subprocess.run([name, "info"], capture_output=True, check=False).returncode == 0
        ):
            return name
    return None


def main() -> int:
    """Build, use and judge; return the exit code."""
    engine = working_engine()
    if engine is None:
        print(f"no container engine works here ({', '.join(ENGINES)}): nothing was built")
        return UNAVAILABLE
    subprocess.run([engine, "build", "-f", "deploy/Dockerfile", "-t", IMAGE, "."], cwd=ROOT, check=True)
    with tempfile.TemporaryDirectory(prefix="depeche-container-") as folder:
        work, data = Path(folder, "work"), Path(folder, "data")
        for each in (work, data):
            each.mkdir()
            each.chmod(0o777)  # the user of the container is nobody here
        (work / "wire").mkdir()
        for path in (ROOT / "examples").glob("en-*.txt"):
            shutil.copy(path, work / "wire")
        (work / "depeche.toml").write_text(FILE)
        fixtures = ("-v", f"{ROOT / 'tests' / 'fixtures' / 'argos'}:/packages:ro")
        inside(engine, work, data, "languages", "install", "/packages", more=fixtures)
        job = ("job", "run", "morning", "--config", "/jobs/depeche.toml", "--at", "06:30")
        inside(engine, work, data, *job)
        again = inside(engine, work, data, *job)
        assert "nothing new is due" in again, again
        inside(engine, work, data, "job", "status", "--config", "/jobs/depeche.toml")
        assert (work / "outputs" / "morning" / "latest" / "digest" / "es.html").is_file()
        owners = {path.lstat().st_uid for path in (work / "outputs").rglob("*")}
        assert 0 not in owners, owners
    print("the job was done, was skipped when it was done, and is healthy")
    return 0


def inside(engine: str, work: Path, data: Path, *words: str, more: tuple[str, ...] = ()) -> str:
    """Run ``depeche`` in the container, and return what it said. Raises if it fails."""
    volumes = ("-v", f"{work}:/jobs", "-v", f"{data}:/data", "--tmpfs", "/tmp", "--tmpfs", "/cache:mode=1777")  # noqa: S108
    limits = ("--read-only", "--network", "none", "--cap-drop", "ALL", "--user", f"{USER}:{USER}")
    done = subprocess.run(
        [engine, "run", "--rm", *limits, *volumes, *more, IMAGE, *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


if __name__ == "__main__":
    sys.exit(main())
