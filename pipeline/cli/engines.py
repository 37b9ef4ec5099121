"""Opens the engines that a command's options name, for commands that translate without a run's folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.options import say_config

if TYPE_CHECKING:
    from pipeline.core.ports import Engine
    from pipeline.run.configuration.file import ConfigFile
    from pipeline.run.configuration.options import Options
    from pipeline.translate.routes.quality import Measurement


def packages_folder(given: Options) -> Path:
    """Return the folder that ``--packages`` names, or argostranslate's own."""
    from pipeline.run.configuration import places

    return Path(given.packages) if given.packages else places.packages_folder()


def open_all(given: Options, *, file: ConfigFile | Path | None) -> tuple[Engine, ...]:
    """Return the engines, with the models that the configuration ``file``, or the one found, declares."""
    from pipeline.run.configuration import places, settings
    from pipeline.run.configuration.file import ConfigFile, read_file
    from pipeline.translate.engines.ct2.find import ModelPlaces
    from pipeline.translate.engines.neural.decoding import PROFILES
    from pipeline.translate.engines.table import open_engines

    read = file if isinstance(file, ConfigFile) else read_file(file, say_config())
    return open_engines(
        settings.engine(given),
        packages=packages_folder(given),
        models=ModelPlaces(folder=places.models_folder(), declared=read.declared_models()),
        decoding=PROFILES[settings.profile(given)],
        hardware=settings.hardware(given),
    )


def stored() -> tuple[Measurement, ...]:
    """Return the measurements that ``depeche evaluate --store`` has kept."""
    from pipeline.run.configuration import places
    from pipeline.translate.routes import quality

    return quality.read_measurements(places.quality_file())
