"""A run with a large document, and one with a large digest, are verified and shown in little memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.core import limits
from tests.conftest import ROOT

_MAKE = (
    "import sys; from pathlib import Path\n"
    "from tests.support.{maker} import {maker}\n"
    "{maker}(Path(sys.argv[1]), times={times})"
)
_LOOK = (
    "import re, sys; from pathlib import Path\n"
    "from pipeline import read_run\n"
    "from pipeline.publish.site.files import make_site\n"
    "from pipeline.verify.run import verify_run\n"
    "run = Path(sys.argv[1])\n"
    "print(*verify_run(run), sep='\\n')\n"
    "make_site(run)\n"
    "read_run(run)\n"
    "print(re.search(r'VmHWM:\\s*(\\d+)', Path('/proc/self/status').read_text())[1])"
)


def python(script: str, place: Path) -> str:
    """Run a script with a path, and return what it says; it takes its memory from no test's process."""
    words = [sys.executable, "-c", script, str(place)]
    return subprocess.run(words, capture_output=True, text=True, check=True, cwd=ROOT).stdout


@pytest.mark.parametrize(
    ("maker", "times", "place", "record"),
    [
        ("large_run", 4800, "run", "documents/*/es/variant.json"),
        ("large_digest", 64, "outputs/run", "digest/digest.json"),
    ],
)
def test_a_valid_large_record_is_read_in_little_memory(
    tmp_path: Path, maker: str, times: int, place: str, record: str
) -> None:
    """Less than 115 MiB, all libraries included, for 18 of a variant or a digest.

    ``verify``, ``site`` and ``read_run`` do. The libraries take 58. To decode it as a whole took 140 to 170.
    """
    python(_MAKE.format(maker=maker, times=times), tmp_path)
    (path,) = (tmp_path / place).glob(record)
    assert path.stat().st_size > limits.AT_ONCE
    *lines, held = python(_LOOK, tmp_path / place).splitlines()
    assert [line for line in lines if line] == []
    assert int(held) < 115 * 2**10
