"""Count how many of pySBD's golden rules each splitter keeps: a table of docs/measurements/quality.md.

    .venv/bin/uv run --with sentencex==1.0.32 --with pysbd==0.3.4 python bench/split_golden.py TESTS

TESTS is the folder ``lang`` among the tests in pySBD's source. Its cases are read, not run: pairs of a
text and the list of its sentences. One is kept where just these come out, white space at their ends aside.
"""

from __future__ import annotations

import argparse
import ast
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from split import Splitter, boundaries, splitters

import languages

NAMES = {"deutsch": "de"}
"""Languages' codes by the names of files that are not called by the language's name in English."""


def cases(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the texts of a file, each with its sentences."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        values = node.elts if isinstance(node, ast.Tuple) else node.args if isinstance(node, ast.Call) else []
        if len(values) != 2 or not isinstance(values[1], ast.List):
            continue
        try:
            text, sentences = map(ast.literal_eval, values)
        except ValueError:  # computed, so not a case
            continue
        if isinstance(text, str):
            yield text, [sentence.strip() for sentence in sentences]


def keeps(splitter: Splitter, text: str, code: str, sentences: list[str]) -> bool:
    """Tell whether just these sentences come out."""
    cuts = [0, *sorted(boundaries(splitter, text, code)), len(text)]
    return [text[start:end].strip() for start, end in pairwise(cuts)] == sentences


def main() -> None:
    """Count over all files of languages that have one here."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tests", type=Path)
    codes = {language.name.lower(): language.code for language in languages.everyone()} | NAMES
    compared = splitters()
    print("| language | rules |", " | ".join(compared), "|")
    print("|---|---|" + "---|" * len(compared))
    total: Counter[str] = Counter()
    for path in sorted(parser.parse_args().tests.glob("test_*.py")):
        code = codes.get(path.stem.removeprefix("test_"))
        if code is None:
            continue
        found = list(cases(path))
        kept = {
            name: sum(keeps(splitter, text, code, sentences) for text, sentences in found)
            for name, splitter in compared.items()
        }
        total.update(kept, rules=len(found))
        print(f"| {code} | {len(found)} |", " | ".join(str(kept[name]) for name in compared), "|")
    print(f"| all | {total['rules']} |", " | ".join(str(total[name]) for name in compared), "|")


if __name__ == "__main__":
    main()
