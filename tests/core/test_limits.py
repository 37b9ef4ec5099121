"""What others made is refused by its size before it is read, in little memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pipeline.core import codec, limits
from pipeline.core.contract import Counts, DocumentEntry, NeuralModels, RunRecord, RunSettings
from pipeline.core.errors import MemoryFileError, RecordError
from pipeline.core.files import durable, streams
from pipeline.core.records import CheckCount, FileDigest, Length
from pipeline.translate.memory import tmx
from pipeline.translate.memory.exchange import import_file
from tests.end_to_end.test_cli import Depeche, depeche
from tests.translate.memory.test_tmx import GOOD, HEAD, TAIL, unit

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
        lambda path: durable.read_regular(path, limit=10),
        lambda path: streams.read_once(path, limit=10),
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
    assert streams.read_once(path, limit=1000) == b"x" * 1000
    os.close(ours)
    ours, theirs = os.pipe()
    os.write(theirs, b"x" * 1001)
    with pytest.raises(OSError, match="is larger than"):
        streams.read_once(Path(f"/proc/self/fd/{ours}"), limit=1000)
    os.close(theirs)
    os.close(ours)


def test_a_folder_costs_no_descriptor(tmp_path: Path) -> None:
    """It is refused as what it is, and closed."""
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(3):
        with pytest.raises(OSError, match="is not a regular file"):
            durable.read_regular(tmp_path)
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
        "from pipeline.core import codec; from pipeline.core.contract import RunRecord\n"
        "from pipeline.core.errors import RecordError\n"
        "for path in sys.argv[1:]:\n"
        "    try: codec.read_record(RunRecord, Path(path)); print('read', path)\n"
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
    assert codec.decode_record(dict, content, where="x") == {"text": text}


def test_of_many_errors_the_first_is_told(tmp_path: Path) -> None:
    """A list ends at the first item that is wrong."""
    content = b'{"documents":[' + b"{}," * 3000 + b"{}]}"
    with pytest.raises(RecordError, match=r"^x: run_id: Field required \(and \d\d more\)$"):
        codec.decode_record(RunRecord, content, where="x")


ENTRY = DocumentEntry(
    origin="news/a.txt",
    outcome="done",
    id="a-01234567-txt",
    languages=("ca", "en", "es"),
    segments=20,
    translated=40,
    untranslated=0,
    message="",
    files=tuple(
        FileDigest(path=f"{language}/{name}", sha256="0" * 64, size=4321)
        for language in ("ca", "en", "es")
        for name in ("summary.txt", "translation.txt", "variant.json")
    ),
    checks=tuple(CheckCount(name=name, passed=40, warned=0, failed=0) for name in ("dates", "echo", "marks")),
)


def run_record(documents: int) -> RunRecord:
    """Return the record of a run of so many documents."""
    return RunRecord(
        run_id="run",
        state="finished",
        settings=RunSettings(
            targets=("es",),
            source="auto",
            kinds=("full",),
            engine="auto",
            method="news",
            length=Length(unit="sentences", value=5.0),
        ),
        software=(),
        engines=(),
        neural=NeuralModels(profile="default", device="auto", compute_type="default", loaded=()),
        counts=Counts(done=documents, skipped=0, failed=0),
        documents=(ENTRY,) * documents,
        started="2026-01-01T00:00:00Z",
        finished="2026-01-01T00:00:01Z",
    )


def _documents(lines: bytes, last: bytes) -> tuple[bytes, bytes, bytes]:
    """Return head, middle and end of a record as depeche writes it, but for its documents."""
    head, _, rest = codec.encode_record(run_record(1)).partition(b'  "documents": [\n')
    return head + b'  "documents": [\n', lines, last + b"\n  ]," + rest.partition(b"\n  ],")[2]


_WHOLE_ENTRY = (
    codec.encode_record(run_record(1)).partition(b'"documents": [\n')[2].partition(b"\n  ],")[0] + b",\n"
)
LARGE: dict[str, tuple[bytes, bytes, bytes]] = {
    "one string": (b'{"schema": "', "é".encode(), b'"}\n'),
    "one string, as written": (b'{\n  "schema": "', "é".encode(), b'"\n}\n'),
    "a string in its place": (b'{\n  "schema": "depeche/run",\n  "run_id": "', b"e", '😀"\n}\n'.encode()),
    "documents that are none": _documents(b'    {\n      "origin": "abc"\n    },\n', b"    {}"),
    "the last document is none": _documents(_WHOLE_ENTRY, b"    {}"),
    "no more than documents": (b'{\n  "documents": [\n', _WHOLE_ENTRY, b"    {}\n  ]\n}\n"),
    "documents as others write them": (
        b'{"documents": [',
        b'{"origin": "abcdefghijklmnopqrstuvw"}, ',
        b"{}]}",
    ),
    "strings for numbers": (b'{\n  "counts": [\n', b'    "a",\n', b'    "b"\n  ]\n}\n'),
}
"""Foreign ``run.json``: what they begin with, what they repeat up to the limit, and how they end."""


def large(path: Path, what: str, size: int) -> Path:
    """Make one of these of a size, in bytes."""
    head, middle, end = LARGE[what]
    block = middle * (2**20 // len(middle))
    with path.open("wb") as file:
        file.write(head)
        for _ in range((size - len(head) - len(end)) // len(block)):
            file.write(block)
        file.write(end)
    return path


WALKED = ("the last document is none", "no more than documents")
"""Those of which all is read before they are refused."""


def refused_in_little_memory(folder: Path, whats: Sequence[str], size: int, *, mib: int) -> None:
    """Assert that a process which verifies such runs says a line of each, and takes less than so many MiB.

    There is one of them at a time.
    """
    script = (
        "import re, sys; from pathlib import Path\n"
        "from pipeline.verify.run import verify_run\n"
        "for path in sys.stdin:\n"
        "    lines = list(verify_run(Path(path.strip())))\n"
        "    held = re.search(r'VmHWM:\\s*(\\d+)', Path('/proc/self/status').read_text())[1]\n"
        "    print(held, *lines, sep='\\t', flush=True)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        for what in whats:
            path = large(folder / "run.json", what, size)
            print(folder, file=child.stdin, flush=True)
            held, line = child.stdout.readline().rstrip("\n").split("\t")
            path.unlink()
            assert line.startswith(f"{path}: "), what
            assert int(held) < mib * 2**10, what


def test_a_foreign_run_at_the_limit_is_refused_in_little_memory(tmp_path: Path) -> None:
    """In a line, and less than 300 MiB, all libraries included, however the limit is used up.

    The libraries take 60. What is read to its end takes as much for each MiB of the file: of these, a sixth
    of the limit is read in a sixth of the memory beyond the libraries'.
    """
    others = [what for what in LARGE if what not in WALKED]
    refused_in_little_memory(tmp_path, others, limits.WHOLE, mib=300)
    refused_in_little_memory(tmp_path, WALKED, limits.WHOLE // 6, mib=100)


def test_foreign_runs_that_are_decoded_at_once_are_refused_in_little_memory(tmp_path: Path) -> None:
    """Those too that are as large as may be for that: one after another, for they share a process."""
    refused_in_little_memory(tmp_path, tuple(LARGE), limits.AT_ONCE, mib=300)


def test_a_valid_run_of_many_documents_is_read_in_little_memory(tmp_path: Path) -> None:
    """Less than 100 MiB, all libraries included, for a record of 13 MiB: it is not held as a whole."""
    with (tmp_path / "run.json").open("wb") as file:
        head, entry, end = _documents(_WHOLE_ENTRY, b"")
        file.write(head)
        for number in range(6_000):
            file.write(b",\n" * bool(number) + entry[:-2].replace(b"a-01234567", b"a-%08x" % number))
        file.write(end)
    script = (
        "import re, sys; from pathlib import Path\n"
        "from pipeline.verify.run import verify_run\n"
        "print(sum(1 for _ in verify_run(Path(sys.argv[1]))))\n"
        "print(re.search(r'VmHWM:\\s*(\\d+)', Path('/proc/self/status').read_text())[1])"
    )
    words = [sys.executable, "-c", script, str(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    lines, held = map(int, done.stdout.split())
    assert lines == 2 + 9 * 6_000  # the run's name, the list of digests, and every file
    assert held < 100 * 2**10


def test_what_a_large_run_writes_is_read(tmp_path: Path) -> None:
    """Its record is larger than what is decoded at once; its parts are looked at, and it is the same."""
    record = run_record(3_000)
    with (tmp_path / "run.json").open("wb") as file:
        file.writelines(codec.encode_in_pieces(record))
    assert (tmp_path / "run.json").stat().st_size > limits.AT_ONCE
    assert codec.read_record_below(RunRecord, tmp_path, "run.json") == record
    assert codec.read_record(RunRecord, tmp_path / "run.json") == record


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
        list(tmx.read_tmx(path, file))


def test_language_tags_are_counted_by_their_beginnings(tmp_path: Path) -> None:
    """And no more than a thousand are told apart."""
    units = [unit((f"{number:05}-{'x' * 5000}", "un"), ("es", "uno")) for number in range(1500)]
    (tmp_path / "in.tmx").write_text(HEAD + "".join(units) + TAIL)
    done = import_file(tmp_path / "in.tmx", tmp_path / "m")
    assert done.unknown.total() == 1500
    assert len(done.unknown) == limits.LANGUAGE_TAGS + 1
    assert max(map(len, done.unknown)) == limits.LANGUAGE_TAG
