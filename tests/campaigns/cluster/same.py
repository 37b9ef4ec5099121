"""Do the same run in one process, in several, and on a cluster of two machines, and compare every file.

    make cluster
    .venv/bin/python -m tests.campaigns.cluster.same [--documents 200]

The exit code is 1 if a file differs (times, hardware and the run's name aside), or a run is not sound.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from pipeline.verify.run import verify_run
from tests.campaigns.cluster.setting import MACHINES, Setting
from tests.run.test_job import tree


def main() -> int:
    """Do the runs, and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=int, default=200)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        setting = Setting(Path(folder), documents=asked.documents, seed=1)
        setting.start_scheduler()
        for name in MACHINES:
            setting.start_machine(name)
        try:
            ways = {"serial": (), "pool": ("--workers", "2"), "dask": tuple(setting.on_cluster)}
            return sum(_is_amiss(setting, name, words) for name, words in ways.items()) and 1
        finally:
            setting.close()


def _is_amiss(setting: Setting, name: str, words: tuple[str, ...]) -> bool:
    began = time.monotonic()
    code = setting.run(name, *words).wait()
    seconds = time.monotonic() - began
    made = _without_name(setting.folder / "runs" / name, name)
    expected = _without_name(setting.folder / "runs" / "serial", "serial")
    differ = sorted(path for path in {**made, **expected} if made.get(path) != expected.get(path))
    problems = list(verify_run(setting.folder / "runs" / name))
    print(f"{name:8} {seconds:6.1f} s  exit {code}  {len(made)} files, {len(differ)} differ", *differ[:3])
    return bool(code or differ or problems)


def _without_name(folder: Path, name: str) -> dict[str, object]:
    found = tree(folder)
    record = found["run.json"]
    if isinstance(record, dict) and record.pop("run_id") != name:
        raise ValueError(f"{folder}: another run's record")
    return found


if __name__ == "__main__":
    sys.exit(main())
