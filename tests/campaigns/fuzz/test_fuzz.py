"""A short campaign, the same each time, and every input that ever showed a defect."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.check.numbers.figures import figures
from pipeline.read.plain_text import find_blocks
from pipeline.translate.protect import glossary
from tests.campaigns.fuzz.limits import guarded
from tests.campaigns.fuzz.target import folder
from tests.campaigns.fuzz.targets import SHAPES, TARGETS
from tests.campaigns.fuzz.ways import WAYS

FINDINGS = sorted(path for path in (Path(__file__).parent / "findings").iterdir() if path.is_file())

CASES = 2_000
"""Of all targets together; ``make fuzz`` does 1,000,000."""


class EnoughError(Exception):
    """There were as many cases as were asked for."""


@pytest.mark.parametrize("path", FINDINGS, ids=lambda path: path.name)
def test_what_was_found_once_stays_mended(path: Path) -> None:
    """An input that showed a defect shows none any more."""
    guarded(TARGETS[path.name.partition("-")[0]].run, path.read_bytes())


def _send(name: str, way: str, cases: int) -> None:
    """Send inputs that a way makes to a target, within its limits."""
    target = TARGETS[name]
    left = iter(range(cases))

    def case(data: bytes) -> None:
        if next(left, None) is None:
            raise EnoughError
        guarded(target.run, data, target.limits)

    with pytest.raises(EnoughError):
        WAYS[way](target, SHAPES[name], 20, case)


@pytest.mark.parametrize("name", TARGETS)
def test_hostile_bytes_are_refused_in_a_line_or_taken_whole(name: str) -> None:
    """No traceback, no hang, no blow-up, and what each target asserts, over inputs made by chance."""
    seeds = len(TARGETS[name].seeds())  # which come first, as they are
    _send(name, "chance", seeds + max(20, CASES * TARGETS[name].share // 1000))


@pytest.mark.parametrize("name", TARGETS)
def test_well_formed_input_with_hostile_words_is_taken_or_refused(name: str) -> None:
    """The same, over inputs of the form that each target reads."""
    _send(name, "hypothesis", max(10, CASES * TARGETS[name].share // 8000))


LONG: dict[str, Callable[[], object]] = {
    "a line of blanks": lambda: find_blocks("a\n" + " " * 300_000 + "\nb"),
    "groups of digits": lambda: figures("1,01,01,0" * 20_000, "en"),
    "a glossary": lambda: _read("source='fr'\ntarget='es'\n[terms]\n" + "".join(map(_term, range(20_000)))),
}
"""What once took time that grew with the square of the length."""


@pytest.mark.parametrize("name", LONG)
def test_time_grows_with_the_length_alone(name: str) -> None:
    """What is long takes seconds at most, where its square would take minutes."""

    def run(_: bytes) -> None:
        LONG[name]()

    guarded(run, b"")


def _term(number: int) -> str:
    return f'"terme {number}" = "término {number}"\n'


def _read(text: str) -> glossary.Glossary:
    with folder() as home:
        (home / "g.toml").write_text(text)
        return glossary.read_glossary_files([home / "g.toml"])
