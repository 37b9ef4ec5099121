"""Translation engines: text to text, nothing else.

An engine is one module with a class behind ``ports.Engine``; it is imported when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageError
from pipeline.ports import Engine

if TYPE_CHECKING:
    from pipeline.engines.ct2_find import ModelPlaces

NAMES = ("argos", "ct2", "apertium")
"""As ``--engine`` takes them, preferred ones first; ``auto`` is all of them."""


def open_engines(
    selection: str,
    *,
    packages: Path,
    models: ModelPlaces | None = None,
    threads: int | None = None,
) -> tuple[Engine, ...]:
    """Return the engines that ``--engine selection`` names, whether or not they have packages.

    ``packages`` is the folder of Argos packages, ``models`` says where CTranslate2 models lie, ``threads`` is
    the number of processor threads for neural models (None: one a core). ``ct2`` is an engine a model, and
    ``ct2/NAME`` one of them. Raises ``UsageError`` for an unknown name.
    """
    name, _, model = selection.partition("/")
    builders: dict[str, Callable[[], tuple[Engine, ...]]] = {
        "argos": lambda: (_load("argos", "ArgosEngine")(packages, threads=threads),),
        "ct2": lambda: _models(models, threads),
        "apertium": lambda: (_load("apertium", "ApertiumEngine")(),),
    }
    if selection == "auto":
        return tuple(engine for name in NAMES for engine in builders[name]())
    found = builders[name]() if name in builders else ()
    if model:
        found = tuple(engine for engine in found if engine.name == selection)
    if not found and (model or name not in builders):
        raise UsageError(f"--engine {selection}: no such engine; known: auto {' '.join(NAMES)} ct2/MODEL")
    return found


def _models(places: ModelPlaces | None, threads: int | None) -> tuple[Engine, ...]:
    if places is None:
        return ()
    find = _load("ct2_find", "find_models")
    return tuple(_load("ct2", "Ct2Engine")(model, threads=threads) for model in find(places).models)


def _load(module: str, name: str) -> Callable[..., Any]:
    builder: Callable[..., Any] = getattr(import_module(f"pipeline.engines.{module}"), name)
    return builder
