"""Measure the parts of the table of ``make bench``, each by a bench of its own."""

from __future__ import annotations

import random
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
NEWS = ROOT.parent / "shared" / "data" / "ntrex-dev"
"""News documents that are not part of the project: ``<document>/<language>.txt``, one sentence a line."""
PHRASEBOOK = ROOT / "tests" / "fixtures" / "argos" / "phrasebook.toml"
PHRASES = "no news documents beside the project: texts are made of the tests' phrasebook"
PAIRS = (("fr", "ca"), ("en", "es"))
"""Pairs whose programs are measured alive, against alone."""
LIMIT = 300.0
"""Wall seconds that a method for summaries may take."""
SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table. It has the same ``what`` wherever the same was measured."""

    what: str
    figure: float
    unit: str
    """A rate ends in ``/s``, and more of it is better. Of all else, less is better."""
    against: str
    """What the figure is compared with, which was measured in the same run."""
    reference: float
    """The figure of ``against``, in the same unit."""

    @property
    def ratio(self) -> float:
        """How many times better the figure is than the reference."""
        better, worse = self.figure, self.reference
        return better / worse if self.unit.endswith("/s") else worse / better


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The lines of one part."""

    rows: tuple[Row, ...]
    note: str = ""
    """What the reader must know of them, if anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How much is measured. The defaults take some quarter of an hour on two cores."""

    rounds: int = 3
    """Turns, of which the best counts."""
    documents: int = 41
    """Documents for each pair of Apertium."""
    sentences: int = 600
    """Sentences for neural translation."""
    summarised: tuple[int, ...] = (500, 2_000)
    """Sentences of documents that are summarised."""
    texts: int = 3_000
    """Texts whose language is detected."""
    repeated: int = 1_000
    """Documents that are run over again."""
    digested: tuple[int, int] = (2_000, 20_000)
    """Documents of the digest that is compared with, and of the one that is measured."""


SMALL = Sizes(rounds=1, documents=2, sentences=20, summarised=(40,), texts=50, repeated=8, digested=(25, 50))
"""Sizes that show that everything can be measured, and nothing else."""


def startup(sizes: Sizes) -> Measured:
    """Measure the commands on one article, against a start of Python that loads numpy and ends."""
    import startup as bench

    sides = bench.own_sides()
    bench.measure(bench.ARTICLE, sizes.rounds, sides)
    with tempfile.TemporaryDirectory() as name:
        command, place = [sys.executable, "-c", "import numpy"], Path(name)
        bare = min(bench.cpu_seconds(command, place, place) for _ in range(1 + sizes.rounds))
    rows = []
    for label in sides[0].seconds:
        for side, state in zip(sides, (", empty cache", ""), strict=True):
            least = min(side.seconds[label])
            rows.append(_row(f"start: {label}{state}", least, "CPU s", "Python with numpy alone", bare))
    lacks = len(sides[0].seconds) < len(bench.COMMANDS)
    return Measured(rows=tuple(rows), note="translation left out: Apertium is not installed" if lacks else "")


def apertium(sizes: Sizes) -> Measured:
    """Measure Apertium's programs alive between documents, against started for each."""
    import apertium as bench

    from pipeline.translate.engines.apertium import modes

    installed = modes.find_modes(Path("/usr/share/apertium"))
    rows = []
    for source, target in PAIRS:
        if (source, target) not in installed:
            continue
        asked = bench.documents(NEWS, source) if NEWS.is_dir() else _made(source, sizes.documents)
        asked = asked[: sizes.documents]
        costs = [bench.stages(asked, (source, target)) for _ in range(min(2, sizes.rounds))]
        what = f"Apertium {source} > {target}, {len(asked)} {_kind()}documents, alive"
        for unit, part in (("CPU s", "cpu"), ("s", "wall")):
            alone, alive = (min(getattr(cost[at], part) for cost in costs) for at in (0, 1))
            rows.append(_row(f"{what}, {unit}", alive, unit, "started for each document", alone))
    lacks = [f"{source}-{target}" for source, target in PAIRS if (source, target) not in installed]
    missing = f"left out, because it is not installed: {' '.join(lacks)}" if lacks else ""
    return Measured(rows=tuple(rows), note="; ".join(filter(None, (missing, _made_note()))))


def neural(sizes: Sizes) -> Measured:
    """Measure neural translation, against CTranslate2 itself on the same batches."""
    import decoder

    found = decoder.measure(sizes.sentences, sizes.rounds)
    what = f"neural, {sizes.sentences:,} sentences, {found.tokens:,} tokens"
    paces = found.tokens / found.depeche, found.tokens / found.ctranslate2
    rows = (_row(what, paces[0], "tokens/s", "CTranslate2, same batches", paces[1]),)
    return Measured(rows=rows, note="`make bench-translate` compares with argostranslate")


def summaries(sizes: Sizes) -> Measured:
    """Measure two methods, against sumy's LexRank."""
    import summarise as bench

    rows = []
    for number in sizes.summarised:
        reference = bench.alone("sumy:lexrank", number, LIMIT)
        for method in ("news", "lexrank"):
            found = [bench.alone(method, number, LIMIT) for _ in range(sizes.rounds)]
            seconds = [one.seconds for one in (reference, *found) if one is not None]
            if len(seconds) <= len(found):
                sys.exit(f"{method}, {number} sentences: a method took more than {LIMIT:.0f} s")
            theirs, *ours = (1000 * one for one in seconds)
            what = f"summary, {method}, {number:,} sentences"
            rows.append(_row(what, min(ours), "CPU ms", "sumy's LexRank", theirs))
    return Measured(rows=tuple(rows))


def detection(sizes: Sizes) -> Measured:
    """Measure detection of sentences, against langdetect as it is."""
    import detect as bench

    if NEWS.is_dir():
        texts = [(line, text.language) for text in bench.news(NEWS, None) for line in text.lines]
    else:
        texts = [(text, code) for code in ("en", "es", "fr") for text in _phrases(code)]
    chosen = random.Random(SEED).sample(texts, min(sizes.texts, len(texts)))  # noqa: S311 - no secret
    found = [bench.compare(chosen) for _ in range(sizes.rounds)]
    ours, theirs = (
        1000 * min(seconds) / len(chosen)
        for seconds in ([one.ours for one in found], [one.theirs for one in found])
    )
    what = f"detection, {len(chosen):,} {_kind()}sentences, each"
    return Measured(rows=(_row(what, ours, "CPU ms", "langdetect", theirs),), note=_made_note())


def again(sizes: Sizes) -> Measured:
    """Measure a run with one worker, with two, and again unchanged."""
    import rerun as bench

    common = ["--engine", "argos", "--packages", "packages", "--memory", "off"]
    names = (f"{sizes.repeated:,} documents, 1 worker", f"{sizes.repeated:,} documents, 2 workers")
    took: dict[str, list[float]] = {name: [] for name in names}
    with bench.prepared(sizes.repeated) as folder:
        for turn in range(sizes.rounds):
            for number, name in enumerate(names, 1):
                given = ["--workers", str(number), "--run-id", f"{number}-{turn}"]
                took[name].append(bench.measure(name, [*common, *given], folder).wall)
        given = [*common, "--workers", "1", "--run-id", "1-0"]
        same = [bench.measure("unchanged", given, folder) for _ in range(sizes.rounds)]
    if not all(one.said.startswith("0 done") for one in same):
        sys.exit(f"a run that should have had nothing to do said: {same[0].said}")
    one, two = (min(took[name]) for name in names)
    return Measured(
        rows=(
            _row(names[1], two, "s", "1 worker", one),
            _row(
                f"{sizes.repeated:,} documents again, unchanged",
                min(one.wall for one in same),
                "s",
                "anew, 1 worker",
                one,
            ),
        )
    )


def digest(sizes: Sizes) -> Measured:
    """Measure a digest of many documents, against one of few: what each of them takes."""
    import digest_scale as bench

    few, many = (1000 * bench.measure_scale(number).seconds / number for number in sizes.digested)
    what = f"digest of {sizes.digested[1]:,} documents, each"
    return Measured(rows=(_row(what, many, "CPU ms", f"of {sizes.digested[0]:,}", few),))


PARTS: Mapping[str, Callable[[Sizes], Measured]] = {
    "startup": startup,
    "apertium": apertium,
    "neural": neural,
    "summaries": summaries,
    "detection": detection,
    "again": again,
    "digest": digest,
}
"""The parts by name, in the order of the table."""


def _row(what: str, figure: float, unit: str, against: str, reference: float) -> Row:
    return Row(what=what, figure=figure, unit=unit, against=against, reference=reference)


def _made_note() -> str:
    return "" if NEWS.is_dir() else PHRASES


def _kind() -> str:
    """Return a word that has rows of other texts other names."""
    return "" if NEWS.is_dir() else "made "


def _phrases(code: str) -> Iterable[str]:
    stories = tomllib.loads(PHRASEBOOK.read_text(encoding="utf-8"))["story"]
    return [sentence[code] for story in stories for sentence in story["sentence"]]


def _made(code: str, number: int) -> list[list[str]]:
    """Return documents of sixteen sentences, about as many as news documents have."""
    choice = random.Random(SEED)  # noqa: S311 - no secret
    return [choice.sample([*_phrases(code)], 16) for _ in range(number)]
