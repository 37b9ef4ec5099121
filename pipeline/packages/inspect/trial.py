"""Tests in a process of its own whether a package's model loads. Native code may crash or fill memory."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

from pipeline.core.processes import python_child
from pipeline.packages.inspect import trial_child
from pipeline.packages.inspect.archive import refusal
from pipeline.translate.engines.argos.bpe import read_codes

TIMEOUT = 120.0
"""Seconds that a model may take to load. The largest models of the index take a few."""

_MEMORY = 2 * 2**30
"""Bytes of address space beside the model. The libraries alone take a quarter of a GiB."""

_MEMORY_PER_BYTE = 8
"""Bytes of address space per byte of the model. An int8 model becomes four times as large on a processor that
has to compute in float32, and twice that while it is converted."""


def check_loads(folder: Path, name: str, *, timeout: float = TIMEOUT, memory: int | None = None) -> None:
    """Load the model and tokenizer of the unpacked package in ``folder``. ``name`` is its name in errors.

    ``timeout`` is in seconds, ``memory`` in bytes of address space (None: by the size of the package). Raises
    ``PackageError`` if the package cannot be loaded within these limits.
    """
    _check_codes(folder / "bpe.model", name)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    allowed = memory or _MEMORY + _MEMORY_PER_BYTE * size
    try:
        done = subprocess.run(
            python_child.command(trial_child.__file__, str(folder), str(allowed)),
            env=python_child.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/" if folder.is_absolute() else None,  # oneMKL does not load in a deleted working folder
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise refusal(name, f"its model does not load within {timeout:g} seconds") from error
    if done.returncode:
        reason = done.stdout.decode(errors="replace") or _ending(done.returncode)
        raise refusal(name, f"its model does not load: {reason}")


def _check_codes(path: Path, name: str) -> None:
    """Refuse a file that is no list of byte-pair codes. It is text, and small, so this process reads it."""
    if not path.exists():
        return
    try:
        read_codes(path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise refusal(name, f"its model does not load: {reason}") from error


def _ending(code: int) -> str:
    if code < 0:
        return f"loading it ended in {signal.Signals(-code).name}"
    return f"loading it ended with exit code {code}"
