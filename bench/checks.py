"""Measure the checks: how often they are wrong about people's translations, and how often they find an error.

    .venv/bin/python bench/checks.py DATA [--half tune|report]

DATA holds ``<document>/<language>.txt``, one sentence a line, the same sentences in every language. The
checks were tuned on every other document; the tables of docs/measurements/quality.md are of the rest.
References in two languages are taken as translations of each other: from and to English, and between others.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import languages
from pipeline.check.case import Case
from pipeline.check.checker import Checker
from pipeline.check.numbers.currencies import amounts
from pipeline.check.numbers.figures import figures
from pipeline.check.numbers.word_forms import normal
from pipeline.check.rules import CHECKS
from pipeline.detect.detector import LangdetectDetector

Seed: TypeAlias = Callable[[Case, random.Random], Case | None]
STEPS = (1, 7)
"""Steps in the alphabet of codes: beside English, each language is paired with those so many places after
it."""
URLS = (
    "https://example.org/a/b?id=7",
    "http://www.example.com/news",
    "desk@example.org",
    "example.net/live/1",
)
SIGNS = "€$£¥₹₽"


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


def changed(case: Case, *, target: str, source: str | None = None) -> Case | None:
    """Return the case with another translation; None where it is the same."""
    if target == case.target:
        return None
    return Case(
        source=case.source if source is None else source,
        target=target,
        source_language=case.source_language,
        target_language=case.target_language,
    )


def shared_number(case: Case, chance: random.Random, *, least: int) -> re.Match[str] | None:
    """Choose a whole number that both texts have in figures."""
    there = set(re.findall(r"(?<![\d.,])[0-9]+(?![.,]?\d)", case.source))
    found = re.finditer(r"(?<![\d.,])[0-9]+(?![.,]?\d)", case.target)
    numbers = [match for match in found if match[0] in there and len(match[0]) >= least]
    return chance.choice(numbers) if numbers else None


def other_digit(case: Case, chance: random.Random) -> Case | None:
    """Change one digit of a number of at least two that both texts have in figures, in whatever form."""
    there = {value for figure in figures(case.source, case.source_language) for value in figure.values}
    texts = {figure.text for figure in figures(case.target, case.target_language) if figure.values & there}
    places = [
        match.start() + at
        for match in re.finditer(r"\d(?:[\d.,]*\d)", case.target)
        if any(text.startswith(match[0]) for text in texts)
        for at, sign in enumerate(match[0])
        if sign.isdecimal()
    ]
    if not places:
        return None
    at = chance.choice(places)
    old = int(case.target[at])
    new = chance.choice([digit for digit in range(1, 10) if digit != old])
    return changed(
        case, target=case.target[:at] + chr(ord(case.target[at]) - old + new) + case.target[at + 1 :]
    )


def no_number(case: Case, chance: random.Random) -> Case | None:
    """Take out a number of at least two digits."""
    match = shared_number(case, chance, least=2)
    return match and changed(case, target=case.target.replace(match[0], ""))


def ten_times(case: Case, chance: random.Random) -> Case | None:
    """Put a nought behind a number."""
    match = shared_number(case, chance, least=1)
    return match and changed(case, target=case.target[: match.end()] + "0" + case.target[match.end() :])


def other_currency(case: Case, chance: random.Random) -> Case | None:
    """Put the sign of another currency in the place of an amount's sign or name."""
    text = normal(case.target)
    here = [one for one in amounts(case.target, case.target_language) if one.is_amount]
    if not here:
        return None
    named = {kind for one in here for kind in one.kinds}
    named |= {kind for one in amounts(case.source, case.source_language) for kind in one.kinds}
    free = [mark for mark in SIGNS if not any(one.kinds & named for one in amounts(mark, "en"))]
    sign = chance.choice(free)
    for one in reversed(here):
        text = text[: one.start] + sign + text[one.end :]
    return changed(case, target=text)


def other_name(case: Case, chance: random.Random) -> Case | None:
    """Give both texts an amount, by the names of two currencies."""
    one, other = chance.sample(["dollar", "euro", "pound", "yen", "rouble", "franc"], 2)
    names = [
        dict(languages.get(code).checks.currencies)[kind][0].rstrip("*")
        for code, kind in ((case.source_language, one), (case.target_language, other))
    ]
    return changed(case, source=f"{case.source} (30 {names[0]})", target=f"{case.target} (30 {names[1]})")


def no_address(case: Case, chance: random.Random) -> Case | None:
    """Give the source an address and leave it out, or break it in one sign."""
    address = chance.choice(URLS)
    at = chance.randrange(len(address))
    broken = address[:at] + address[at + 1 :] if chance.random() < 0.5 else ""
    return changed(case, source=f"{case.source} ({address})", target=f"{case.target} ({broken})")


def source_again(case: Case, _: random.Random) -> Case | None:
    """Give the source back."""
    return changed(case, target=case.source) if len(re.findall(r"[^\W\d_]{2,}", case.source)) >= 4 else None


def nothing(case: Case, chance: random.Random) -> Case | None:
    """Give nothing back, or nothing but marks."""
    return changed(case, target=chance.choice(["", " ", "\u00a0", "...", "–"]))


def loop(case: Case, chance: random.Random) -> Case | None:
    """Repeat the last words, as a model does when it does not find the end."""
    joint = languages.get(case.target_language).separator
    words = case.target.split() if joint else list(case.target)
    count = chance.randint(1, 6)
    if len(words) < count or not any(map(str.isalpha, "".join(words[-count:]))):
        return None
    return changed(case, target=joint.join([*words, *(words[-count:] * chance.randint(4, 12))]))


def half(case: Case, _: random.Random) -> Case | None:
    """Keep the first 45 % of a long sentence."""
    return (
        changed(case, target=case.target[: len(case.target) * 45 // 100]) if len(case.source) > 60 else None
    )


def third_language(case: Case, _: random.Random) -> Case | None:
    """Give the source of a long sentence with its words in another order: a text in the wrong language."""
    words = case.source.split()
    return changed(case, target=" ".join([*words[1:], *words[:1]])) if len(case.source) > 60 else None


def open_bracket(case: Case, _: random.Random) -> Case | None:
    """Take out a closing bracket."""
    return changed(case, target=re.sub(r"[)）]", "", case.target, count=1))


def left_passage(case: Case, chance: random.Random) -> Case | None:
    """Put eight words of the source into the translation."""
    words, target = case.source.split(), case.target.split()
    if len(words) < 16 or not languages.get(case.source_language).separator:
        return None
    at = chance.randrange(len(words) - 8)
    return changed(case, target=" ".join([*target[:3], *words[at : at + 8], *target[8:]]))


SEEDS: tuple[tuple[str, str, Seed], ...] = (
    ("numbers", "a digit changed", other_digit),
    ("numbers", "a number left out", no_number),
    ("numbers", "a number ten times as large", ten_times),
    ("currencies", "another sign", other_currency),
    ("currencies", "another name", other_name),
    ("urls", "an address left out or broken", no_address),
    ("echo", "the source given back", source_again),
    ("empty", "nothing, or only marks", nothing),
    ("repetition", "the last words over and over", loop),
    ("length", "cut off after 45 %", half),
    ("language", "in the source's language", third_language),
    ("marks", "a closing bracket left out", open_bracket),
    ("untranslated", "eight words left as they were", left_passage),
)


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
