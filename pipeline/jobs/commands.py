"""Programs that a job runs: those that print an input, and those that are told how it went.

A program is an argument list, never a shell's line. It is known to be the user's own, so it has the user's
environment. It is ended, with all that it started, when its time is over.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from pipeline.core.errors import SourceError
from pipeline.core.files.replace import replace_file
from pipeline.core.interrupt import ended_by
from pipeline.core.limits import size_words
from pipeline.jobs.configuration.settings import CommandInput

INPUTS = ".inputs"
"""The folder, in the job's, with what commands printed for each run."""
INPUT_SECONDS = 600.0
"""The longest that a command may take to print an input."""
HOOK_SECONDS = 60.0
"""The longest that ``on_success`` and ``on_failure`` may take."""
MOST_OUTPUT = 16 * 2**20
"""The most bytes that a command may print, which is more than a source may have."""
_QUOTED = 300
_LOOK_SECONDS = 0.1


def fetch_input(item: CommandInput, folder: Path) -> Path:
    """Return the file that a command's output is kept in; it is run only if the file is not there yet.

    So a run that goes on after a kill reads what it read before. Raises ``SourceError``.
    """
    target = folder / item.name
    if target.is_file():
        return target
    words = item.command
    try:
        content = _output(words, INPUT_SECONDS, MOST_OUTPUT)
        folder.mkdir(parents=True, exist_ok=True)
        replace_file(target, (content,))
    except OSError as error:
        raise SourceError(f"{words[0]}: {error.strerror}; see inputs of the job") from error
    except ValueError as error:
        raise SourceError(f"{words[0]}: {error}; see inputs of the job") from error
    return target


def run_hook(words: Sequence[str], facts: Mapping[str, object]) -> str:
    """Run ``on_success`` or ``on_failure``, and return what was wrong with that; empty if nothing.

    ``facts`` are its standard input as JSON, and its environment as ``DEPECHE_JOB_*``.
    """
    told = {f"DEPECHE_JOB_{name.upper()}": str(value) for name, value in facts.items()}
    try:
        _output(
            words,
            HOOK_SECONDS,
            MOST_OUTPUT,
            given=json.dumps(facts, ensure_ascii=False, default=str).encode("utf-8", "backslashreplace"),
            environment={**os.environ, **told},
        )
    except OSError as error:
        return f"{words[0]}: {error.strerror}"
    except ValueError as error:
        return f"{words[0]}: {error}"
    return ""


def _output(
    words: Sequence[str],
    seconds: float,
    most: int,
    *,
    given: bytes = b"",
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """Return what a program prints. Raises ``OSError``, and ``ValueError`` with what is wrong.

    What it prints goes to files, not to pipes: what it has started may hold these open for ever.
    """
    with tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        told.write(given)
        told.seek(0)
        with subprocess.Popen(
            list(words), stdin=told, stdout=out, stderr=err, env=environment, start_new_session=True
        ) as process:

            def end() -> None:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)

            try:
                with ended_by(end):
                    _wait(process, seconds, lambda: os.fstat(out.fileno()).st_size <= most)
            finally:
                end()
        if process.returncode:
            size = err.seek(0, os.SEEK_END)
            err.seek(max(0, size - _QUOTED))
            said = err.read().decode(errors="replace").strip()
            how = f"ended with {process.returncode}" if process.returncode > 0 else "was ended by a signal"
            raise ValueError(f"{how}{f'; it said: {said}' if said else ''}")
        if os.fstat(out.fileno()).st_size > most:
            raise ValueError(f"printed more than {size_words(most)}")
        out.seek(0)
        return out.read()


def _wait(process: subprocess.Popen[bytes], seconds: float, is_small: Callable[[], bool]) -> None:
    """Wait for a program. Raises ``ValueError`` if it takes too long, or prints too much."""
    until = time.monotonic() + seconds
    while True:
        try:
            process.wait(_LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            if time.monotonic() > until:
                raise ValueError(f"did not end within {seconds:.0f} s") from None
            if is_small():
                continue
        return
