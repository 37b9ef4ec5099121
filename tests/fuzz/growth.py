"""Measure whether four times as many signs take four times as long.

    .venv/bin/python -m tests.fuzz.growth [--bytes 60000]

Every repeated sequence goes through every stage at a size and at four times that size; where that takes more
than eight times the processor time, a stage may be quadratic, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

import languages
from languages import Language
from pipeline.checks import Checker
from pipeline.checks.case import Case
from pipeline.detect import LangdetectDetector
from pipeline.engines import apertium_stream as stream
from pipeline.hygiene import clean
from pipeline.protect.find import find
from pipeline.protect.join import Restored
from pipeline.protect.ladder import attempts
from pipeline.quotes import typeset
from pipeline.records import Length, Segment
from pipeline.sources import markdown, structure
from pipeline.split import sentence_spans, squeeze
from pipeline.summarise import Extractor

UNITS = (
    *(
        " ",
        "\n",
        "\t",
        "a",
        "A",
        "1",
        ".",
        ",",
        '"',
        "'",
        "«",
        "»",
        "(",
        ")",
        "[",
        "]",
        "{",
        "<",
        ">",
        "*",
        "_",
        "`",
    ),
    *(
        "~",
        "#",
        "|",
        "\\",
        "/",
        "@",
        "&",
        "%",
        "-",
        "=",
        "+",
        "!",
        "?",
        ":",
        "…",
        "。",
        "、",
        "「",
        "政",
        "\u0301",
        "\u200d",
    ),
    *(
        "a ",
        "a. ",
        "A. ",
        "1. ",
        "1.1",
        "1,0",
        "1 ",
        "- ",
        "> ",
        ">\n",
        "* ",
        "# ",
        "a\n",
        "a\n\n",
        " \n",
        "\n a",
        "A.B.",
    ),
    *(
        "[a](",
        "![",
        "[a]",
        "[^1]",
        "[^1]: a\n",
        "[a]: b\n",
        "**a",
        "*a ",
        "_a_ ",
        "~~a",
        "`a",
        "``a`",
        "<a ",
        "</a>",
        "<!--",
    ),
    *(
        "&amp;",
        "| a ",
        "|a|\n|-|\n",
        "a  \n",
        "a\\\n",
        "    a\n",
        "- a\n",
        " - a\n",
        "1) a\n",
        "```\n",
        "---\n",
        "a\n---\n",
    ),
    *(
        "http://a",
        "www.",
        "a@",
        "a.b",
        "a/b",
        "/a",
        "C:\\",
        "%s",
        "%1",
        "{a}",
        "{{",
        "XQ1Z",
        "a_b",
        "f()",
        "#a",
        "@a",
    ),
    *(
        "z.B. ",
        "Dr. ",
        "p.m. ",
        "U.S. ",
        "12:00 ",
        "3. Mai ",
        "$5 ",
        "(AFP)",
        "« a » ",
        '"a" ',
        "a' ",
        "[1]",
        ".[1]",
    ),
    *(
        "\U0001f468\u200d",
        "\u0915\u094d\u200d",
        "\ufe0f",
        "\u202e",
        "e\u0301",
        "\u1100\u1161",
        "ﷺ",
        "İ",
        "\U0001f1e6",
    ),
    *("très ", "vingt ", "cent mille ", "million ", "very ", "IV ", "twenty-", "dos mil "),
)
"""What is repeated."""

_CASES = ("fr", "de", "ja", "ar", "en")
_LIMIT = 8.0
_LEAST = 0.1
"""Seconds that the larger size takes at least for anything to be said."""


def stages() -> dict[str, Callable[[str], object]]:
    """Return what a text goes through, by name."""
    checker = Checker(LangdetectDetector())
    known = {code: languages.get(code) for code in _CASES}

    def check(text: str, target: str, pair: tuple[str, str]) -> object:
        return checker.check(
            Case(source=text, target=target, source_language=pair[0], target_language=pair[1])
        )

    def protect(text: str) -> object:
        text = squeeze(text)
        return [attempt.restore(attempt.texts) for attempt in attempts(text, find(text), ("word", "blank"))]

    def summarise(text: str) -> object:
        segments = tuple(
            Segment(id=f"b1.{number}", block=0, start=start, end=end, text=text[start:end], language="en")
            for number, (start, end) in enumerate(sentence_spans(text, languages.get("en")), 1)
        )
        return segments and Extractor().select(segments, Length(unit="sentences", value=5.0), language="en")

    return {
        "hygiene": clean,
        "structure": structure.find_blocks,
        "markdown": markdown.parse,
        **{f"split {code}": partial(_split, own) for code, own in known.items()},
        "detect": LangdetectDetector().detect,
        "summarise": summarise,
        "protect": protect,
        "apertium": lambda text: stream.decode(stream.encode([text.strip() or "a"]), [text.strip() or "a"]),
        "quotes": lambda text: typeset(Restored(text=text, items=find(text)), "fr", "de"),
        "checks": lambda text: check(text, text[::-1], ("fr", "de")),
        "checks ja": lambda text: check(text, text + "a", ("en", "ja")),
    }


def _split(language: Language, text: str) -> object:
    return sentence_spans(text, language)


def measured(run: Callable[[str], object], unit: str, length: int) -> tuple[float, float]:
    """Return the processor seconds for a text of ``length`` and for one four times as long."""
    seconds = []
    for size in (length, 4 * length):
        text = (unit * (size // len(unit) + 1))[:size]
        start = time.process_time()
        try:
            run(text)
        except Exception as error:  # noqa: BLE001 - the time is what matters here
            print(f"    {unit!r}: {type(error).__name__}: {str(error)[:80]}", file=sys.stderr)
        seconds.append(time.process_time() - start)
    return seconds[0], seconds[1]


def steep(length: int, names: list[str]) -> Iterator[tuple[str, str, float, float]]:
    """Yield stage, unit and the two times of what grows too fast."""
    for (name, run), unit in itertools.product(stages().items(), UNITS):
        if names and name not in names:
            continue
        one, four = measured(run, unit, length)
        if four > _LEAST and four > _LIMIT * one and four > _LIMIT * measured(run, unit, length)[0]:
            yield name, unit, one, four


def main() -> int:
    """Measure, and print what grows too fast."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--bytes", type=int, default=60_000)
    parser.add_argument("--stage", action="append", default=[])
    options = parser.parse_args()
    found = 0
    for name, unit, one, four in steep(options.bytes, options.stage):
        found += 1
        print(f"{name}: {unit!r}: {one:.3f} s, {four:.3f} s for four times as much", flush=True)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
