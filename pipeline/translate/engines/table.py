"""The translation engines by name.

An engine is one class behind ``ports.Engine``. Its module is imported when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.core.errors import UsageError
from pipeline.core.files.cache import cache_folder
from pipeline.core.ports import Engine

if TYPE_CHECKING:
    from pipeline.translate.engines.ct2.find import ModelPlaces
    from pipeline.translate.engines.neural.decoding import Decoding
    from pipeline.translate.engines.neural.hardware import Hardware

ENGINE_NAMES = ("argos", "ct2", "apertium")
"""The names that ``--engine`` takes, preferred ones first. ``auto`` is all of them."""


def open_engines(
    selection: str,
    *,
    packages: Path,
    models: ModelPlaces | None = None,
    decoding: Decoding | None = None,
    hardware: Hardware | None = None,
    workers: int = 1,
) -> tuple[Engine, ...]:
    """Return the engines that ``--engine selection`` names, whether or not they have packages.

    ``packages`` is the folder of Argos packages. ``models`` says where CTranslate2 models lie, ``decoding``
    how neural models search, and ``hardware`` where they run. ``workers`` is how many processes share the
    machine. ``ct2`` is one engine per model, and ``ct2/NAME`` one of them. Raises ``UsageError`` for an
    unknown name, or if the hardware is missing.
    """
    if hardware is not None:
        hardware.check()
    name, _, model = selection.partition("/")
    builders: dict[str, Callable[[], tuple[Engine, ...]]] = {
        "argos": lambda: (
            _load("argos.engine", "argos_engine")(packages, decoding=decoding, hardware=hardware),
        ),
        "ct2": lambda: _models(models, decoding, hardware),
        "apertium": lambda: (
            _load("apertium.engine", "ApertiumEngine")(proofs=cache_folder("apertium"), workers=workers),
        ),
    }
    if selection == "auto":
        return tuple(engine for name in ENGINE_NAMES for engine in builders[name]())
    found = builders[name]() if name in builders else ()
    if model:
        found = tuple(engine for engine in found if engine.name == selection)
    if not found and (model or name not in builders):
        raise UsageError(
            f"--engine {selection}: no such engine; known: auto {' '.join(ENGINE_NAMES)} ct2/MODEL"
        )
    return found


def _models(
    places: ModelPlaces | None, decoding: Decoding | None, hardware: Hardware | None
) -> tuple[Engine, ...]:
    if places is None:
        return ()
    find = _load("ct2.find", "find_models")
    build = _load("ct2.engine", "ct2_engine")
    return tuple(build(model, decoding=decoding, hardware=hardware) for model in find(places).models)


def _load(module: str, name: str) -> Callable[..., Any]:
    builder: Callable[..., Any] = getattr(import_module(f"pipeline.translate.engines.{module}"), name)
    return builder
