"""What a run is asked to do, from the command line, ``depeche.toml`` and the environment.

This is the only module that reads the two last, and only when ``load_config`` is called (argostranslate's own
settings are read by ``translate/engines/argos/settings.py``). The command line outranks the file, the file
outranks the defaults.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

from pipeline.core import codec
from pipeline.core.contract import RunSettings
from pipeline.core.errors import RecordError, UsageError
from pipeline.core.files import trusted_file
from pipeline.core.records import LanguageCode
from pipeline.read.document import slug
from pipeline.run.options import Options, hardware, merge_options, profile, run_settings
from pipeline.translate.engines.argos import settings as argos_settings
from pipeline.translate.engines.ct2.find import Declaration, ModelPlaces
from pipeline.translate.engines.neural.hardware import Hardware
from pipeline.translate.memory import FILE_NAME
from pipeline.translate.protect import glossary as glossaries
from pipeline.translate.protect.glossary import Glossary

CONFIG_FILE = "depeche.toml"
OUT = "outputs"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunConfig:
    """Everything that a run needs to know."""

    inputs: tuple[str, ...]
    settings: RunSettings
    out: Path
    run_id: str
    packages: Path
    """Folder of the Argos packages."""
    models: ModelPlaces
    """Where CTranslate2 models lie."""
    profile: str
    """Of ``decoding.PROFILES``."""
    hardware: Hardware
    """For neural models."""
    memory: Path | None = None
    """The translation memory; None is "without"."""
    glossary: Glossary = field(default_factory=Glossary)
    """Terms whose translation is laid down."""
    force: bool = False
    """Make documents anew though nothing has changed."""
    check: bool = False
    """Compare the files of documents that are to be skipped with their digests, not their sizes alone."""
    workers: int = 1
    """Processes that the work is shared among; 1 is this one alone."""
    sign: Path | None = None
    """File of the private key to sign with; its content stays in the process that writes ``run.json``."""
    lenient: bool = False
    """Whether a document is written without the languages that no route leads to, and does not fail."""

    @property
    def folder(self) -> Path:
        """Where the run is written."""
        return self.out / self.run_id


FileNotice: TypeAlias = Callable[[Path], None]
"""Is told of the configuration file that was found and is used, where the user named none."""


def _unheard(_: Path) -> None:
    """Tell nobody."""


def load_config(
    inputs: Sequence[str], given: Options, *, file: Path | None = None, note: FileNotice = _unheard
) -> RunConfig:
    """Put a run's configuration together.

    ``file`` is the configuration file; without it ``depeche.toml`` in the working folder is read where there
    is one, and ``note`` is told of it. Raises ``UsageError`` for what cannot be used, or is not to be trusted
    (see ``trusted_file``).
    """
    path = file or Path(CONFIG_FILE)
    table = _from_file(file, note)
    merged = merge_options(_run_options(table, path), given)
    glossary = read_glossaries(merged.glossary)
    wanted = run_settings(merged, glossaries=glossary.files)
    return RunConfig(
        inputs=tuple(inputs),
        settings=wanted,
        out=Path(merged.out or OUT),
        run_id=_run_id(merged.run_id) if merged.run_id else _default_run_id(inputs, wanted, profile(merged)),
        packages=Path(merged.packages) if merged.packages else packages_folder(),
        models=ModelPlaces(folder=models_folder(), declared=_declared(table, path)),
        profile=profile(merged),
        hardware=hardware(merged),
        memory=_memory(merged),
        glossary=glossary,
        workers=_workers(merged.workers),
        sign=Path(merged.sign) if merged.sign else None,
    )


def written_in_too(config: RunConfig, code: LanguageCode) -> RunConfig:
    """Return a run's configuration, with one more language to write; no file is read again for it."""
    settings = replace(config.settings, targets=tuple(sorted({*config.settings.targets, code})))
    unnamed = config.run_id == _default_run_id(config.inputs, config.settings, config.profile)
    run_id = _default_run_id(config.inputs, settings, config.profile) if unnamed else config.run_id
    return replace(config, settings=settings, run_id=run_id)


def read_glossaries(names: Sequence[str]) -> Glossary:
    """Read the files that ``--glossary`` names. Raises ``UsageError``."""
    return glossaries.read_glossary_files([Path(name) for name in names])


def memory_file(given: Options, *, file: Path | None = None, note: FileNotice = _unheard) -> Path:
    """Return the translation memory that a run with these options would use; ``file`` as for ``load_config``.

    Raises ``UsageError``.
    """
    found = _memory(merge_options(_run_options(_from_file(file, note), file or Path(CONFIG_FILE)), given))
    if found is None:
        raise UsageError("--memory off: name a file")
    return found


def packages_folder() -> Path:
    """Return the folder that argostranslate installs to, found as it finds it, without making it."""
    given = argos_settings.setting(argos_settings.PACKAGES_FOLDER)
    return Path(given) if given is not None else _data_home() / "argos-translate" / "packages"


def models_folder() -> Path:
    """Return the folder that CTranslate2 models are installed to, without making it."""
    return _data_folder() / "models"


def quality_file() -> Path:
    """Return the file that ``depeche evaluate --store`` keeps measured routes in; it need not be there."""
    return _data_folder() / "route_quality.toml"


def model_places(file: Path | None = None, *, note: FileNotice = _unheard) -> ModelPlaces:
    """Return where CTranslate2 models lie: the models' folder, and what the configuration file declares.

    ``file`` and ``note`` as for ``load_config``. Raises ``UsageError``.
    """
    return ModelPlaces(
        folder=models_folder(), declared=_declared(_from_file(file, note), file or Path(CONFIG_FILE))
    )


def _data_folder() -> Path:
    return _data_home() / "depeche"


def _data_home() -> Path:
    if given := os.environ.get("XDG_DATA_HOME"):
        return Path(given)
    try:
        return Path.home() / ".local" / "share"
    except RuntimeError as error:  # neither HOME nor the list of users says
        raise UsageError(
            "no home folder is known for this user, so no place for packages and models; set XDG_DATA_HOME or"
            " HOME to a folder"
        ) from error


def _from_file(file: Path | None, note: FileNotice) -> dict[str, Any]:
    """Return the tables of the configuration file; empty where there is none and none was named."""
    path = file or Path(CONFIG_FILE)
    try:
        if file is not None:
            table = codec.toml(file)
        elif (found := trusted_file.read_trusted(path)) is not None:
            table = codec.toml_text(found.decode())
            note(path.absolute())
        else:
            return {}
    except OSError as error:
        raise UsageError(f"--config {path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise UsageError(f"--config {path}: is not TOML: {error}") from error
    unknown = sorted(set(table) - {"run", "model"})
    if unknown:
        raise UsageError(f"--config {path}: unknown table {unknown[0]!r}; known: run, model")
    if any("\0" in text for text in _texts(table)):
        raise UsageError(f"--config {path}: holds a NUL (\\u0000), which no name of a file can; remove it")
    return table


def _texts(table: dict[str, Any]) -> Iterator[str]:
    """Yield all texts of a table, however deep."""
    left: list[Any] = [table]
    while left:
        match left.pop():
            case str(text):
                yield text
            case dict(inner):
                left += inner.values()
            case list(items):
                left += items


def _run_options(table: Mapping[str, Any], path: Path) -> Options:
    rows = table.get("run", {})
    if not isinstance(rows, dict):
        raise UsageError(f"--config {path}: run: is a table: write [run]")
    options = {("source" if key == "from" else key): value for key, value in rows.items()}
    try:
        found = codec.from_table(Options, options, where=f"--config {path}: run")
    except RecordError as error:
        raise UsageError(error.message) from error
    return replace(found, glossary=tuple(str(path.parent / name) for name in found.glossary))


def _declared(table: Mapping[str, Any], path: Path) -> tuple[Declaration, ...]:
    """Return the models that the file names, their paths taken from its own folder."""
    rows = table.get("model", [])
    if not isinstance(rows, list):
        raise UsageError(f"--config {path}: model: is a list of tables: write [[model]], not [model]")
    try:
        found = [
            codec.from_table(Declaration, row, where=f"--config {path}: model {number}")
            for number, row in enumerate(rows, start=1)
        ]
    except RecordError as error:
        raise UsageError(error.message) from error
    if not found:
        return ()  # before the working folder is asked for, which may be gone
    base = path.absolute().parent
    try:
        return tuple(replace(item, path=str(base / Path(item.path).expanduser())) for item in found)
    except RuntimeError as error:
        raise UsageError(
            f"--config {path}: model: a path begins with the home of an unknown user; write it in full"
        ) from error


def _memory(options: Options) -> Path | None:
    """Return the memory's file: as given, otherwise the one that all runs written to the same place share."""
    if options.memory is None:
        return Path(options.out or OUT) / FILE_NAME
    return None if options.memory == "off" else Path(options.memory)


def _workers(count: int | None) -> int:
    if count is not None and count < 1:
        raise UsageError(f"--workers {count}: must be 1 or more")
    return count or 1


def _run_id(name: str) -> str:
    if name != Path(name).name or name.startswith(".") or not name.isprintable() or len(name) > 100:
        raise UsageError(f"--run-id {name!r}: must be one folder name, not hidden, of at most 100 characters")
    return name


def _default_run_id(inputs: Sequence[str], settings: RunSettings, profile: str) -> str:
    """Name the run after what it does, so that the same command again goes on in the same folder."""
    # A glossary that was added to is the same one: its documents are made anew where they are.
    named = tuple(replace(file, sha256="", terms=0) for file in settings.glossaries)
    wanted = codec.encode_record(replace(settings, glossaries=named))
    words = os.fsencode("\0".join(inputs)) + wanted + profile.encode()
    first = slug(Path(inputs[0]).stem) if inputs else ""
    return f"{first or 'run'}-{hashlib.sha256(words).hexdigest()[:8]}"
