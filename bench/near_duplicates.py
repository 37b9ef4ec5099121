"""Measure how well a digest finds near-duplicates: a figure of docs/measurements/summaries.md.

    .venv/bin/python bench/near_duplicates.py DATA [--half report]

DATA holds ``<document>/<language>.txt``, one sentence a line. Of every text there are six versions, as
several outlets would print it. The constants were chosen on every second document (``--half tune``).

B-cubed (Bagga and Baldwin 1998): of each text the share of its cluster that is of its story, and the share of
its story that is in its cluster, averaged over all texts; F1 is of the two averages.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import languages
from pipeline.digest.copies import CopiedText, count_others, name_others, read_text
from pipeline.digest.stories import near_duplicates
from pipeline.digest.stories.disk_rows import Rows

SEED = 1
COPIES = 6
"""Number of versions of each text."""


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
    texts: list[CopiedText] = []
    signatures = Rows(near_duplicates.SIGNATURE_DTYPE)
    for folder in sorted(path for path in data.iterdir() if path.is_dir())[half::2]:
        for path in (path for path in sorted(folder.glob("*.txt")) if path.stem in languages.codes()):
            for text in versions(path.read_text().splitlines(), choice):
                truth.append(f"{folder.name} {path.stem}")
                signatures.append(near_duplicates.signature(text))
                texts.append(read_text(text.splitlines(), path.stem))

    def contradict(one: int, other: int) -> bool:
        pair = texts[one], texts[other]
        return name_others(*pair) or count_others(*pair)

    precision, recall, f1 = b_cubed(truth, near_duplicates.groups(signatures, contradict))
    print(f"near-duplicates: {len(truth)} texts of {len(set(truth))}: {precision:.3f} {recall:.3f} {f1:.3f}")


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--half", choices=["tune", "report"], default="report")
    given = parser.parse_args()
    measure_near(given.data, 0 if given.half == "tune" else 1)


if __name__ == "__main__":
    main()
