"""Measure summaries against people's, with ROUGE: a table of docs/measurements/summaries.md.

    .venv/bin/uv sync --frozen --inexact --group bench
    .venv/bin/python bench/summary_quality.py DATA [--sentences 3] [--half report]

DATA is a CSV file with the columns ``article`` and ``highlights``, as CNN/Daily Mail is published. The
constants of the method "news" were chosen on the first, third, fifth ... row of its validation set, and on
others (``--half tune``); what is reported is measured on rows that none was chosen on. sumy's methods take
the best sentences as they are; ours are bound to be readable (some are shown both ways).
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from rouge_score.rouge_scorer import RougeScorer

import languages
from pipeline.core.records import Hints, Length, Segment
from pipeline.split.splitter import sentence_spans
from pipeline.summarise import SUMY, Extractor, words
from pipeline.summarise.material import Material
from pipeline.summarise.methods.sumy_reference import SUMY_NAMES
from pipeline.summarise.methods.table import order

METRICS = ("rouge1", "rouge2", "rougeLsum")
LANGUAGE = "en"
SAMPLES = 10_000
"""Number of bootstrap samples; the intervals hold 95 % of their means."""

Scores: TypeAlias = npt.NDArray[np.float64]
Choose: TypeAlias = Callable[[Sequence[Segment], int], list[str]]


def articles(path: Path, first: int, step: int = 2) -> Iterator[tuple[tuple[Segment, ...], str]]:
    """Yield the sentences of every ``step``-th article from the one at ``first``, and its reference."""
    csv.field_size_limit(sys.maxsize)
    with path.open(newline="", encoding="utf-8") as file:
        for row in islice(csv.DictReader(file), first, None, step):
            text = " ".join(row["article"].split())
            spans = sentence_spans(text, languages.get(LANGUAGE))
            texts = dict.fromkeys(text[start:end] for start, end in spans)
            yield (
                tuple(
                    Segment(id=f"b1.{i}", block=0, start=0, end=0, text=sentence, language=LANGUAGE)
                    for i, sentence in enumerate(texts, 1)
                ),
                row["highlights"],
            )


def ours(method: str) -> Choose:
    """Return a function that chooses as depeche does."""
    extractor = Extractor(method)

    def choose(segments: Sequence[Segment], number: int) -> list[str]:
        length = Length(unit="sentences", value=number)
        ids = set(extractor.select(segments, length, language=LANGUAGE))
        return [segment.text for segment in segments if segment.id in ids]

    return choose


def bare(method: str) -> Choose:
    """Return a function that takes the best sentences of a ranking, whatever they begin with."""

    def choose(segments: Sequence[Segment], number: int) -> list[str]:
        stems = [words.stems(segment.text, LANGUAGE) for segment in segments]
        kept = [i for i, found in enumerate(stems) if any(found)]
        given = Material(
            segments=[segments[i] for i in kept],
            stems=[stems[i] for i in kept],
            language=LANGUAGE,
            hints=Hints(),
        )
        return [given.segments[i].text for i in sorted(islice(order(method, given), number))]

    return choose


def measure(
    data: Iterator[tuple[tuple[Segment, ...], str]], number: int, methods: dict[str, Choose]
) -> dict[str, Scores]:
    """Return ROUGE F1, 0 to 100, of each method: a row an article, a column a metric."""
    scorer = RougeScorer(list(METRICS), use_stemmer=True)
    rows: dict[str, list[list[float]]] = {name: [] for name in methods}
    for segments, reference in data:
        for name, choose in methods.items():
            found = scorer.score(reference, "\n".join(choose(segments, number)))
            rows[name].append([100 * found[metric].fmeasure for metric in METRICS])
    return {name: np.array(found) for name, found in rows.items()}


def interval(differences: Scores) -> str:
    """Return a mean difference with its bootstrap interval."""
    random = np.random.default_rng(1)
    drawn = random.integers(0, differences.size, (SAMPLES, differences.size))
    low, high = np.percentile(differences[drawn].mean(axis=1), [2.5, 97.5])
    return f"{differences.mean():+.1f} ({low:+.1f} to {high:+.1f})"


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sentences", type=int, default=3)
    parser.add_argument("--half", choices=["tune", "report", "all"], default="report")
    parser.add_argument("--articles", type=int, help="the first of the half, not all")
    parser.add_argument("--only", nargs="+", help="methods to compare, as the table names them")
    given = parser.parse_args()
    methods = {"news": ours("news"), f"lead-{given.sentences}": bare("lead")}
    # The vectorised methods rank as sumy does (bench/summarise.py), in a hundredth of the time.
    methods |= {SUMY + name: bare(name) for name in SUMY_NAMES}
    methods |= {f"{name}, readable": ours(name) for name in ("lead", "luhn", "textrank")}
    methods = {name: choose for name, choose in methods.items() if not given.only or name in given.only}
    found = islice(
        articles(given.data, int(given.half == "report"), 1 if given.half == "all" else 2), given.articles
    )
    scores = measure(found, given.sentences, methods)
    means = {name: found.mean(axis=1) for name, found in scores.items()}
    ranked = sorted(scores, key=lambda name: -float(means[name].mean()))
    print(f"{len(scores['news'])} articles, {given.sentences} sentences\n")
    print("| method | ROUGE-1 | ROUGE-2 | ROUGE-L | mean | news is better by (95 %) |")
    print("|---|---|---|---|---|---|")
    for name in ranked:
        figures = " | ".join(f"{value:.1f}" for value in [*scores[name].mean(axis=0), means[name].mean()])
        print(f"| {name} | {figures} | {'' if name == 'news' else interval(means['news'] - means[name])} |")


if __name__ == "__main__":
    main()
