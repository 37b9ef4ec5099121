"""Measure time and memory of a digest over many made reports: a table of docs/measurements/summaries.md.

    .venv/bin/python bench/digest_scale.py 20000

Every story has five reports of 420 words, one of them another's, cut. B-cubed says whether they were found.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import numpy as np
from near_duplicates import b_cubed

from pipeline.core.contract.digest import Moment
from pipeline.digest.report_store import Shelves
from pipeline.digest.reports import Compared, Report
from pipeline.digest.stories import clusters, near_duplicates, repeated
from pipeline.digest.stories.features import Shelf

SEED = 1


def made(number: int, choice: np.random.Generator) -> Iterator[tuple[int, str]]:
    """Yield texts of made words and their stories: five reports each, one of them another's, cut."""
    vocabulary = 50_000
    ranks = 1.0 / (20 + np.arange(vocabulary))
    common = ranks / ranks.sum()
    for story in range(number // 5):
        own = choice.integers(0, vocabulary, 40)
        text: list[int] = []
        for report in range(5):
            if report != 4:
                drawn = choice.choice(vocabulary, 300, p=common)
                told = choice.choice(own, 120)
                text = np.concatenate([drawn, told])[choice.permutation(420)].tolist()
            else:
                text = text[:340]
            words = [f"{'Q' if word % 7 == 0 else 'w'}{_letters(word)}" for word in text]
            yield story, ". ".join(" ".join(words[i : i + 20]) for i in range(0, len(words), 20))


def _letters(number: int) -> str:
    return "".join("bcdfglmnprstvz"[(number // 14**place) % 14] + "aeiou"[number % 5] for place in range(4))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a step of a digest took."""

    seconds: float
    """CPU time."""
    grown: float
    """Memory in MiB that the process had grown by at the end of the step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaled:
    """The three steps of a digest, and how well stories were found."""

    read: Step
    """Signatures, and keys of sentences."""
    alike: Step
    """Near-duplicates."""
    joined: Step
    """Words, names and stories."""
    b_cubed: tuple[float, float, float]

    @property
    def seconds(self) -> float:
        """CPU time of all steps."""
        return self.read.seconds + self.alike.seconds + self.joined.seconds


def measure_scale(number: int) -> Scaled:
    """Return time and memory of grouping made texts."""
    before = _memory()
    with Shelves() as shelves:
        truth, seconds = _read(number, shelves)
        read = Step(seconds=seconds, grown=_memory() - before)
        start = time.process_time()
        groups = near_duplicates.groups(shelves.signatures)
        alike = Step(seconds=time.process_time() - start, grown=_memory() - before)
        start = time.process_time()
        mains = [[group[0]] for group in groups]
        shared = repeated.found(shelves.keys, mains)
        with closing(Shelf()) as features:
            for (place,) in mains:
                features.append(shelves.compared(place).features(shared))
            told = [each.members for each in clusters.stories(features)]
        joined = Step(seconds=time.process_time() - start, grown=_memory() - before)
    whole = [[member for place in story for member in groups[place]] for story in told]
    return Scaled(read=read, alike=alike, joined=joined, b_cubed=b_cubed([*map(str, truth)], whole))


def _read(number: int, shelves: Shelves) -> tuple[list[int], float]:
    """Put made texts on shelves. Returns the story of each, and the CPU seconds without their making."""
    truth: list[int] = []
    seconds = 0.0
    for story, text in made(number, np.random.default_rng(SEED)):
        start = time.process_time()
        truth.append(story)
        sentences = text.split(". ")
        compared = Compared(
            own="en",
            language="en",
            sentences=tuple((sentence, sentence) for sentence in sentences),
            keys=repeated.keys(f"The Daily {len(truth) % 50}", sentences),
            lengths=np.array([len(sentence) for sentence in sentences]),
            signature=near_duplicates.signature(text),
        )
        shelves.add(_as_read(text), compared)
        seconds += time.process_time() - start
    return truth, seconds


def _as_read(text: str) -> Report:
    """Return the report of a text as it is held in memory."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Report(
        id=f"a-report-of-something-{digest[:8]}",
        origin=f"reports/of/the/day/{digest[:16]}.txt",
        sha256=digest,
        outlet=f"The Daily {digest[:4]}",
        language="en",
        moment=Moment(time="2026-01-02T03:04:05Z", day_only=False, source="document"),
        filed=None,
        size=len(text),
        copies=1,
        copied=(),
        pivoted=True,
        quality=100.0,
    )


def _memory() -> float:
    """Return the most memory that this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure as many documents as the command line names, and print a row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=int)
    number = parser.parse_args().documents
    found = measure_scale(number)
    print(
        f"| {number:,} | {found.read.seconds:.0f} s, {found.read.grown:.0f} MiB "
        f"| {found.alike.seconds:.1f} s, {found.alike.grown:.0f} MiB "
        f"| {found.joined.seconds:.0f} s, {found.joined.grown:.0f} MiB |"
    )
    print("B-cubed:", " ".join(f"{value:.3f}" for value in found.b_cubed))


if __name__ == "__main__":
    main()
