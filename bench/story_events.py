"""Measure how true a digest's stories are, against marked events: tables of docs/measurements/summaries.md.

    .venv/bin/python bench/story_events.py DATA EVENTS.json [--keep FOLDER]
    .venv/bin/python bench/story_events.py --pairs-of-events ECB
    .venv/bin/python bench/story_events.py --articles FOLDER [--read 50]

DATA holds ``<document>/<language>.txt``, one sentence a line; EVENTS names the documents that tell one event
(``events``) and pairs that count neither way (``unsure``). All documents go through a real run. Then sets are
made of them: every document in one language, or each in one of six by chance, whole or cut into halves, and
stories are found in each set.

ECB is the corpus ECB+ (Cybulska and Vossen 2014): folders of XML, each of two events of one kind, such as two
arrests of two players. FOLDER holds English articles as text, a paragraph a line, the title first; of these
nobody has marked events, so that the stories are printed for reading.

Precision is the share of the pairs told as one story that tell one event, recall the share of such pairs that
are told as one story. The interval holds 95 of 100 sets that are drawn from those measured.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

import languages
from pipeline.digest import reports
from pipeline.digest.request import LIKENESS
from pipeline.digest.stories import clusters
from pipeline.digest.stories.features import Features
from pipeline.digest.stories.report import features_of
from pipeline.run.configuration.config import load_config
from pipeline.run.configuration.options import Options
from pipeline.run.job import run
from pipeline.split.splitter import sentence_spans
from pipeline.write import stored_run

MIXES = (
    "en es fr ca it pt",
    "en es fr ca it de",
    "en es fr ca it ru",
    "en fr de ru es zh",
    "ar de ru tr pl uk",
)
TIMES = 12
"""Number of sets of each mix."""
TOPICS_TIMES = 8
EXTRACT, BATCHES = 3, 150
"""Number of sentences of an extract, the title among them, and of small batches of extracts."""


@dataclass(frozen=True, slots=True)
class Known:
    """A text, and what is known of its event."""

    name: str
    event: str
    features: Features


@dataclass(frozen=True, slots=True)
class Marked:
    """Documents by their events, and pairs of which nobody can say."""

    events: dict[str, str]
    unsure: tuple[frozenset[str], ...]

    @classmethod
    def read(cls, path: Path) -> Marked:
        """Read the events of a file."""
        marked = json.loads(path.read_text(encoding="utf-8"))
        events = {name: key for key, names in marked["events"].items() for name in names}
        return cls(events, tuple(map(frozenset, marked["unsure"])))

    def event(self, document: str) -> str:
        """Return the event of a document; its own name where it is alone."""
        return self.events.get(document, document)

    def is_open(self, one: Known, other: Known) -> bool:
        """Say whether a pair counts neither way."""
        sides = {one.name, one.event}, {other.name, other.event}
        return one.event != other.event and any(pair & sides[0] and pair & sides[1] for pair in self.unsure)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of texts: told as one story, rightly so, and all that should be."""

    told: int
    right: int
    true: int


def compare(texts: Sequence[Known], more: float, is_open: Callable[[Known, Known], bool]) -> Pairs:
    """Find the stories of a set, and return its pairs."""
    found = clusters.stories([text.features for text in texts], more=more)
    together = [(texts[one], texts[other]) for each in found for one, other in combinations(each.members, 2)]
    right = sum(one.event == other.event for one, other in together)
    wrong = sum(one.event != other.event and not is_open(one, other) for one, other in together)
    true = sum(one.event == other.event for one, other in combinations(texts, 2))
    return Pairs(right + wrong, right, true)


def _shares(pairs: Sequence[Pairs]) -> tuple[float, float]:
    told, right, true = (sum(getattr(each, part) for each in pairs) for part in ("told", "right", "true"))
    return right / max(1, told), right / max(1, true)


def print_row(name: str, sets: Sequence[Sequence[Known]], is_open: Callable[[Known, Known], bool]) -> None:
    """Print precision and recall of sets for each likeness that can be asked for."""
    cells = []
    for more in LIKENESS.values():
        pairs = [compare(texts, more, is_open) for texts in sets]
        choice = random.Random(1)  # noqa: S311 - no secret
        drawn = np.array([_shares(choice.choices(pairs, k=len(pairs))) for _ in range(500)])
        (low, low_recall), (high, high_recall) = np.quantile(drawn, (0.025, 0.975), axis=0)
        precision, recall = _shares(pairs)
        cells.append(
            f"{precision:.3f} ({low:.2f} to {high:.2f}), {recall:.3f} ({low_recall:.2f} to {high_recall:.2f})"
        )
    print(f"| {name} | {len(sets)} | {' | '.join(cells)} |", flush=True)


def print_head() -> None:
    """Print the head of the table: precision and recall for each likeness."""
    print(f"| texts | sets | {' | '.join(f'{name}: precision, recall' for name in LIKENESS)} |")
    print(f"|---|---|{'---|' * len(LIKENESS)}")


def read_documents(data: Path, work: Path, pivot: str) -> dict[tuple[str, str, str], Features]:
    """Run over all documents, whole and in halves; return features by document, language and part."""
    for path in sorted(path for path in data.glob("*/*.txt") if path.stem in languages.codes()):
        lines = path.read_text(encoding="utf-8").splitlines()
        middle = (len(lines) + 1) // 2
        for part, kept in (("whole", lines), ("first", lines[:middle]), ("second", lines[middle:])):
            place = work / "in" / part / path.stem / f"{path.parent.name}.txt"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text("\n\n".join(kept) + "\n", encoding="utf-8")
    options = Options(to=(pivot,), out=str(work / "runs"), run_id=f"to-{pivot}", workers=os.cpu_count())
    config = replace(load_config([str(work / "in")], options), lenient=True)
    stored = stored_run.stored_from(run(config))
    found = {}
    for report, compared in reports.read_reports(config.folder, stored, pivot):
        place = Path(report.origin)
        found[place.stem, place.parent.name, place.parent.parent.name] = compared.features()
    return found


def measure_documents(data: Path, events: Path, work: Path, pivot: str) -> None:
    """Print the table of marked documents."""
    marked = Marked.read(events)
    found = read_documents(data, work, pivot)
    names = sorted({name for name, *_ in found})

    def text(name: str, language: str, part: str = "whole") -> Iterator[Known]:
        if (name, language, part) in found:
            yield Known(name, marked.event(name), found[name, language, part])

    def mixed(mix: str, time: int, parts: Sequence[str]) -> list[Known]:
        chosen = ((name, part, random.Random(f"{time} {name} {part}")) for name in names for part in parts)  # noqa: S311
        return [known for name, part, by in chosen for known in text(name, by.choice(mix.split()), part)]

    print_head()
    everyone = sorted({language for _, language, _ in found})
    one = [[known for name in names for known in text(name, language)] for language in everyone]
    print_row(f"one language, each of {len(everyone)}", one, marked.is_open)
    for mix in MIXES:
        sets = [mixed(mix, time, ("whole",)) for time in range(TIMES)]
        print_row(f"one of {mix}", sets, marked.is_open)
    for mix in MIXES[:1]:
        sets = [mixed(mix, time, ("first", "second")) for time in range(TIMES)]
        print_row(f"halves, one of {mix}", sets, marked.is_open)


def read_pairs_of_events(folder: Path, most: int | None = None) -> dict[str, list[Known]]:
    """Read the documents of ECB+ by their topics, the first ``most`` sentences of each.

    ``plus`` in a file's name is the second event.
    """
    found: dict[str, list[Known]] = defaultdict(list)
    for path in sorted(folder.glob("*/*.xml")):
        words: dict[str, list[str]] = defaultdict(list)
        for token in ET.parse(path).iter("token"):  # noqa: S314 - a corpus that was chosen by hand
            words[token.get("sentence", "")].append(token.text or "")
        sentences = [" ".join(each) for each in words.values() if not each[0].lower().startswith("http")]
        sentences = sentences[:most]
        event = f"{path.parent.name}{'b' if 'plus' in path.stem else 'a'}"
        found[path.parent.name].append(Known(path.stem, event, features_of(sentences, "en", sentences, "en")))
    return found


def measure_pairs_of_events(folder: Path) -> None:
    """Print the table of ECB+: up to three documents of each event, the topics in halves."""
    topics = read_pairs_of_events(folder)
    print_head()
    names = sorted(topics, key=int)
    for first, name in enumerate(("topics looked at", "other topics")):
        sets = [_drawn([topics[topic] for topic in names[first::2]], time) for time in range(TOPICS_TIMES)]
        print_row(name, sets, lambda one, other: False)
    topics = read_pairs_of_events(folder, EXTRACT)
    for first, name in enumerate(("extracts, topics looked at", "extracts, other topics")):
        sets = [_batch([topics[topic] for topic in names[first::2]], time) for time in range(BATCHES)]
        print_row(name, sets, lambda one, other: False)


def _batch(topics: Sequence[Sequence[Known]], time: int) -> list[Known]:
    """Return one or two texts of each event of three topics."""
    choice = random.Random(time)  # noqa: S311 - no secret
    drawn: list[Known] = []
    for texts in choice.sample(topics, 3):
        for event in sorted({text.event for text in texts}):
            those = [text for text in texts if text.event == event]
            drawn += choice.sample(those, min(choice.choice((1, 1, 2)), len(those)))
    return drawn


def _drawn(topics: Sequence[Sequence[Known]], time: int) -> list[Known]:
    choice = random.Random(time)  # noqa: S311 - no secret
    drawn: list[Known] = []
    for texts in topics:
        by_event: dict[str, list[Known]] = defaultdict(list)
        for text in texts:
            by_event[text.event].append(text)
        for event in sorted(by_event):
            drawn += choice.sample(
                by_event[event], min(choice.choice((0, 1, 1, 1, 2, 3)), len(by_event[event]))
            )
    return drawn


def measure_articles(folder: Path, number: int) -> None:
    """Print how many articles are told in stories of several, and the titles of some of these stories."""
    english = languages.get("en")
    titles: list[str] = []
    features: list[Features] = []
    for path in sorted(folder.rglob("*.txt")):
        lines = [
            line for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()
        ]
        sentences = [line[start:end] for line in lines for start, end in sentence_spans(line, english)]
        titles.append(f"{path.parent.name}/{path.stem} {lines[0] if lines else ''}")
        features.append(features_of(sentences, "en", sentences, "en"))
    several: Any = [each.members for each in clusters.stories(features) if len(each.members) > 1]
    print(f"{sum(map(len, several))} of {len(features)} articles are in {len(several)} stories of several")
    for members in random.Random(1).sample(several, min(number, len(several))):  # noqa: S311 - no secret
        print(f"- {'; '.join(titles[member] for member in members)}")


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("events", type=Path, nargs="?")
    parser.add_argument("--pivot", default="es")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--pairs-of-events", type=Path)
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--read", type=int, default=50)
    given = parser.parse_args()
    if given.pairs_of_events:
        measure_pairs_of_events(given.pairs_of_events)
    if given.articles:
        measure_articles(given.articles, given.read)
    if given.data and given.events:
        with tempfile.TemporaryDirectory() as temporary:
            measure_documents(given.data, given.events, given.keep or Path(temporary), given.pivot)


if __name__ == "__main__":
    main()
