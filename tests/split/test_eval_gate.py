"""The floors of sentence splitting: reached, pinned with the sentences, and not lowered by accident."""

from __future__ import annotations

from pathlib import Path

import pytest

import languages
from tests.support import eval_gate
from tests.support.eval_gate import Floors, LowerFloorError

PINNED = eval_gate.read()
NOW = eval_gate.measure()


def test_the_floors_belong_to_these_sentences() -> None:
    """A changed sentence changes what the floors mean, so they are written anew with it."""
    assert NOW.digest == PINNED.digest, (
        "look at the scores, then run: python -m tests.support.eval_gate --write"
    )
    assert NOW.f1.keys() == PINNED.f1.keys() <= set(languages.codes())


@pytest.mark.parametrize("code", PINNED.f1)
def test_no_language_falls_under_its_floor(code: str) -> None:
    """Each language's boundaries are found at least as well as when its floor was written."""
    assert NOW.f1[code] >= PINNED.f1[code]


def test_the_sentences_are_enough_to_measure_by() -> None:
    """At least fifteen languages, each with paragraphs of several sentences, none empty or padded."""
    assert len(NOW.f1) >= 15
    for code in NOW.f1:
        paragraphs = list(eval_gate.paragraphs(code))
        assert len(paragraphs) >= 2
        assert sum(map(len, paragraphs)) >= 9
        assert all(line and line == line.strip() for lines in paragraphs for line in lines)


def test_a_floor_is_raised_but_not_lowered(tmp_path: Path) -> None:
    """Without the flag nothing falls and no language goes, and the file stays as it was."""
    path = tmp_path / "floors.toml"
    eval_gate.write(Floors(digest="a", f1={"en": 90.0, "fr": 95.5}), path)
    eval_gate.write(Floors(digest="b", f1={"en": 91.25, "fr": 95.5}), path)
    assert eval_gate.read(path) == Floors(digest="b", f1={"en": 91.25, "fr": 95.5})
    for worse in ({"en": 91.24, "fr": 96.0}, {"en": 91.25}):
        with pytest.raises(LowerFloorError, match="lower the floors"):
            eval_gate.write(Floors(digest="c", f1=worse), path)
    assert eval_gate.read(path).digest == "b"


def test_a_floor_is_lowered_by_the_flag(tmp_path: Path) -> None:
    """Who says so lowers it."""
    path = tmp_path / "floors.toml"
    eval_gate.write(Floors(digest="a", f1={"en": 90.0}), path)
    eval_gate.write(Floors(digest="a", f1={"en": 80.0}), path, allow_lower=True)
    assert eval_gate.read(path).f1 == {"en": 80.0}


def test_a_missed_boundary_lowers_the_score(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gate sees what it is there for: a splitter that cuts too little, or too much."""
    monkeypatch.setattr(eval_gate, "sentence_spans", lambda text, language: ((0, len(text)),))
    assert eval_gate.f1("en") == 0
    monkeypatch.setattr(
        eval_gate,
        "sentence_spans",
        lambda text, language: tuple((i, i + 1) for i in range(len(text))),
    )
    assert eval_gate.f1("en") < 10
