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

import numpy as np
from digest import b_cubed

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


def measure_scale(number: int) -> None:
    """Print time and memory of grouping made texts: both steps, and the features of each text."""
    texts = made(number, np.random.default_rng(SEED))
    before, start = _memory(), time.process_time()
    truth: list[int] = []
    making = 0.0
    with Shelves() as shelves:
        while True:
            begun = time.process_time()
            story, text = next(texts, (-1, ""))
            making += time.process_time() - begun
            if story < 0:
                break
            truth.append(story)
            sentences = text.split(". ")
            compared = Compared(
                language="en",
                sentences=tuple((sentence, sentence) for sentence in sentences),
                keys=repeated.keys(f"The Daily {len(truth) % 50}", sentences),
                lengths=np.array([len(sentence) for sentence in sentences]),
                signature=near_duplicates.signature(text),
            )
            shelves.add(_as_read(text), compared)
        read, read_to = time.process_time() - start - making, _memory() - before
        start = time.process_time()
        groups = near_duplicates.groups(shelves.signatures)
        alike, alike_to = time.process_time() - start, _memory() - before
        start = time.process_time()
        mains = [[group[0]] for group in groups]
        shared = repeated.found(shelves.keys, mains)
        with closing(Shelf()) as features:
            for (place,) in mains:
                features.append(shelves.compared(place).features(shared))
            told = clusters.stories(features)
        joined, joined_to = time.process_time() - start, _memory() - before
    print(
        f"| {number:,} | {read:.0f} s, {read_to:.0f} MiB | {alike:.1f} s, {alike_to:.0f} MiB "
        f"| {joined:.0f} s, {joined_to:.0f} MiB |"
    )
    whole = [[member for place in story for member in groups[place]] for story in told]
    names = [str(story) for story in truth]
    print("B-cubed:", " ".join(f"{value:.3f}" for value in b_cubed(names, whole)))


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
        size=len(text),
        copies=1,
        pivoted=True,
        quality=100.0,
    )


def _memory() -> float:
    """Return the most memory that this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=int)
    measure_scale(parser.parse_args().documents)


if __name__ == "__main__":
    main()
