"""Detection from compiled tables gives the answers that it gives from the libraries' own files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.core.files import tables
from pipeline.detect import scoring
from pipeline.detect.detector import LangdetectDetector
from tests.conftest import EXAMPLES, NEWS, ROOT

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


def tell() -> None:
    """Print what is found out about all texts, and whether any table was made for it."""
    make = tables._packed
    made: list[str] = []

    def packed(key: str, parts: dict[str, bytes]) -> bytes:
        made.append(key)
        return make(key, parts)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "_packed", packed)
        samples = texts()
        detector = LangdetectDetector()
        answers = [repr(detector.detect(text)) for text in samples]
        answers += [repr(scoring.model().score(text[:300])) for text in samples[:300]]
    json.dump([bool(made), answers], sys.stdout)


def test_answers_are_the_same_to_the_last_digit(tmp_path: Path) -> None:
    """Without a cache, with one that is made, and with one that is found.

    Each in a process of its own, which has loaded nothing before; the libraries' files take 80 MB.
    """
    told = []
    for home in ("relative, so none", str(tmp_path), str(tmp_path)):
        environment = {**os.environ, "HOME": home}
        environment.pop("XDG_CACHE_HOME", None)
        words = [sys.executable, "-c", f"from {__name__} import tell; tell()"]
        done = subprocess.run(words, capture_output=True, text=True, check=True, cwd=ROOT, env=environment)
        told.append(json.loads(done.stdout))
    assert [made for made, _ in told] == [True, True, False]
    assert told[0][1] == told[1][1] == told[2][1]
    assert len(told[0][1]) > len(OWN)
