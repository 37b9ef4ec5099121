"""No process that runs tests takes more memory than it may, and who took it is said."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

CONFTEST = """
import pytest
from tests.support.peak_memory import PeakMemory, peak_mib

def pytest_configure(config):
    config.pluginmanager.register(PeakMemory(peak_mib() + 60))
"""
TESTS = """
import subprocess, sys

def test_small():
    pass

def test_of_another_process():
    subprocess.run([sys.executable, "-c", "b'x' * 100_000_000"], check=True)

def test_large():
    assert len(b"x" * 100_000_000) == 100_000_000

def test_after_it():
    pass
"""


@pytest.mark.parametrize("options", [(), ("-p", "xdist", "--numprocesses", "1")], ids=["serial", "worker"])
def test_a_test_that_takes_too_much_fails_the_run(tmp_path: Path, options: tuple[str, ...]) -> None:
    """It is named; those before and after it pass, as does one whose child process takes as much."""
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_sizes.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    words = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    ran = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "4 passed, 1 error" in ran.stdout
    assert "ERROR at teardown of test_large" in ran.stdout
    told = [line.split(maxsplit=2) for line in ran.stdout.splitlines() if " MiB  " in line]
    raised = {name: float(mib) for mib, _, name in told}
    assert raised.pop("test_sizes.py::test_large") > 90
    assert raised.pop("before the first test") > 10
    assert sum(raised.values()) < 50
