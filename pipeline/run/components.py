"""Opens the components that a run's configuration names, in this process or in each of several workers."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from pipeline.core import address_space
from pipeline.detect.detector import open_detector
from pipeline.run.configuration import config, places
from pipeline.run.configuration.config import RunConfig
from pipeline.split.splitter import RuleSplitter
from pipeline.summarise import Extractor
from pipeline.translate.engines.ct2.find import ModelPlaces
from pipeline.translate.engines.neural.decoding import PROFILES
from pipeline.translate.engines.neural.hardware import Hardware
from pipeline.translate.engines.table import open_engines
from pipeline.translate.routes import quality
from pipeline.translate.service import Components


def open_run(run: RunConfig) -> Components:
    """Return the components of a run, or of one of its workers, which share the cores.

    Raises as ``open_stages`` does.
    """
    share = max(1, (os.cpu_count() or 1) // run.workers) if run.workers > 1 else None
    return open_stages(
        engine=run.settings.engine,
        method=run.settings.method,
        packages=run.packages,
        models=run.models,
        profile=run.profile,
        hardware=replace(run.hardware, threads=run.hardware.threads or share),
        detector=run.settings.detector,
        side_by_side=share,
        workers=run.workers,
    )


def open_stages(
    *,
    engine: str,
    method: str,
    packages: Path,
    models: ModelPlaces | None = None,
    profile: str = "default",
    hardware: Hardware | None = None,
    detector: str = "langdetect",
    side_by_side: int | None = None,
    workers: int = 1,
) -> Components:
    """Return the components of a run. Heavy parts are loaded at their first use.

    ``models`` says where CTranslate2 models lie (None: where the configuration says). ``profile`` says how
    neural models search, ``hardware`` where they run, ``workers`` how many processes share the machine.
    Raises ``UsageError``, and ``WorkerError`` if there is too little address space.
    """
    address_space.require_enough()
    return Components(
        detector=open_detector(detector),
        splitter=RuleSplitter(),
        summariser=Extractor(method),
        engines=open_engines(
            engine,
            packages=packages,
            models=models or config.model_places(),
            decoding=PROFILES[profile],
            hardware=hardware,
            workers=workers,
        ),
        stored=quality.read_measurements(places.quality_file()),
        side_by_side=side_by_side,
    )
