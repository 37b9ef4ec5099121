"""Programs that a job runs: those that print an input, and those that are told how it went.

A program is an argument list, never a shell's line. It is known to be the user's own, so it has the user's
environment. It is ended, with all that it started, when its time is over.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
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
    """Return what a program prints. Raises ``OSError``, and ``ValueError`` with what is wrong."""
    with subprocess.Popen(
        list(words),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
    ) as process:

        def end() -> None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

        try:
            with ended_by(end):
                out, err = process.communicate(given, timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise ValueError(f"did not end within {seconds:.0f} s") from error
        finally:
            end()
    if process.returncode:
        words_of = err.decode(errors="replace").strip()[-_QUOTED:]
        how = f"ended with {process.returncode}" if process.returncode > 0 else "was ended by a signal"
        raise ValueError(f"{how}{f'; it said: {words_of}' if words_of else ''}")
    if len(out) > most:
        raise ValueError(f"printed more than {size_words(most)}")
    return out
