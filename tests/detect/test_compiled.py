"""Detection from compiled tables gives the answers that it gives from the libraries' own files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.core.files import tables
from pipeline.core.text import language_files
from pipeline.detect import ngrams, scoring, word_frequencies
from pipeline.detect.detector import LangdetectDetector
from tests.conftest import EXAMPLES, NEWS

OWN = (
    "The mayor said on Monday that the schools of the town will stay closed.",
    "Borgmesteren sagde mandag, at skolerne i byen forbliver lukkede.",
    "Ordføreren sa mandag at skolene i byen forblir stengt.",
    "O alcalde dixo o luns que as escolas seguirán pechadas.",
    "Мэр сообщил в понедельник, что школы города будут закрыты.",
    "Meya alisema Jumatatu kuwa shule za mji zitaendelea kufungwa.",
    "Walikota mengatakan sekolah akan tetap ditutup.",
    "les écoles",
    "de la",
    "qqq zzz",
)
EVERY = 401
"""One line in so many of the news documents is taken ..."""
FIRSTS_EVERY = 1999
"""... and of one in so many, the first word and the first three."""


def texts() -> list[str]:
    """Return texts of all kinds: sentences, whole documents and their first words."""
    paths = sorted(NEWS.glob("ntrex-dev/*/*.txt"))
    lines, firsts, number = [], [], 0
    for path in paths:  # one at a time, for all of them together take much memory
        for line in path.read_text(encoding="utf-8").splitlines():
            if number % EVERY == 0:
                lines.append(line)
            if number % FIRSTS_EVERY == 0:
                firsts += [" ".join(line.split()[:count]) for count in (1, 3)]
            number += 1
    whole = [path.read_text(encoding="utf-8") for path in (*paths[::401], *sorted(EXAMPLES.glob("*.*")))]
    return [*OWN, *lines, *whole, *firsts]


@pytest.fixture
def fresh() -> Iterator[None]:
    """Have the models loaded anew, and again afterwards."""
    _forget()
    yield
    _forget()


def _forget() -> None:
    for cached in (ngrams.reader, scoring.model, word_frequencies.frequencies_of, language_files._tables):
        cached.cache_clear()


def test_answers_are_the_same_to_the_last_digit(
    fresh: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without a cache, with one that is made, and with one that is found."""
    samples = texts()
    answers = []
    made: list[str] = []
    make = tables._packed

    def packed(key: str, parts: dict[str, bytes]) -> bytes:
        made.append(key)
        return make(key, parts)

    monkeypatch.setattr(tables, "_packed", packed)
    for home in ("relative, so none", str(tmp_path), str(tmp_path)):
        _forget()
        made.clear()
        monkeypatch.setenv("HOME", home)
        monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
        detector = LangdetectDetector()
        answers.append(
            [repr(detector.detect(text)) for text in samples]
            + [repr(scoring.model().score(text[:300])) for text in samples[:300]]
        )
        answers[-1].append(f"made {bool(made)}")
    assert [each.pop() for each in answers] == ["made True", "made True", "made False"]
    assert answers[0] == answers[1] == answers[2]
