"""Measure the chrF of every route on a parallel test set, and write the table that routing goes by.

    .venv/bin/python bench/route_quality.py DATA [--documents 14] [--write]

DATA holds ``<document>/<language>.txt``, one sentence a line, the same sentences in every language. Measured
are all direct pairs, all chains of two, and chains of three where nothing shorter leads from the one
language to the other. Each document is one call of the engine, as in a run.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from sacrebleu.metrics.chrf import CHRF

from pipeline.engines.apertium import ApertiumEngine
from pipeline.errors import EngineError
from pipeline.ports import Engine
from pipeline.records import Hop

TABLE = Path(__file__).parent.parent / "pipeline" / "route_quality.toml"
DATA_SET = "NTREX-128 (Federmann, Kocmi, Xin 2022; CC BY-SA 4.0), development half"

Chain = tuple[Hop, ...]
Texts = tuple[tuple[str, ...], ...]
"""Sentences of each document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One measured route."""

    hops: tuple[str, ...]
    """Each as ``engine:source>target``."""
    chrf: float
    segments: int

    def toml(self) -> str:
        """Return the entry as it stands in the table."""
        hops = ", ".join(f'"{hop}"' for hop in self.hops)
        return f"[[route]]\nhops = [{hops}]\nchrf = {self.chrf:.1f}\nsegments = {self.segments}\n"


class Bench:
    """Translates a test set along chains, each beginning of a chain once."""

    def __init__(self, engines: Sequence[Engine], data: Path, *, documents: int, workers: int) -> None:
        """``documents`` taken evenly from the sorted folders; 0 takes all."""
        folders = sorted(path for path in data.iterdir() if path.is_dir())
        count = min(documents or len(folders), len(folders))
        self.folders = [folders[at * len(folders) // count] for at in range(count)]
        self.engines = {engine.name: engine for engine in engines}
        self.failures: dict[str, str] = {}
        self.metric = CHRF()
        self._pool = ThreadPoolExecutor(workers)
        self._cache: dict[Chain, Texts | None] = {}

    def has(self, language: str) -> bool:
        """Whether the test set has the language."""
        return (self.folders[0] / f"{language}.txt").is_file()

    def texts(self, language: str) -> Texts:
        """Return the test set in one language."""
        paths = (folder / f"{language}.txt" for folder in self.folders)
        return tuple(tuple(path.read_text(encoding="utf-8").splitlines()) for path in paths)

    def translate(self, chain: Chain) -> Texts | None:
        """Return the test set translated along ``chain``, or None where an engine failed."""
        if chain not in self._cache:
            before = self.translate(chain[:-1]) if len(chain) > 1 else self.texts(chain[0].source)
            self._cache[chain] = None if before is None else self._step(chain[-1], before)
        return self._cache[chain]

    def _step(self, hop: Hop, documents: Texts) -> Texts | None:
        engine = self.engines[hop.engine]

        def one(texts: Sequence[str]) -> tuple[str, ...]:
            return tuple(answer.text for answer in engine.translate(texts, hop.source, hop.target))

        if name(hop) in self.failures:
            return None
        try:
            return tuple(self._pool.map(one, documents))
        except EngineError as error:
            self.failures[name(hop)] = error.message
            return None

    def measure(self, chain: Chain) -> Entry | None:
        """Score one chain; None where it cannot be run."""
        translated = self.translate(chain)
        if translated is None:
            return None
        hypotheses = [text for document in translated for text in document]
        references = [text for document in self.texts(chain[-1].target) for text in document]
        score = self.metric.corpus_score(hypotheses, [references]).score
        return Entry(hops=tuple(map(name, chain)), chrf=round(score, 1), segments=len(references))


def name(hop: Hop) -> str:
    """Return a hop as the table names it."""
    return f"{hop.engine}:{hop.source}>{hop.target}"


def chains(hops: Sequence[Hop], bench: Bench) -> Iterator[Chain]:
    """Yield every chain worth measuring, shorter ones first, chains with the same beginning together."""
    usable = [hop for hop in hops if name(hop) not in bench.failures]
    longer: list[Chain] = [(hop,) for hop in usable]
    reached: set[tuple[str, str]] = set()
    for length in (1, 2, 3):
        found = [chain for chain in longer if bench.has(chain[0].source) and bench.has(chain[-1].target)]
        if length == 3:
            found = [chain for chain in found if (chain[0].source, chain[-1].target) not in reached]
        yield from found
        reached.update((chain[0].source, chain[-1].target) for chain in found)
        longer = [(*chain, hop) for chain in longer for hop in usable if _extends(chain, hop)]


def _extends(chain: Chain, hop: Hop) -> bool:
    visited = {chain[0].source, *(step.target for step in chain)}
    return chain[-1].target == hop.source and hop.target not in visited


def render(entries: Iterable[Entry], bench: Bench, arguments: argparse.Namespace) -> str:
    """Return the table with its header; entries of engines that were not measured here are kept."""
    packages = sorted(
        {
            f"{identity.package} {identity.version}"
            for engine in bench.engines.values()
            for hop in engine.hops()
            if name(hop) not in bench.failures and bench.has(hop.source)
            for identity in [engine.identity(hop.source, hop.target)]
        }
    )
    versions = {engine.identity(*_pair(engine)).engine_version for engine in bench.engines.values()}
    header = [
        "How good each route is, as chrF (0 to 100) on news; routing prefers the better one. Generated by",
        f"  python bench/route_quality.py DATA --documents {arguments.documents} --write",
        f"Data: {DATA_SET}, {len(bench.folders)} documents.",
        f"Metric: {bench.metric.get_signature()}",
        f"Software: {', '.join(sorted(versions))}",
        *(f"  {package}" for package in packages),
        *(f"Not measured, for it fails: {hop}: {why}" for hop, why in sorted(bench.failures.items())),
    ]
    kept = [entry for entry in _existing() if not all(_engine(hop) in bench.engines for hop in entry.hops)]
    ordered = sorted([*entries, *kept], key=_order)
    return "".join(f"# {line}\n" for line in header) + "".join(f"\n{entry.toml()}" for entry in ordered)


def _existing() -> list[Entry]:
    if not TABLE.is_file():
        return []
    routes = tomllib.loads(TABLE.read_text(encoding="utf-8")).get("route", [])
    return [Entry(hops=tuple(row["hops"]), chrf=row["chrf"], segments=row["segments"]) for row in routes]


def _pair(engine: Engine) -> tuple[str, str]:
    hop = engine.hops()[0]
    return hop.source, hop.target


def _engine(hop: str) -> str:
    return hop.partition(":")[0]


def _order(entry: Entry) -> tuple[str, str, float, tuple[str, ...]]:
    source = entry.hops[0].partition(":")[2].partition(">")[0]
    return source, entry.hops[-1].partition(">")[2], -entry.chrf, entry.hops


def main() -> None:
    """Measure, print, and write where asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("--documents", type=int, default=0, help="how many, evenly spaced; 0: all")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--write", action="store_true", help=f"write pipeline/{TABLE.name}")
    arguments = parser.parse_args()
    engine = ApertiumEngine()
    bench = Bench([engine], arguments.data, documents=arguments.documents, workers=arguments.workers)
    entries = []
    for chain in chains(engine.hops(), bench):
        if entry := bench.measure(chain):
            entries.append(entry)
            print(f"{entry.chrf:5.1f}  {entry.segments:5}  {' '.join(entry.hops)}", flush=True)
    for hop, why in sorted(bench.failures.items()):
        print(f"fails  {hop}: {why}")
    if arguments.write:
        TABLE.write_text(render(entries, bench, arguments), encoding="utf-8")


if __name__ == "__main__":
    main()
