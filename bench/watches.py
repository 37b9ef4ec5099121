"""Measure how well watches find names in other languages: the table of docs/measurements/summaries.md.

    .venv/bin/python bench/watches.py DATA

DATA holds ``<document>/<language>.txt``, one sentence a line, the same sentences in every language. A name
that stands in an English sentence should be found in each translation of it, and in no other sentence.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import languages
from pipeline.digest.watches.index import TermIndex
from pipeline.digest.watches.opened import opened_watch
from pipeline.digest.watches.watch import Watch

NAMES = (
    *("Trump", "Kavanaugh", "Donald", "Ford", "Brett", "Warren", "Davis", "Theresa", "Putin", "California"),
    *(
        "Macedonia",
        "Washington",
        "Toyota",
        "Corbyn",
        "Merkel",
        "Johnson",
        "Rosa",
        "Virginia",
        "Clark",
        "Blasey",
    ),
    *("Maurice", "Facebook", "Twitter", "Indonesia", "Arizona", "Mexico", "Pyongyang", "Sanders", "Clinton"),
    *(
        "Moscow",
        "Skopje",
        "Woods",
        "Sturgeon",
        "McCain",
        "Netanyahu",
        "Obama",
        "Tusk",
        "Khan",
        "Musk",
        "Google",
    ),
)
"""Names in the news of NTREX's development set, as English writes them; the constants were chosen on them."""


def main() -> None:
    """Print a row for each language, and how fast texts are read."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path)
    data: Path = parser.parse_args().data
    documents = sorted(path for path in data.iterdir() if (path / "en.txt").is_file())
    index = TermIndex([opened_watch(Watch(name="names", names=NAMES))])

    def found(code: str) -> list[frozenset[int]]:
        texts = (path / f"{code}.txt" for path in documents)
        return [index.found(line, code) for text in texts for line in text.read_text("utf-8").splitlines()]

    english = found("en")
    wanted = sum(map(len, english))
    print("| language | found of the names | right of the hits |\n|---|---|---|")
    for code in sorted(languages.codes()):
        if code == "en" or not all((path / f"{code}.txt").is_file() for path in documents):
            continue
        hits = found(code)
        right = sum(len(one & other) for one, other in zip(english, hits, strict=True))
        share = right / max(1, sum(map(len, hits)))
        print(f"| {languages.get(code).name} | {right / wanted:.2f} | {share:.2f} |")
    whole = " ".join((path / "en.txt").read_text("utf-8") for path in documents)
    began = time.process_time()
    index.found(whole, "en")
    print(f"\n{wanted} names; {len(whole.split()) / (time.process_time() - began):,.0f} words a second")


if __name__ == "__main__":
    main()
