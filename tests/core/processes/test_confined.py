"""Parsers in a process of their own: what they do to it costs one document."""

from __future__ import annotations

import os
import pickle
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.core.errors import ProgramError
from pipeline.core.processes.confined import ConfinedProcess, Confines
from tests.conftest import ROOT

CALL = "pickle:loads"
"""Does in the process what the bytes say: it is as good as a parser that was taken over."""


class Call:
    """Calls a function when it is unpickled."""

    def __init__(self, function: Callable[..., Any], *arguments: object) -> None:
        """Take what is called."""
        self.call = (function, arguments)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[object, ...]]:
        return self.call


def doing(function: Callable[..., Any], *arguments: object) -> bytes:
    """Return the bytes that call a function."""
    return pickle.dumps(Call(function, *arguments))


@pytest.fixture
def confined() -> Iterator[ConfinedProcess]:
    """Have a process with little time and memory, and end it."""
    process = ConfinedProcess(Confines(seconds=20, mebibytes=400, answer_bytes=2**22, documents=3))
    yield process
    process.close()


def test_a_function_is_called_with_bytes_and_answers_with_bytes(confined: ConfinedProcess) -> None:
    """However long they are: neither side waits for the other."""
    for _ in range(5):
        answer = confined.ask("base64:b64encode", b"a" * 3_000_000)
        assert (len(answer.content), answer.refused) == (4_000_000, False)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (doing(os.kill, 0, signal.SIGSEGV), r"^ended the process that read it \(SIGSEGV\)$"),
        (doing(os._exit, 0), r"^ended the process that read it \(exit code 0\)$"),
        (doing(bytes, 2**23), "^holds more than 4 MiB of text$"),
    ],
)
def test_whoever_ends_or_stops_the_process_is_named_and_the_next_is_read(
    content: bytes, words: str, confined: ConfinedProcess
) -> None:
    """In a new process, and those before it do not matter."""
    assert confined.ask("base64:b64encode", b"abc").content == b"YWJj"
    with pytest.raises(ProgramError, match=words):
        confined.ask(CALL, content)
    assert confined.ask("base64:b64encode", b"abc").content == b"YWJj"


def test_a_document_has_its_time_and_no_more() -> None:
    """Sleeping or computing, it is ended."""
    confined = ConfinedProcess(Confines(seconds=1))
    with pytest.raises(ProgramError, match=r"^takes longer than 1 s to read$"):
        confined.ask(CALL, doing(time.sleep, 60))
    assert confined._running is None  # it is ended, and not given another try


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (doing(bytearray, 2**30), b"takes too much memory to read; split it first"),
        (doing(socket.socket, socket.AF_INET), b"refused to open a network socket"),
        (b"no pickle", b"cannot be read: unexpected"),
    ],
)
def test_what_is_refused_in_the_process_is_said(
    content: bytes, words: bytes, confined: ConfinedProcess
) -> None:
    """Memory beyond its limit, the network, an error that nobody expected."""
    answer = confined.ask(CALL, content)
    assert answer.refused
    assert answer.content.startswith(words)
    assert confined.ask("base64:b64encode", b"abc").content == b"YWJj"


def test_what_an_earlier_document_did_is_not_blamed_on_a_later_one(confined: ConfinedProcess) -> None:
    """A process that had others before, and dies, is replaced, and the document is given to the new one."""
    confined.ask(CALL, doing(signal.setitimer, signal.ITIMER_REAL, 0.05))
    time.sleep(0.2)
    assert confined.ask("base64:b64encode", b"abc").content == b"YWJj"


def test_the_process_ends_with_whoever_started_it() -> None:
    """However that one ended: its line is closed then."""
    script = (
        "import os, signal; from pipeline.core.processes.confined import ConfinedProcess as Confined;"
        "process = Confined(); process.ask('base64:b64encode', b'a');"
        "print(process._running._process.pid, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False
    )
    command = Path(f"/proc/{int(done.stdout)}/cmdline")
    end = time.monotonic() + 30
    while _words(command) and time.monotonic() < end:
        time.sleep(0.05)
    assert _words(command) == b""


def _words(command: Path) -> bytes:
    """Return the command line of a process; nothing is left of a dead one's."""
    try:
        return command.read_bytes()
    except OSError:
        return b""


def test_a_function_gets_an_open_file_and_answers_in_parts(tmp_path: Path) -> None:
    """The file may be in nobody's memory, and all parts come, in order."""
    path = tmp_path / "lines"
    lines = [f"{number}\n".encode() for number in range(5000)]
    path.write_bytes(b"".join(lines))
    confined = ConfinedProcess(Confines(parts_bytes=2**22))
    with path.open("rb") as file:
        for _ in range(2):
            file.seek(0)
            assert confined.ask("itertools:chain", b"", file=file.fileno()).parts == tuple(lines)
    assert confined.ask("base64:b64encode", b"abc").content == b"YWJj"
    confined.close()


def test_more_parts_than_allowed_end_the_process(confined: ConfinedProcess) -> None:
    """However small each of them is."""
    with pytest.raises(ProgramError, match=r"^holds more than 0 MiB that is read$"):
        confined.ask(CALL, doing(iter, [b"a"]))
    assert confined.ask("base64:b64encode", b"abc").content == b"YWJj"
