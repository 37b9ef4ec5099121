"""Measure whether the time of every stage grows with the length of what it reads, and no faster.

    .venv/bin/python -m tests.campaigns.fuzz.growth [--signs 60000] [--stage NAME]

Every repeated sequence goes through every stage at a size and at four times that size. What takes ``n`` to the
power of more than 1.25 is measured again at twice the size, and again; where it stays so, the exit code is 1.
``test_growth.py`` does the same with one sequence of each kind.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import math
import sys
import time
from collections.abc import Callable
from functools import partial

import languages
from languages import Language
from pipeline.check.case import Case
from pipeline.check.checker import Checker
from pipeline.core.records import Length, Segment
from pipeline.core.text.normalise import normalise
from pipeline.detect.detector import LangdetectDetector
from pipeline.read import plain_text
from pipeline.read.markdown import document
from pipeline.split.splitter import sentence_spans, squeeze
from pipeline.summarise import Extractor
from pipeline.translate.engines.apertium import stream
from pipeline.translate.protect.attempts import attempts
from pipeline.translate.protect.patterns import find_protected
from pipeline.translate.protect.restore import Restored
from pipeline.translate.typesetting.quotation_marks import typeset

KINDS = (
    "e.g. i.e. ",
    "U.S. Mr. p.m. ",
    '"a. ',
    "« a » „b“ ",
    "(a [b {",
    "1.000.000,5 ",
    "1,01,01,0",
    "*a **b _c ",
    "- a – b — ",
    "- a\n1. b\n> ",
    "[a](b ![c][d] ",
    "&amp;&#1;&a ",
    "9 p.m. March 4 ",
    "Donaudampfschifffahrt",
    "a\u0301\u0323",
    "👨\u200d👩 ",
    "http://a.b/@c ",
)
"""One of each kind: abbreviations, quotes, brackets, figures, emphasis, lists, links, entities, marks."""
UNITS = (
    *KINDS,
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
TIMES = 4
"""How many times as long the longer text is."""
LIMIT = 1.25
"""The power of the length that the time may grow with: 1 is what is asked for; a square is 2, a sort 1.1."""
ROUNDS = 4
"""What seems steep is measured so often, each time at twice the size: others at work, and costs that do not
grow, count for less and less, what is steep for more."""
_numbers = itertools.count()
_FLOOR = 0.0005
"""Seconds of the processor that a text is taken to need at least: less is the clock's own steps."""
_REPEATS = 2
_ENOUGH = 0.02
"""Seconds after which a text is not measured again; the least counts, for others at work only ever add."""


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
        return [
            attempt.restore(attempt.texts)
            for attempt in attempts(text, find_protected(text), ("word", "blank"))
        ]

    def summarise(text: str) -> object:
        segments = tuple(
            Segment(id=f"b1.{number}", block=0, start=start, end=end, text=text[start:end], language="en")
            for number, (start, end) in enumerate(sentence_spans(text, languages.get("en")), 1)
        )
        return segments and Extractor().select(segments, Length(unit="sentences", value=5.0), language="en")

    return {
        "hygiene": normalise,
        "structure": plain_text.find_blocks,
        "markdown": document.parse,
        **{f"split {code}": partial(_split, own) for code, own in known.items()},
        "detect": LangdetectDetector().detect,
        "summarise": summarise,
        "protect": protect,
        "apertium": lambda text: stream.decode_stream(
            stream.encode_stream([text.strip() or "a"]), [text.strip() or "a"]
        ),
        "quotes": lambda text: typeset(Restored(text=text, items=find_protected(text)), "fr", "de"),
        "checks": lambda text: check(text, text[::-1], ("fr", "de")),
        "checks ja": lambda text: check(text, text + "a", ("en", "ja")),
    }


def _split(language: Language, text: str) -> object:
    return sentence_spans(text, language)


def power(run: Callable[[str], object], unit: str, size: int) -> float:
    """Return the power of the length that the time grows with, from ``size`` signs on; 0 where it shrinks."""
    run((unit * size)[: size // TIMES])  # what is loaded when it is first wanted is no growth
    one, many = (_seconds(run, (unit * length)[:length]) for length in (size, TIMES * size))
    return max(0.0, math.log(many / one, TIMES))


def is_steep(run: Callable[[str], object], unit: str, size: int) -> bool:
    """Say whether the time grows faster than it may, at a size and at its doubles."""
    return all(power(run, unit, size * 2**number) > LIMIT for number in range(ROUNDS))


def _seconds(run: Callable[[str], object], text: str) -> float:
    """Return the least processor time that a text takes."""
    found: list[float] = []
    gc.disable()  # it looks through all that the other tests hold, now and then
    try:
        while len(found) < _REPEATS and sum(found) < _ENOUGH:
            different = f"{text} {next(_numbers)}"  # for stages know again what they have just seen
            start = time.process_time()
            run(different)
            found.append(time.process_time() - start)
    finally:
        gc.enable()
    return max(_FLOOR, min(found))


def _bearing(run: Callable[[str], object]) -> Callable[[str], object]:
    """Return a stage that says what it raises: the time is what matters here."""

    def bear(text: str) -> None:
        try:
            run(text)
        except Exception as error:  # noqa: BLE001 - see above
            print(f"    {text[:20]!r}: {type(error).__name__}: {str(error)[:80]}", file=sys.stderr)

    return bear


def main() -> int:
    """Measure, and print what grows too fast."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--signs", type=int, default=60_000)
    parser.add_argument("--stage", action="append", default=[])
    options = parser.parse_args()
    found = 0
    for (name, run), unit in itertools.product(stages().items(), UNITS):
        if (not options.stage or name in options.stage) and is_steep(_bearing(run), unit, options.signs):
            found += 1
            print(f"{name}: {unit!r}: power {power(_bearing(run), unit, options.signs):.2f}", flush=True)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
