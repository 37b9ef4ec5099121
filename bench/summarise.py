"""Compare our methods with sumy's, for choice, speed, memory: tables of docs/measurements/summaries.md.

    .venv/bin/python bench/summarise.py [DATA] [--sentences 2000] [--most 20000]

DATA holds ``<document>/<language>.txt``, one sentence a line. Without it only speed and memory are measured,
on made documents: words drawn from a vocabulary as uneven as a language's, always the same ones. Both sides
get the same stems, and the clock counts CPU time from there to the first five sentences: splitting and
stemming, which both need, are left out.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

import languages
from pipeline.core.records import Hints, Segment
from pipeline.summarise import words
from pipeline.summarise.material import Material
from pipeline.summarise.methods import sumy_reference
from pipeline.summarise.methods.table import SUMY, order, rank

CHOSEN = 5
"""Number of sentences in a summary."""
VOCABULARY = 30_000
COMMONEST = 20
"""Rank of the commonest content word; earlier ranks are stop words. Its share is 1/20 of the sum of all."""


def made(number: int) -> Material:
    """Return a document of ``number`` sentences with 4 to 19 words of content."""
    random = np.random.default_rng(1)
    shares = 1 / np.arange(COMMONEST, COMMONEST + VOCABULARY)
    lengths = random.integers(4, 20, number)
    drawn = random.choice(VOCABULARY, int(lengths.sum()), p=shares / shares.sum())
    ends = np.cumsum(lengths)
    stems = [
        tuple(f"w{word}" for word in drawn[end - size : end]) for end, size in zip(ends, lengths, strict=True)
    ]
    return material(stems, "en")


def material(stems: list[tuple[str, ...]], language: str) -> Material:
    """Return stems as a document with paragraphs of three sentences."""
    kept = [stem for stem in stems if any(stem)]
    segments = [
        Segment(id=f"b{i // 3 + 1}.{i % 3 + 1}", block=i // 3, start=0, end=0, text=str(i), language=language)
        for i in range(len(kept))
    ]
    return Material(segments=segments, stems=kept, language=language, hints=Hints())


def documents(data: Path) -> Iterator[tuple[str, Material]]:
    """Yield the language and the sentences of every document in a language that depeche knows."""
    for path in sorted(data.glob("*/*.txt")):
        language = path.stem.partition("-")[0]
        if language in languages.codes():
            lines = dict.fromkeys(path.read_text(encoding="utf-8").splitlines())
            yield language, material([words.stems(line, language) for line in lines], language)


def untouched(method: str, given: Material) -> list[int]:
    """Return the sentences that sumy chooses when only its tokenizer is replaced, the best first."""
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence

    texts = {str(i): [stem for stem in stems if stem] for i, stems in enumerate(given.stems)}
    tokenizer = SimpleNamespace(to_words=texts.__getitem__)
    paragraphs: dict[int, list[str]] = {}
    for i, block in enumerate(given.blocks):
        paragraphs.setdefault(block, []).append(str(i))
    document = ObjectDocumentModel(
        Paragraph(Sentence(text, tokenizer) for text in group) for group in paragraphs.values()
    )
    module, name = sumy_reference.CLASSES[method]
    found: list[Any] = []

    def keep(infos: list[Any]) -> list[Any]:
        found.extend(infos)
        return infos

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        getattr(import_module(f"sumy.summarizers.{module}"), name)()(document, keep)
    return [int(str(info.sentence)) for info in found]


def choices(data: Path) -> None:
    """Print how often the chosen sentences are the same."""
    same: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    number: Counter[str] = Counter()
    spoken = set()
    for language, given in documents(data):
        spoken.add(language)
        number["documents"] += 1
        for method in sumy_reference.VECTORISED:
            ours = set(islice(order(method, given), CHOSEN))
            same[method] += ours == set(islice(order(SUMY + method, given), CHOSEN))
            if method in PLAIN:
                plain[method] += ours == set(untouched(method, given)[:CHOSEN])
    total = number["documents"]
    print(f"{total} documents in {len(spoken)} languages, {CHOSEN} sentences of each\n")
    print("| method | same as sumy, ties to the earlier sentence | same as sumy untouched |")
    print("|---|---|---|")
    for method in sumy_reference.VECTORISED:
        bare = f"{plain[method]}" if method in PLAIN else "needs data of its own"
        print(f"| {method} | {same[method]} | {bare} |")


PLAIN = ("lexrank", "textrank", "lsa", "kl", "reduction", "sum-basic")
"""Methods that sumy runs on stems alone; Luhn needs to know stop words, Edmundson lists of words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """What choosing the first sentences took."""

    seconds: float
    """CPU time."""
    added: float
    """Memory in MiB that the method added."""
    chosen: list[int]
    """The sentences, the best first."""


def choose(method: str, given: Material) -> list[int]:
    """Return the first sentences by a method, the best first."""
    if method != "news":
        return list(islice(order(method, given), CHOSEN))
    ranking = rank(method, given)
    found: list[int] = []
    while len(found) < CHOSEN and (position := ranking.offer()) is not None:
        ranking.took(position)
        found.append(position)
    return found


def timed(method: str, number: int, answer: Any) -> None:
    """Send back a ``Timed``."""
    given = made(number)
    choose(method, made(5))  # imports
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    chosen = choose(method, given)
    seconds = time.process_time() - started
    added = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    answer.send(Timed(seconds=seconds, added=added / 1024, chosen=chosen))


def alone(method: str, number: int, limit: float) -> Timed | None:
    """Run ``timed`` in a process of its own; None where it takes longer than ``limit`` seconds."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=timed, args=(method, number, theirs))
    process.start()
    answered = ours.poll(limit)
    found: Timed | None = ours.recv() if answered else None
    process.kill()
    process.join()
    return found


def speed(number: int, most: int, limit: float) -> None:
    """Print the times of both sides at ``number`` sentences, and of ours alone at ``most``."""
    print(f"\n| method | sumy, {number:,} | here, {number:,} | times | same | here, {most:,} | MiB added |")
    print("|---|---|---|---|---|---|---|")
    for method in sumy_reference.VECTORISED:
        ours = alone(method, number, limit)
        reference = alone(SUMY + method, number, limit)
        large = alone(method, most, limit)
        if ours is None or large is None:
            raise SystemExit(f"{method}: took more than {limit:.0f} s")
        times = (
            f"{reference.seconds / ours.seconds:,.0f}" if reference else f"over {limit / ours.seconds:,.0f}"
        )
        theirs = f"{reference.seconds:.2f} s" if reference else f"over {limit:.0f} s"
        same = "-" if reference is None else "yes" if reference.chosen == ours.chosen else "no"
        here = f"{ours.seconds:.3f} s | {times} | {same} | {large.seconds:.2f} s | {large.added:.0f}"
        print(f"| {method} | {theirs} | {here} |", flush=True)


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("--sentences", type=int, default=2_000)
    parser.add_argument("--most", type=int, default=20_000)
    parser.add_argument("--limit", type=float, default=120, help="wall seconds a method may take")
    given = parser.parse_args()
    if given.data:
        choices(given.data)
    speed(given.sentences, given.most, given.limit)


if __name__ == "__main__":
    main()
