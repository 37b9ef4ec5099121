"""Measure whether 8-bit models translate as well as in float32, by matrix library and instruction set.

    .venv/bin/python bench/instruction_sets.py

Each library is made to use the instruction sets that this processor has, by its environment, in a process
of its own. Three kinds of models, all of which the project has or makes: the packages of the tests with the
phrasebook that they translate exactly (354 sentences), the tests' small models with random words (108
texts), and the full-sized model of ``bench/copying_model.py`` with random weights (64 sentences).

``weights`` are those that were saved, in 8 bits, and where their products overflow also those that depeche
loads then, in 7. ``others`` counts the texts whose words are not those of float32 with the same library and
instruction set, ``wrong`` those that are not what the model was made to say, ``score`` is the mean distance
of the scores from float32's, and ``time`` the CPU time of the full-sized model by that of float32.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TypedDict
from unittest.mock import patch

import copying_model

from pipeline.translate.engines.argos.engine import argos_engine
from pipeline.translate.engines.ct2.engine import ct2_engine
from pipeline.translate.engines.ct2.model import Card, open_folder
from pipeline.translate.engines.neural import hardware
from pipeline.translate.engines.neural.processor import arithmetic

FIXTURES = Path(__file__).parents[1] / "tests" / "fixtures"
ENVIRONMENTS: tuple[dict[str, str], ...] = (
    *({"CT2_USE_MKL": "0", "ONEDNN_MAX_CPU_ISA": name} for name in ("SSE41", "AVX", "AVX2", "AVX2_VNNI")),
    *({"CT2_USE_MKL": "0", "ONEDNN_MAX_CPU_ISA": name} for name in ("AVX512_CORE", "AVX512_CORE_VNNI")),
    {"CT2_USE_MKL": "0", "CT2_FORCE_CPU_ISA": "GENERIC"},
    *({"CT2_USE_MKL": "1", "MKL_ENABLE_INSTRUCTIONS": name} for name in ("SSE4_2", "AVX2", "AVX512")),
)
CARDS = (
    Card(kind="opus-mt", name="opus-mt-fr-en", pairs=("fr-en",)),
    Card(kind="opus-mt", name="opus-mt-fr-mul", pairs=("fr-en", "fr-es")),
    Card(kind="m2m-100", name="m2m-100"),
    Card(kind="nllb", name="nllb"),
)


class Row(TypedDict):
    """One text: the kind of model, its translation, its score, and whether the translation is right."""

    kind: str
    words: str
    score: float
    right: bool


class Measured(TypedDict):
    """The results of one process."""

    instruction_set: str
    matrix_library: str
    rows: list[Row]
    seconds: float
    exact: bool


def measure(folder: Path, weights: str) -> Measured:
    """Translate everything in this process; ``folder`` has the unpacked packages."""
    found = arithmetic()
    if weights == "8":  # they are loaded as they are
        patch.object(hardware, "arithmetic", lambda: replace(found, exact_int8=True)).start()
    numbers = hardware.Hardware(device="cpu", compute_type="float32" if weights == "float32" else "int8")
    rows = [*_phrasebook(folder / "phrasebook", numbers), *_random_models(numbers)]
    engine = argos_engine(folder / "copying", hardware=numbers)
    texts = list(islice(copying_model.sentences(7), 64))
    engine.translate(texts[:2], "en", "fr")  # loads the model
    begun = time.process_time()
    answers = engine.translate(texts, "en", "fr")
    seconds = time.process_time() - begun
    rows += [
        Row(kind="full size", words=answer.text, score=answer.score or 0.0, right=answer.text == text)
        for text, answer in zip(texts, answers, strict=True)
    ]
    return Measured(
        instruction_set=found.instruction_set,
        matrix_library=found.matrix_library,
        rows=rows,
        seconds=seconds,
        exact=found.exact_int8,
    )


def _phrasebook(folder: Path, numbers: hardware.Hardware) -> Iterator[Row]:
    stories = tomllib.loads((FIXTURES / "argos" / "phrasebook.toml").read_text(encoding="utf-8"))["story"]
    sentences = [sentence for story in stories for sentence in story["sentence"]]
    engine = argos_engine(folder, hardware=numbers)
    for source, target in (("fr", "en"), ("en", "es"), ("en", "fr")):
        answers = engine.translate([sentence[source] for sentence in sentences], source, target)
        for sentence, answer in zip(sentences, answers, strict=True):
            right = answer.text == sentence[target]
            yield Row(kind="phrasebook", words=answer.text, score=answer.score or 0.0, right=right)


def _random_models(numbers: hardware.Hardware) -> Iterator[Row]:
    expected = json.loads((FIXTURES / "ct2" / "expected.json").read_text(encoding="utf-8"))
    for card in CARDS:
        engine = ct2_engine(open_folder(FIXTURES / "ct2" / card.name, card), hardware=numbers)
        for pair, rows in expected[card.name].items():
            for answer in engine.translate([row["text"] for row in rows], *pair.split("-")):
                yield Row(kind="random", words=answer.text, score=answer.score or 0.0, right=True)


def ask(folder: Path, weights: str, environment: dict[str, str]) -> Measured | None:
    """Measure in a process with an environment; None where the processor cannot imitate it."""
    done = subprocess.run(
        [sys.executable, __file__, "--alone", weights, str(folder)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    found: Measured = json.loads(done.stdout)
    limit = environment.get("ONEDNN_MAX_CPU_ISA")
    return None if limit and not found["instruction_set"].endswith(f"+{limit}") else found


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--alone", nargs=2, metavar=("WEIGHTS", "FOLDER"), help=argparse.SUPPRESS)
    alone = parser.parse_args().alone
    if alone:
        print(json.dumps(measure(Path(alone[1]), alone[0])))
        return
    print("| library | instruction sets | weights | model | texts | others | wrong | score | time |")
    print("|---|---|---:|---|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for package in (FIXTURES / "argos").glob("*.argosmodel"):
            zipfile.ZipFile(package).extractall(folder / "phrasebook")
        copying_model.write_package(folder / "copying.argosmodel")
        zipfile.ZipFile(folder / "copying.argosmodel").extractall(folder / "copying")
        for environment in ENVIRONMENTS:
            floats = ask(folder, "float32", environment)
            if floats is not None:
                for weights in ("8",) if floats["exact"] else ("8", "7"):
                    small = ask(folder, weights, environment)
                    if small is not None:
                        _show(floats, small, weights)


def _show(floats: Measured, small: Measured, weights: str) -> None:
    for kind in ("phrasebook", "random", "full size"):
        pairs = [
            (one, other)
            for one, other in zip(floats["rows"], small["rows"], strict=True)
            if one["kind"] == kind
        ]
        others = sum(one["words"] != other["words"] for one, other in pairs)
        wrong = sum(not other["right"] for _, other in pairs)
        distance = sum(abs(one["score"] - other["score"]) for one, other in pairs) / len(pairs)
        ratio = f"{small['seconds'] / floats['seconds']:.2f}" if kind == "full size" else ""
        cells = (small["matrix_library"], small["instruction_set"], weights, kind, len(pairs), others)
        more = ("" if kind == "random" else wrong, f"{distance:.4f}", ratio)
        print("|", " | ".join(str(cell) for cell in (*cells, *more)), "|", flush=True)


if __name__ == "__main__":
    main()
