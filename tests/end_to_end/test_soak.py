"""A long run in small: many short documents, shared by workers, under the watch that the bench keeps."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench" / "soak.py"


@pytest.mark.usefixtures("apertium")
def test_a_small_soak_is_done_and_measured() -> None:
    """Two real runs of the command line; all documents done, and memory and pace in the table."""
    command = [sys.executable, str(BENCH), "--short", "3", "--documents", "9", "--pair", "es-ca"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = [re.findall(r"[\d.]+", line) for line in done.stdout.splitlines() if line.startswith("| ")][1:]
    assert [(row[0], row[-1]) for row in rows] == [("3", "0"), ("9", "0")]
    assert all(float(row[2]) > 50 for row in rows)
    assert "memory" in done.stdout.splitlines()[-1]
