"""Compare depeche's neural engine with what CTranslate2 itself does with the same batches.

    .venv/bin/python bench/decoder.py [--sentences 600] [--times 3]

The package is that of ``bench/copying_model.py``. The batches that depeche submits are noted in a turn that
is not timed, and given to CTranslate2 again, all at once. Both take turns in one process. depeche's time has
what CTranslate2's has not: tokens, the choice of batches, and the texts made of the answers.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

import copying_model
from machine import this_machine

from pipeline.packages import install_file
from pipeline.translate.engines.argos.engine import argos_engine
from pipeline.translate.engines.neural.hardware import Hardware

SEED = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Tokens, and the least wall seconds that each side took."""

    tokens: int
    depeche: float
    ctranslate2: float


class Recorder:
    """A CTranslate2 translator that notes what is asked of it."""

    def __init__(self, translator: Any) -> None:
        self._translator = translator
        self.batches: list[tuple[list[list[str]], dict[str, Any]]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._translator, name)

    def translate_batch(self, sources: list[list[str]], **options: Any) -> Any:
        """Note a batch, and pass it on."""
        self.batches.append((sources, options))
        return self._translator.translate_batch(sources, **options)


def measure(sentences: int, times: int) -> Decoded:
    """Let both sides translate so many sentences in turn."""
    texts = list(islice(copying_model.sentences(SEED), sentences))
    with tempfile.TemporaryDirectory() as name:
        package = Path(name, "copying.argosmodel")
        copying_model.write_package(package)
        install_file(package, Path(name, "packages"))
        engine = argos_engine(Path(name, "packages"), hardware=Hardware(device="cpu"))
        engine.translate(texts[:2], "en", "fr")  # loads the model; the first batches of a process are small
        pair = engine.models.load("en", "fr")
        recorder = Recorder(pair.translator)
        noting = argos_engine(Path(name, "packages"), hardware=Hardware(device="cpu"))
        with patch.object(noting.models, "load", lambda *_: replace(pair, translator=recorder)):
            noting.translate(texts[:2], "en", "fr")
            recorder.batches.clear()
            noting.translate(texts, "en", "fr")
    ours, theirs = [], []
    for _ in range(times):
        start = time.perf_counter()
        engine.translate(texts, "en", "fr")
        middle = time.perf_counter()
        asked = [pair.translator.translate_batch(sources, **options) for sources, options in recorder.batches]
        for promises in asked:
            for promise in promises:
                promise.result()
        ours.append(middle - start)
        theirs.append(time.perf_counter() - middle)
    tokens = sum(len(source) for sources, _ in recorder.batches for source in sources)
    return Decoded(tokens=tokens, depeche=min(ours), ctranslate2=min(theirs))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sentences", type=int, default=600)
    parser.add_argument("--times", type=int, default=3)
    given = parser.parse_args()
    print(this_machine())
    found = measure(given.sentences, given.times)
    for name, seconds in (("depeche", found.depeche), ("CTranslate2", found.ctranslate2)):
        print(f"{name}: {found.tokens / seconds:,.0f} tokens/s")
    print(f"depeche is {found.ctranslate2 / found.depeche:.3f} times as fast")


if __name__ == "__main__":
    main()
