"""Puts a run's configuration together from the command line, ``depeche.toml`` and the environment.

Files and the environment are read only when a function is called (argostranslate's own settings by
``translate/engines/argos/settings.py``). ``sources.py`` says what outranks what.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

from pipeline.core import codec
from pipeline.core.contract import RunSettings
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import UsageError
from pipeline.core.records import LanguageCode
from pipeline.read.document import slug
from pipeline.read.fetch.address import without_secret
from pipeline.read.fetch.settings import FetchSettings
from pipeline.run.configuration.cluster import ClusterSettings, cluster_settings
from pipeline.run.configuration.file import ConfigFile, FileNotice, read_file
from pipeline.run.configuration.input_sources import InputSource, sources_of
from pipeline.run.configuration.options import Options, merge_options, with_defaults
from pipeline.run.configuration.places import models_folder, packages_folder
from pipeline.run.configuration.settings import fetching, filled, hardware, profile, run_settings
from pipeline.run.configuration.sources import environment_options, placed_errors
from pipeline.translate.engines.ct2.find import Declaration, ModelPlaces
from pipeline.translate.engines.neural.hardware import Hardware
from pipeline.translate.memory import FILE_NAME
from pipeline.translate.protect import glossary as glossaries
from pipeline.translate.protect.glossary import Glossary

WITHOUT_MEMORY = "off"
"""What the option for the memory says where there is to be none."""


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
    """The places of CTranslate2 models."""
    profile: str
    """Name of the profile that neural models decode with, one of ``decoding.PROFILES``."""
    hardware: Hardware
    """The hardware that neural models run on."""
    memory: Path | None = None
    """File of the translation memory; None is a run without one."""
    glossary: Glossary = field(default_factory=Glossary)
    """Terms with prescribed translations."""
    force: bool = False
    """Whether documents are made again even if nothing has changed."""
    check: bool = False
    """Whether the contents of files are compared before a document is skipped, not only their sizes."""
    workers: int = 1
    """Number of processes that share the work; 1 is this process alone."""
    cluster: ClusterSettings | None = None
    """How the work is done on a cluster; None where it is done on this machine."""
    sign: Path | None = None
    """File of the private key to sign with. Its content stays in the process that writes ``run.json``."""
    strict_inputs: bool = False
    """Whether a file that is passed over in a folder is a failure."""
    fetch: FetchSettings = field(default_factory=FetchSettings)
    """How inputs that are addresses are fetched."""
    sources: Mapping[str, InputSource] = field(default_factory=dict)
    """The sources of the file that inputs stand for, by these inputs: ``source:wire``."""
    lenient: bool = False
    """Whether a document is written without the languages that have no route, in place of failing."""

    @property
    def folder(self) -> Path:
        """The folder that the run is written into."""
        return self.out / self.run_id


_LATER = tuple(
    f',\n  "{name}": {value}'.encode()
    for name, value in (
        ("ocr", "false"),
        ("all_text", "false"),
        ("keep_format", "false"),
        ("tidy", '"rules"'),
        ("locale_numbers", '"rules"'),
    )
)


def _unheard(_: Path) -> None:
    """Ignore the notice."""


def load_config(
    inputs: Sequence[str], given: Options, *, file: Path | None = None, note: FileNotice = _unheard
) -> RunConfig:
    """Put a run's configuration together.

    ``file`` is the configuration file. Without it, ``depeche.toml`` in the working folder is read if there is
    one, and ``note`` is told of it. Raises ``UsageError`` for a value that cannot be used, or a file that is
    not to be trusted (see ``trusted_file``).
    """
    return loaded_config(inputs, given, read_file(file, note))


def loaded_config(inputs: Sequence[str], given: Options, file: ConfigFile) -> RunConfig:
    """Return a run's configuration with a file that was read. Raises ``UsageError``."""
    with placed_errors(file, ("cluster",), given), placed_errors(file, ("run",), given):
        options = all_options(file, given)
        made = make_config(inputs, options, file.declared_models())
    return replace(made, sources=sources_of(file, inputs, options))


def all_options(file: ConfigFile, given: Options) -> Options:
    """Return the options of the file's ``[run]``, the environment and the command line, merged."""
    return merge_options(merge_options(file.run_options(), environment_options(Options)), given)


def make_config(inputs: Sequence[str], merged: Options, declared: tuple[Declaration, ...]) -> RunConfig:
    """Return the configuration with these options and declared models. Raises ``UsageError``."""
    options = with_defaults(merged)
    if merged.sign == "":
        raise UsageError("--sign: names no file; name the private key, or leave the option out")
    glossary = read_glossaries(options.glossary)
    wanted = run_settings(options, glossaries=glossary.files)
    searched = profile(options)
    return RunConfig(
        inputs=tuple(inputs),
        settings=wanted,
        out=Path(filled(options.out)),
        run_id=_run_id(options.run_id) if options.run_id else _default_run_id(inputs, wanted, searched),
        packages=Path(options.packages) if options.packages else packages_folder(),
        models=ModelPlaces(folder=models_folder(), declared=declared),
        profile=searched,
        hardware=hardware(options),
        memory=_memory(options),
        glossary=glossary,
        workers=_workers(filled(options.workers)),
        cluster=cluster_settings(options),
        strict_inputs=filled(options.strict_inputs),
        fetch=fetching(options),
        sign=Path(options.sign) if options.sign else None,
    )


def written_in_too(config: RunConfig, code: LanguageCode) -> RunConfig:
    """Return a run's configuration with one more language to write, without reading a file again."""
    settings = replace(config.settings, targets=tuple(sorted({*config.settings.targets, code})))
    unnamed = config.run_id == _default_run_id(config.inputs, config.settings, config.profile)
    run_id = _default_run_id(config.inputs, settings, config.profile) if unnamed else config.run_id
    return replace(config, settings=settings, run_id=run_id)


def read_glossaries(names: Sequence[str]) -> Glossary:
    """Read the files that ``--glossary`` names. Raises ``UsageError``."""
    return glossaries.read_glossary_files([Path(name) for name in names])


def memory_file(given: Options, *, file: Path | None = None, note: FileNotice = _unheard) -> Path:
    """Return the file of the translation memory that a run with these options would use.

    ``file`` is as for ``load_config``. Raises ``UsageError``.
    """
    found = _memory(with_defaults(all_options(read_file(file, note), given)))
    if found is None:
        raise UsageError("--memory off: this command needs a memory; name its file")
    return found


def model_places(file: Path | None = None, *, note: FileNotice = _unheard) -> ModelPlaces:
    """Return where CTranslate2 models lie: the models' folder, and what the configuration file declares.

    ``file`` and ``note`` are as for ``load_config``. Raises ``UsageError``.
    """
    return ModelPlaces(folder=models_folder(), declared=read_file(file, note).declared_models())


def _memory(options: Options) -> Path | None:
    """Return the memory's file: the given one, or the one that all runs in the same place share."""
    if options.memory is None:
        return Path(filled(options.out)) / FILE_NAME
    return None if options.memory == WITHOUT_MEMORY else Path(options.memory)


def _workers(count: int) -> int:
    if count < 1:
        raise UsageError(f"--workers {count}: must be 1 or more")
    return count


def _run_id(name: str) -> str:
    if name != Path(name).name or name.startswith(".") or not name.isprintable() or len(name) > 100:
        raise UsageError(f"--run-id {name!r}: must be one folder name, not hidden, of at most 100 characters")
    return name


def _default_run_id(inputs: Sequence[str], settings: RunSettings, profile: str) -> str:
    """Return a name made from what the run does, so that a repeated command continues in the same folder."""
    # A changed glossary does not change the name: documents are made again in the same folder.
    named = tuple(replace(file, sha256="", terms=0) for file in settings.glossaries)
    wanted = codec.encode_record(replace(settings, glossaries=named))
    for later in _LATER:  # they came later, and older names stay
        wanted = wanted.replace(later, b"")
    wanted = wanted.replace(b'"quotes": "rules"', b'"quotes": "keep"')  # which was the default
    shown = [without_secret(name) for name in inputs]  # the name is read by others
    words = os.fsencode("\0".join(shown)) + wanted + profile.encode()
    first = slug(Path(shown[0]).stem) if shown else ""
    return f"{first or 'run'}-{hashlib.sha256(words).hexdigest()[:8]}"
