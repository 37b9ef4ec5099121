"""Translation engines: text to text, nothing else.

An engine is one module with a class behind ``ports.Engine``; it is imported when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.ports import Engine

NAMES = ("argos", "apertium")
"""As ``--engine`` takes them, preferred ones first; ``auto`` is all of them."""


def open_engines(selection: str, *, packages: Path, threads: int | None = None) -> tuple[Engine, ...]:
    """Return the engines that ``--engine selection`` names, whether or not they have packages.

    ``packages`` is the folder of Argos packages, ``threads`` the number of processor threads for neural
    models (None: one a core). Raises ``UsageError`` for an unknown name.
    """
    builders: dict[str, Callable[[], Engine]] = {
        "argos": lambda: _load("argos", "ArgosEngine")(packages, threads=threads),
        "apertium": lambda: _load("apertium", "ApertiumEngine")(),
    }
    if selection == "auto":
        return tuple(builders[name]() for name in NAMES)
    if selection not in builders:
        raise UsageError(f"--engine {selection}: no such engine; known: auto {' '.join(NAMES)}")
    return (builders[selection](),)


def _load(module: str, name: str) -> Callable[..., Engine]:
    builder: Callable[..., Engine] = getattr(import_module(f"pipeline.engines.{module}"), name)
    return builder
