"""What others made is refused by its size before it is read, in little memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import codec, durable, limits, streams
from pipeline.contract import RunRecord
from pipeline.errors import MemoryFileError, RecordError
from pipeline.memory import tmx
from pipeline.memory.transfer import import_file
from tests.memory.test_tmx import GOOD, HEAD, TAIL, unit
from tests.test_cli import Depeche, depeche

__all__ = ["depeche"]

TERABYTE = 2**40
"""Of a sparse file, which takes no room."""


def sparse(path: Path, size: int = TERABYTE) -> Path:
    """Make a file of zeros."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        try:
            file.truncate(size)
        except OSError:
            file.truncate(2**34)  # a file system that has no larger ones
    return path


PLACES: dict[str, tuple[list[str], int]] = {
    "run/run.json": (["verify", "run"], 1),
    "two/run.json": (["site", "two"], 1),
    "read/run.json": (["digest", "read", "--to", "es"], 1),
    "depeche.toml": (["run", "a.txt", "--to", "es"], 2),
    "other.toml": (["run", "a.txt", "--to", "es", "--config", "other.toml"], 2),
    "terms.csv": (["run", "a.txt", "--to", "es", "--glossary", "terms.csv"], 2),
    "key.pem": (["verify", "whole", "--key", "key.pem"], 2),
    "mirror/index.json": (["languages", "install", "mirror"], 1),
    "model/depeche-model.toml": (["languages", "install", "--from", "model", "--kind", "opus-mt"], 1),
    "ref/en.txt": (["evaluate", "--pair", "fr-en", "--set", "a.txt", "ref/en.txt"], 1),
}
"""Files that commands read whole, the command, and its exit code."""


@pytest.mark.parametrize("place", PLACES)
def test_a_file_of_a_terabyte_is_refused_in_a_line(depeche: Depeche, tmp_path: Path, place: str) -> None:
    """No machine could hold it, so it was not read; the line names the file and the limit."""
    words, code = PLACES[place]
    (tmp_path / "a.txt").write_text("Le maire a parlé.\n")
    sparse(tmp_path / place)
    if place.startswith("model/"):
        (tmp_path / "model" / "model.bin").write_bytes(b"")
    if place.startswith("ref/"):
        words = [*words, "--engine", "apertium"]
    ran = depeche(*words)
    assert ran.code == code, ran.err
    (line,) = [line for line in (ran.out + ran.err).splitlines() if "is larger than" in line]
    assert Path(place).name in line


@pytest.mark.parametrize(
    "read",
    [
        lambda path: durable.read(path, limit=10),
        lambda path: streams.read(path, limit=10),
    ],
)
def test_a_file_is_read_up_to_its_limit_and_no_further(tmp_path: Path, read: Callable[[Path], bytes]) -> None:
    """The limit itself is fine; a pipe is measured as it is read, where a pipe is read at all."""
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")
    assert read(path) == b"0123456789"
    path.write_bytes(b"0123456789a")
    with pytest.raises(OSError, match="is larger than"):
        read(path)


def test_a_pipe_is_read_up_to_the_limit() -> None:
    """Whatever its writer would still send."""
    ours, theirs = os.pipe()
    os.write(theirs, b"x" * 1000)
    os.close(theirs)
    path = Path(f"/proc/self/fd/{ours}")
    assert streams.read(path, limit=1000) == b"x" * 1000
    os.close(ours)
    ours, theirs = os.pipe()
    os.write(theirs, b"x" * 1001)
    with pytest.raises(OSError, match="is larger than"):
        streams.read(Path(f"/proc/self/fd/{ours}"), limit=1000)
    os.close(theirs)
    os.close(ours)


def test_a_folder_costs_no_descriptor(tmp_path: Path) -> None:
    """It is refused as what it is, and closed."""
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(3):
        with pytest.raises(OSError, match="is not a regular file"):
            durable.read(tmp_path)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


DENSE = (
    (b'{"schema":[', b"1,", b"1]}"),
    (b'{"schema":[', b"{},", b"1]}"),
    (b'{"schema":[', b'"",', b"1]}"),
    (b'{"schema":[', b'{"a":[[]]},', b"1]}"),
    (b'{"schema":"depeche/run","documents":[', b"{},", b"{}]}"),
    (b'{"schema":"depeche/run","documents":[', b'{"origin": "abcdefghijklmnopqrstuvw"  },', b"{}]}"),
    (b'{"schema":"', b'\\"', b""),
    (b"", b"[", b""),
    (b"", b'{"a":', b""),
)
"""JSON, its middle repeated, that takes a hundred times its size where each value is an object in memory."""


def test_dense_json_is_refused_in_little_memory(tmp_path: Path) -> None:
    """Less than 300 MiB, all libraries included, whatever the values are and wherever they stand."""
    for number, (head, middle, tail) in enumerate(DENSE):
        (tmp_path / f"{number}.json").write_bytes(head + middle * (6 * 2**20 // len(middle)) + tail)
    script = (
        "import re, sys; from pathlib import Path\n"
        "from pipeline import codec; from pipeline.contract import RunRecord\n"
        "from pipeline.errors import RecordError\n"
        "for path in sys.argv[1:]:\n"
        "    try: codec.read(RunRecord, Path(path)); print('read', path)\n"
        "    except RecordError: pass\n"
        "print(re.search(r'VmHWM:\\s*(\\d+)', Path('/proc/self/status').read_text())[1])"
    )
    words = [sys.executable, "-c", script, *map(str, sorted(tmp_path.iterdir()))]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 300 * 2**10


def test_what_stands_in_strings_is_no_value() -> None:
    """A text of commas and braces alone, as a table can be, is as good as any."""
    text = ",{[" * 100_000 + '\\"'
    content = json.dumps({"text": text}).encode()
    assert codec.decode(dict, content, where="x") == {"text": text}


def test_of_many_errors_the_first_is_told(tmp_path: Path) -> None:
    """A list ends at the first item that is wrong."""
    content = b'{"documents":[' + b"{}," * 3000 + b"{}]}"
    with pytest.raises(RecordError, match=r"^x: run_id: Field required \(and \d\d more\)$"):
        codec.decode(RunRecord, content, where="x")


BIG = "x" * (3 * limits.TMX_TAG)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD + unit((BIG, "un"), ("es", "uno")) + TAIL, "has a tag or a comment of more than 64 KiB"),
        (HEAD + GOOD + f"<!-- {BIG} -->" + TAIL, "has a tag or a comment of more than 64 KiB"),
        (HEAD + GOOD + f"<{BIG}/>" + TAIL, "has a tag or a comment of more than 64 KiB"),
        (HEAD + f"<tu a='{BIG}", "has a tag or a comment of more than 64 KiB"),
        (HEAD + "<a>" * 100_000, "has more than 64 elements within one another"),
        (HEAD + unit(*[("fr", "un")] * 300) + TAIL, "has a unit of more than 256 variants or properties"),
        (HEAD + "<tu>" + "<prop type='a'>b</prop>" * 300, "has a unit of more than 256 variants or prop"),
    ],
)
def test_tmx_that_grows_without_end_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """Its tags, its units and what is within what; the line is named."""
    path = tmp_path / "in.tmx"
    path.write_text(text)
    with path.open("rb") as file, pytest.raises(MemoryFileError, match=rf"line \d+: {message}"):
        list(tmx.read(path, file))


def test_language_tags_are_counted_by_their_beginnings(tmp_path: Path) -> None:
    """And no more than a thousand are told apart."""
    units = [unit((f"{number:05}-{'x' * 5000}", "un"), ("es", "uno")) for number in range(1500)]
    (tmp_path / "in.tmx").write_text(HEAD + "".join(units) + TAIL)
    done = import_file(tmp_path / "in.tmx", tmp_path / "m")
    assert done.unknown.total() == 1500
    assert len(done.unknown) == limits.LANGUAGE_TAGS + 1
    assert max(map(len, done.unknown)) == limits.LANGUAGE_TAG
