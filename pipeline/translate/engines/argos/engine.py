"""Argos Translate's models, run on CTranslate2 directly.

argostranslate joins the tokens of all sentences before it decodes them, so that sentences and answers cannot
be matched. Here each text keeps its own answer (``neural/engine.py``).
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import EngineError
from pipeline.core.records import Hop, LanguageCode
from pipeline.translate.engines.argos.package import (
    METADATA_FILE,
    ArgosPackage,
    find_packages,
    read_package,
)
from pipeline.translate.engines.neural import model_files
from pipeline.translate.engines.neural.decoding import Decoding, Frame, LoadedPair
from pipeline.translate.engines.neural.engine import ModelIdentity, NeuralEngine
from pipeline.translate.engines.neural.hardware import Hardware, unloadable

if TYPE_CHECKING:
    import ctranslate2


def argos_engine(
    packages: Path, *, decoding: Decoding | None = None, hardware: Hardware | None = None
) -> NeuralEngine:
    """Return the engine over the packages that are unpacked in ``packages``."""
    return NeuralEngine(ArgosModels(packages, hardware=hardware), decoding=decoding)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """A package as it was when its model was loaded, whatever has become of its files since."""

    package: ArgosPackage
    digests: model_files.Digests
    model: LoadedPair


class ArgosModels:
    """The packages in a folder as ``ModelSource``."""

    name = "argos"

    def __init__(self, packages: Path, *, hardware: Hardware | None = None) -> None:
        """Use the packages that are unpacked in ``packages``."""
        self.hardware = hardware or Hardware()
        self.folder = packages
        self._lock = threading.Lock()
        self._found: dict[tuple[LanguageCode, LanguageCode], ArgosPackage] | None = None
        self._opened: dict[tuple[LanguageCode, LanguageCode], _Opened] = {}

    def hops(self) -> tuple[Hop, ...]:
        """Return the pairs that have a package, sorted."""
        return tuple(
            Hop(engine=self.name, source=source, target=target, method="neural")
            for source, target in sorted(self._packages())
        )

    def identity(self, source: LanguageCode, target: LanguageCode) -> ModelIdentity:
        """Return the identity of a pair's package. Its digest covers all files that translation reads.

        Once the model is loaded, this is the package as it was at that time.
        """
        opened = self._opened.get((source, target))
        package = opened.package if opened else self._current(source, target)
        try:
            digests = opened.digests if opened else package.digests
        except OSError as error:
            raise _gone(package, error) from error
        return ModelIdentity(
            package=package.name,
            version=package.version,
            sha256=model_files.combined_digest(digests),
            licence=package.licence,
        )

    def load(self, source: LanguageCode, target: LanguageCode) -> LoadedPair:
        """Return the model of a pair. It is loaded once. Raises ``EngineError``."""
        return self._open(source, target).model

    def loaded(self) -> tuple[tuple[str, ctranslate2.Translator], ...]:
        """Return the models that were loaded so far, by the names of their packages, sorted by pair."""
        with self._lock:
            found = [opened for _, opened in sorted(self._opened.items())]
        return tuple((opened.package.name, opened.model.translator) for opened in found)

    def _packages(self) -> dict[tuple[LanguageCode, LanguageCode], ArgosPackage]:
        if self._found is None:
            self._found = find_packages(self.folder)
        return self._found

    def _package(self, source: LanguageCode, target: LanguageCode) -> ArgosPackage:
        try:
            return self._packages()[source, target]
        except KeyError:
            raise EngineError(
                f"argos {source}>{target}: no package in {self.folder}; "
                f"run: depeche languages install {source} {target}"
            ) from None

    def _current(self, source: LanguageCode, target: LanguageCode) -> ArgosPackage:
        """Return the package of a pair as it is now. Another version may have replaced it since loading."""
        package = self._package(source, target)
        current = read_package(package.folder / METADATA_FILE)
        if current is not None and current.pair == (source, target):
            return current
        others = find_packages(self.folder)
        if (source, target) not in others:
            raise _gone(package, FileNotFoundError("it is no package any more"))
        self._found = others
        return others[source, target]

    def _open(self, source: LanguageCode, target: LanguageCode) -> _Opened:
        """Return the pair's package with its model. It is loaded once."""
        with self._lock:
            if (source, target) not in self._opened:
                package = self._current(source, target)
                try:
                    found = model_files.load_whole(
                        f"argos package {package.folder.name}",
                        lambda: package.digests,
                        lambda: self._load(self._current(source, target)),
                    )
                except (RuntimeError, OSError, ValueError) as error:
                    raise _unloadable(package, error) from error
                (package, model), digests = found
                self._opened[source, target] = _Opened(package=package, digests=digests, model=model)
            return self._opened[source, target]

    def _load(self, package: ArgosPackage) -> tuple[ArgosPackage, LoadedPair]:
        prefix = package.target_prefix
        return package, LoadedPair(
            translator=self.hardware.load(package.folder / "model"),
            tokenizer=package.tokenizer(),
            frame=Frame(target=(prefix,) if prefix else ()),
        )


def _unloadable(package: ArgosPackage, error: Exception) -> EngineError:
    if not (package.folder / "model" / "model.bin").is_file():
        return _gone(package, error)
    return EngineError(
        f"argos package {package.folder.name} cannot be loaded: {unloadable(error, 'install it again')}"
    )


def _gone(package: ArgosPackage, error: Exception) -> EngineError:
    return EngineError(
        f"argos package {package.folder.name} was removed or changed since it was found in "
        f"{package.folder.parent} ({error}); install it again, then run again"
    )
