"""Runs to make digests of: reports of a few stories, by several outlets, in several languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path

from pipeline.core.contract import RunRecord
from pipeline.core.records import Hop
from pipeline.detect.detector import LangdetectDetector
from pipeline.run.configuration.config import load_config
from pipeline.run.configuration.options import Options
from pipeline.run.job import run
from pipeline.split.splitter import RuleSplitter
from pipeline.summarise import Extractor
from pipeline.translate.service import Components
from tests.support.fakes import FakeEngine

HOPS = tuple(
    Hop(engine="fake", source=source, target=target, method="rule-based" if source == "en" else "neural")
    for source, target in permutations(("en", "es", "fr"), 2)
)
"""Nothing leads to or from German."""

DAM = """Le barrage de Corvanne a cédé mardi, 1 250 habitants évacués

CORVANNE – Le barrage de Corvanne a cédé mardi matin après trois jours de pluie, et 1 250 habitants ont été \
évacués, a annoncé la préfecture.

L’eau a envahi 340 maisons du village de Lusigny-le-Bas, selon les pompiers. Elle a aussi emporté le pont \
qui mène à Corvanne. Aucune victime n’est à déplorer.

La présidente de la région, Mathilde Ferrandier, demande une enquête sur l’entretien du barrage.

{credit}
"""
COURT = """Court jails banker Harlan Voss for nine years

LONDON - A court in London sentenced the banker Harlan Voss to nine years in prison on Friday for fraud.

Voss, 61, had taken 48 million pounds from the pensions of nurses, the judge said. He showed no remorse. \
His lawyer said that he would appeal against the sentence.

The pensions fund said that 12,400 nurses would be paid back by June.

{credit}
"""
DAM_ABROAD = """Dam bursts at Corvanne, 1,250 people evacuated

The dam at Corvanne in France burst on Tuesday morning after three days of rain, and 1,250 people were \
evacuated from Lusigny-le-Bas.

Mathilde Ferrandier, who presides over the region, asks for an inquiry. The water flooded 340 houses there.

{credit}
"""
DAM_GERMAN = """Staudamm von Corvanne gebrochen, 1.250 Menschen in Sicherheit

Der Staudamm bei Corvanne ist am Dienstag gebrochen, 1.250 Einwohner von Lusigny-le-Bas mussten ihre Häuser \
verlassen.

In 340 Häusern steht das Wasser. Präsidentin Mathilde Ferrandier verlangt eine Untersuchung.

{credit}
"""


def news(**changed: str) -> dict[str, str]:
    """Return texts by their file's name; ``changed`` replaces or adds some."""
    texts = {
        "dam-one": DAM.format(credit="Source : Agence Littorale"),
        "dam-two": DAM.format(credit="Source : Le Courrier de Corvanne"),
        "dam-en": DAM_ABROAD.format(credit="(Northbridge Wire)"),
        "court": COURT.format(credit="(Northbridge Wire)"),
    }
    return {**texts, **{name.replace("_", "-"): text for name, text in changed.items()}}


def stages() -> Components:
    """Return the parts of a run, with an engine that reverses words."""
    return Components(
        detector=LangdetectDetector(),
        splitter=RuleSplitter(),
        summariser=Extractor(),
        engines=(FakeEngine(offered=HOPS),),
    )


def write(folder: Path, texts: Mapping[str, str]) -> Path:
    """Write texts as files, and return their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / (name if name.endswith(".md") else f"{name}.txt")).write_text(text)
    return folder


def run_over(
    inputs: Sequence[Path],
    out: Path,
    *,
    to: Sequence[str] = ("es", "fr"),
    lenient: bool = True,
    **more: object,
) -> tuple[Path, RunRecord]:
    """Run over files, and return the run's folder and record."""
    options = Options(to=tuple(to), out=str(out), run_id="run", memory="off", **more)  # type: ignore[arg-type]
    config = replace(load_config([str(path) for path in inputs], options), lenient=lenient)
    return config.folder, run(config, stages())
