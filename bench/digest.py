"""Measure what a digest puts together, stories and near-duplicates: tables of docs/measurements/summaries.md.

    .venv/bin/python bench/digest.py DATA [--pivot es] [--half report] [--keep FOLDER]
    .venv/bin/python bench/digest.py --articles CSV

DATA holds ``<document>/<language>.txt``, one sentence a line, the same sentences in every language. Every
text is cut into two halves, and all that comes from one document, in whatever language, is one story. They
go through a real run, translated into the pivot language where a route leads to it; what is compared is read
from its folder. The constants were chosen on every second document (``--half tune``). ``--keep`` names a
folder for the run, which is then gone on with.

CSV has English reports in a column ``article``, one a row, as CNN/Daily Mail is published. They are cut into
halves likewise, and looked at together in as many as DATA has in one language, or more.

B-cubed (Bagga and Baldwin 1998): of each text the share of its cluster that is of its story, and the share of
its story that is in its cluster, averaged over all texts; F1 is of the two averages.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

import languages
from pipeline.core.contract import RunRecord
from pipeline.digest import reports
from pipeline.digest.reports import Report
from pipeline.digest.stories import clusters, near_duplicates
from pipeline.digest.stories.disk_rows import Rows
from pipeline.digest.stories.features import Features, counted
from pipeline.digest.stories.report import features_of
from pipeline.run.configuration.config import load_config
from pipeline.run.configuration.options import Options
from pipeline.run.job import run
from pipeline.split.splitter import sentence_spans
from pipeline.write import stored_run

SAME_EVENT = (
    ("abcnews.306755", "newsweek.51300"),
    ("euronews-en.153797", "euronews-en.153835", "reuters.218863", "telegraph.405422"),
    ("cnn.304447", "newsweek.51310", "newsweek.51330"),
)
"""Documents of the development set that report the same event, judged by titles and first sentences."""
SEED = 1
COPIES = 6
"""Number of versions of each text for the near-duplicates."""
SENTENCES = (4, 28)
"""Sentences of an article that are cut into halves, as many as documents of the development set have: least
and most."""
TOGETHER = (20, 100, 400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """One half of a document in one language."""

    document: str
    first: bool
    report: Report
    features: Features


def b_cubed(truth: Sequence[str], groups: Sequence[Sequence[int]]) -> tuple[float, float, float]:
    """Return precision, recall and F1, from 0 to 1."""
    sizes = Counter(truth)
    precision = recall = 0.0
    for group in groups:
        held = Counter(truth[position] for position in group)
        for name, number in held.items():
            precision += number * number / len(group)
            recall += number * number / sizes[name]
    precision, recall = precision / len(truth), recall / len(truth)
    return precision, recall, 2 * precision * recall / (precision + recall)


def write_halves(data: Path, folder: Path) -> None:
    """Write both halves of every text, a sentence a paragraph."""
    for path in sorted(data.glob("*/*.txt")):
        lines = path.read_text().splitlines()
        middle = (len(lines) + 1) // 2
        for name, part in (("a", lines[:middle]), ("b", lines[middle:])):
            place = folder / path.parent.name / f"{path.stem}.{name}.txt"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text("\n\n".join(part) + "\n")


def halves(data: Path, work: Path, pivot: str) -> list[Half]:
    """Run over all halves, and return the data for comparison of each that could be read."""
    folder = work / "halves"
    if not folder.is_dir():
        write_halves(data, folder)
    options = Options(to=(pivot,), out=str(work / "runs"), run_id=f"to-{pivot}", workers=os.cpu_count())
    config = replace(load_config([str(folder)], options), lenient=True)
    record: RunRecord = run(config)
    print(f"{record.counts.failed} of {len(record.documents)} halves are in no language that can be told")
    found = reports.read_reports(config.folder, stored_run.stored_from(record), pivot)
    return [
        Half(
            document=Path(report.origin).parent.name,
            first=report.origin.endswith(".a.txt"),
            report=report,
            features=compared.features(),
        )
        for report, compared in found
    ]


def stories(
    chosen: Sequence[Half],
    change: Callable[[Features], Features],
    name: Callable[[str], str] = str,
) -> tuple[float, float, float]:
    """Return B-cubed of the stories found; ``change`` removes part of the features."""
    found = [each.members for each in clusters.stories([change(half.features) for half in chosen])]
    return b_cubed([name(half.document) for half in chosen], found)


def event(document: str) -> str:
    """Return the document's name, or one for all that report the same event."""
    return next((names[0] for names in SAME_EVENT if document in names), document)


NOTHING = counted({}, 1)
VIEWS: dict[str, Callable[[Features], Features]] = {
    "words and names": lambda found: found,
    "words alone": lambda found: replace(found, names=NOTHING),
}


def measure_stories(found: Sequence[Half], pivot: str) -> None:
    """Print the table of stories."""
    reachable = sorted({half.report.language for half in found if half.report.pivoted})
    everyone = sorted({half.report.language for half in found})
    print(f"languages that reach {pivot}: {' '.join(reachable)}; all: {' '.join(everyone)}")
    print("| compared | halves | by | precision | recall | F1 | F1, same event one story |")
    print("|---|---|---|---|---|---|---|")
    sets = {
        "one language, mean": [[h for h in found if h.report.language == code] for code in everyone],
        f"languages that reach {pivot}": [[half for half in found if half.report.pivoted]],
        "all languages": [list(found)],
        "all languages, first halves alone": [[half for half in found if half.first]],
    }
    for name, parts in sets.items():
        for view, change in VIEWS.items():
            strict = np.mean([stories(part, change) for part in parts], axis=0)
            joined = np.mean([stories(part, change, event) for part in parts], axis=0)
            number = sum(map(len, parts))
            print(
                f"| {name} | {number} | {view} | {strict[0]:.3f} | {strict[1]:.3f} | {strict[2]:.3f}"
                f" | {joined[2]:.3f} |"
            )


def versions(lines: Sequence[str], choice: random.Random) -> Iterator[str]:
    """Yield a text as several outlets would print it: cut, framed, touched up, put in another order."""
    yield "\n".join(lines)
    frames = ["Reporting by our staff; editing by the desk.", "Follow us for more.", "All rights reserved."]
    for number in range(1, COPIES):
        kept = list(lines[: max(1, round(len(lines) * choice.uniform(0.6, 1.0)))])
        if number % 2:
            place = choice.randrange(len(kept))
            kept = [*kept[place:], *kept[:place]]  # paragraphs in another order
        spaced = [line.split(" ") for line in kept]
        touched = [
            " ".join(word for word in line if len(line) < 3 or choice.random() > 0.05) for line in spaced
        ]
        yield "\n".join([f"({choice.choice('ABCDEFG')} wire)", *touched, choice.choice(frames)])


def measure_near(data: Path, half: int) -> None:
    """Print how well seeded near-duplicates are found in every second document from ``half`` on."""
    choice = random.Random(SEED)  # noqa: S311 - no secret
    truth: list[str] = []
    signatures = Rows(near_duplicates.SIGNATURE_DTYPE)
    for folder in sorted(path for path in data.iterdir() if path.is_dir())[half::2]:
        for path in sorted(folder.glob("*.txt")):
            for text in versions(path.read_text().splitlines(), choice):
                truth.append(f"{folder.name} {path.stem}")
                signatures.append(near_duplicates.signature(text))
    precision, recall, f1 = b_cubed(truth, near_duplicates.groups(signatures))
    print(f"near-duplicates: {len(truth)} texts of {len(set(truth))}: {precision:.3f} {recall:.3f} {f1:.3f}")


def measure_articles(path: Path) -> None:
    """Print how well halves of reports are put together, by the number of reports looked at together."""
    csv.field_size_limit(sys.maxsize)
    choice = random.Random(SEED)  # noqa: S311 - no secret
    cut = []
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            text = " ".join(row["article"].split())
            spans = sentence_spans(text, languages.get("en"))
            sentences = [text[start:end] for start, end in spans][: choice.randint(*SENTENCES)]
            middle = (len(sentences) + 1) // 2
            if len(sentences) >= SENTENCES[0]:
                cut.append([sentences[:middle], sentences[middle:]])
    choice.shuffle(cut)
    print("| reports at a time | times | precision | recall | F1 | of the mean, +- |")
    print("|---|---|---|---|---|---|")
    for size in TOGETHER:
        parts = [cut[first : first + size] for first in range(0, len(cut) - size + 1, size)]
        figures = np.array([_halves_joined(part) for part in parts])
        mean, error = figures.mean(axis=0), figures[:, 2].std() / np.sqrt(len(parts))
        print(f"| {size} | {len(parts)} | {mean[0]:.3f} | {mean[1]:.3f} | {mean[2]:.3f} | {error:.3f} |")


def _halves_joined(part: Sequence[Sequence[Sequence[str]]]) -> tuple[float, float, float]:
    truth = [str(number) for number, halves_of in enumerate(part) for _ in halves_of]
    found = [features_of(text, "en", text, "en") for halves_of in part for text in halves_of]
    return b_cubed(truth, [each.members for each in clusters.stories(found)])


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("--pivot", default="es")
    parser.add_argument("--half", choices=["tune", "report"], default="report")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--articles", type=Path)
    given = parser.parse_args()
    if given.articles:
        measure_articles(given.articles)
    if given.data is None:
        return
    first = 0 if given.half == "tune" else 1
    measure_near(given.data, first)
    names = sorted(path.name for path in given.data.iterdir() if path.is_dir())[first::2]
    with tempfile.TemporaryDirectory() as temporary:
        found = halves(given.data, given.keep or Path(temporary), given.pivot)
    measure_stories([half for half in found if half.document in names], given.pivot)


if __name__ == "__main__":
    main()
