"""Measure the checks: how often they are wrong about people's translations, and how often they find an error.

    .venv/bin/python bench/checks.py DATA [--half tune|report]

DATA holds ``<document>/<language>.txt``, one sentence a line, the same sentences in every language. The
checks were tuned on every other document; the tables of docs/measurements/quality.md are of the rest.
References in two languages are taken as translations of each other: from and to English, and between others.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from check_seeds import SEEDS

import languages
from pipeline.check.case import Case
from pipeline.check.checker import Checker
from pipeline.check.rules import CHECKS
from pipeline.detect.detector import LangdetectDetector

STEPS = (1, 7)
"""Steps in the alphabet of codes: beside English, each language is paired with those so many places after
it."""


def pairs(codes: Sequence[str]) -> list[tuple[str, str]]:
    """Return the pairs of languages that are measured."""
    others = [code for code in codes if code != "en"]
    found = [pair for code in others for pair in (("en", code), (code, "en"))]
    for step in STEPS:
        found += [(code, others[(at + step) % len(others)]) for at, code in enumerate(others)]
    return found


def cases(data: Path, half: str) -> Iterator[Case]:
    """Yield every segment of one half of the documents in every pair."""
    documents = sorted(path for path in data.iterdir() if path.is_dir())
    chosen = documents[0 if half == "tune" else 1 :: 2]
    codes = [code for code in languages.codes() if (documents[0] / f"{code}.txt").is_file()]
    for source, target in pairs(codes):
        for document in chosen:
            texts = [(document / f"{code}.txt").read_text("utf-8").splitlines() for code in (source, target)]
            for before, after in zip(*texts, strict=True):
                if before.strip() and after.strip():
                    yield Case(source=before, target=after, source_language=source, target_language=target)


def false_alarms(all_cases: Sequence[Case], checker: Checker) -> None:
    """Print how many of people's translations each check flags, and in which pair it does so most."""
    flagged: Counter[tuple[str, str]] = Counter()
    by_pair: dict[str, Counter[str]] = {name: Counter() for name in CHECKS}
    sizes = Counter(f"{case.source_language}-{case.target_language}" for case in all_cases)
    seconds = -time.process_time()
    for case in all_cases:
        for check in checker.check(case):
            flagged[check.name, check.verdict] += 1
            if check.verdict != "pass":
                by_pair[check.name][f"{case.source_language}-{case.target_language}"] += 1
    seconds += time.process_time()
    print(f"{len(all_cases):,} segments in {len(sizes)} pairs, {len(all_cases) / seconds:,.0f} a CPU-second")
    print()
    print("| check | fails | warns | flagged | most in |")
    print("|---|---|---|---|---|")
    for name in CHECKS:
        fails, warns = flagged[name, "fail"], flagged[name, "warn"]
        if not fails + warns + flagged[name, "pass"]:
            continue  # terms: there is no glossary
        pair, count = max(by_pair[name].items(), key=lambda item: item[1] / sizes[item[0]], default=("", 0))
        most = f"{pair} {count / sizes[pair]:.1%}" if pair else ""
        print(
            f"| {name} | {fails / len(all_cases):.2%} | {warns / len(all_cases):.2%} "
            f"| {(fails + warns) / len(all_cases):.2%} | {most} |"
        )


def caught(all_cases: Sequence[Case], checker: Checker) -> None:
    """Print how many seeded errors are found, in segments that the check passes as they are."""
    print("| check | seeded error | segments | flagged | failed |")
    print("|---|---|---|---|---|")
    for name, words, seed in SEEDS:
        chance = random.Random(7)  # noqa: S311
        found: Counter[str] = Counter()
        for case in all_cases:
            wrong = seed(case, chance)
            if wrong is None or verdict(checker, case, name) != "pass":
                continue
            found[verdict(checker, wrong, name)] += 1
        total = found.total()
        if total:
            flagged = total - found["pass"]
            print(f"| {name} | {words} | {total:,} | {flagged / total:.2%} | {found['fail'] / total:.2%} |")


def verdict(checker: Checker, case: Case, name: str) -> str:
    """Return the verdict of one check."""
    return checker.check_one(name, case).verdict


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--half", choices=("tune", "report"), default="report")
    given = parser.parse_args()
    checker = Checker(LangdetectDetector())
    all_cases = list(cases(given.data, given.half))
    false_alarms(all_cases, checker)
    print()
    caught(all_cases, checker)


if __name__ == "__main__":
    main()
