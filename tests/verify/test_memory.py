"""A run with a large document, and one with a large digest, are verified and shown in little memory."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import read_run
from pipeline.core import limits
from pipeline.digest.quotes import read_written
from pipeline.digest.telling.tell import may_be_quoted
from pipeline.publish.site.pages import site_pages
from pipeline.publish.site.requests import RunReader
from pipeline.write.stored_run import read_stored
from tests.conftest import ROOT
from tests.support.large_run import large_run

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
        ("large_run", 2400, "run", "documents/*/es/variant.json"),
        ("large_digest", 48, "outputs/run", "digest/digest.json"),
    ],
)
def test_a_valid_large_record_is_read_in_little_memory(
    tmp_path: Path, maker: str, times: int, place: str, record: str
) -> None:
    """Less than 80 MiB, all libraries included, for 9 of a variant or 14 of a digest.

    ``verify``, ``site`` and ``read_run`` do. The libraries take 33, and what counts coverage 9. To decode it
    as a whole takes 22 to 59 more.
    """
    python(_MAKE.format(maker=maker, times=times), tmp_path)
    (path,) = (tmp_path / place).glob(record)
    assert path.stat().st_size > limits.AT_ONCE
    *lines, held = python(_LOOK, tmp_path / place).splitlines()
    assert [line for line in lines if line] == []
    assert int(held) < 80 * 2**10


SIX = ("es", "en", "ca", "de", "it", "pt")


def each_variant(run: Path) -> None:
    """Read a run, and look at every variant."""
    (document,) = read_run(run).documents
    for name in document.variants:
        assert document.variants[name].record.language == name


def each_answer(run: Path) -> None:
    """Ask ``depeche read`` for the index, and for every page of a document."""
    reader = RunReader(run)
    (place,) = (run / "documents").iterdir()
    languages = [path.parent.name for path in place.glob("*/variant.json")]
    pages = [f"reader/{place.name}.{language}.html" for language in languages]
    assert all(reader.answer(page) for page in ("index.html", *pages))


def each_page(run: Path) -> None:
    """Make all pages, as ``site`` and ``verify`` do, and keep none."""
    for path, content in site_pages(run, read_stored(run), note=pytest.fail):
        assert path
        assert content
        del content


def each_quote(run: Path) -> None:
    """Read what a digest in all languages may quote."""
    (place,) = (run / "documents").iterdir()
    found = read_written(run, place.name, SIX, may_be_quoted, compared="es")
    assert found.texts("es")


READERS: dict[str, Callable[[Path], object]] = {
    "read_run": each_variant,
    "read": each_answer,
    "site": each_page,
    "digest": each_quote,
}


def test_six_translations_take_the_memory_of_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads them: each is read when it is needed, and let go."""
    runs = []
    for to in (SIX[:2], SIX):
        place = tmp_path / str(len(to))
        place.mkdir()
        runs.append(large_run(place, times=30, to=to))
    for limit, size in (("AT_ONCE", 2**15), ("VARIANTS_AT_ONCE", 0), ("PAGES_HELD", 0)):
        monkeypatch.setattr(limits, limit, size)
    peaks: dict[str, list[int]] = {name: [] for name in READERS}
    for run in (runs[0], *runs, *runs):  # the first loads what is made once, and other threads may be at work
        for name, read in READERS.items():
            tracemalloc.start()
            read(run)
            peaks[name].append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    least = {name: (min(found[1::2]), min(found[2::2])) for name, found in peaks.items()}
    assert {name: few for name, (few, many) in least.items() if many > 1.3 * few} == {}
