"""Compare depeche's neural translation with argostranslate's own loop: speed, memory, and the words.

    make bench-translate

Both translate the same documents with the same package, made by ``copying_model.py``: argostranslate as its
README says, ``argostranslate.translate``, document by document, with its defaults and tuned as far as
its settings go; depeche from the file to the translated text, sentence splitting included, without a
translation memory. argostranslate is handed its sentences, since its own splitter wants to download a model;
so it spends no time on that. All contenders take turns in one process. argostranslate's loop goes at the same
pace however many documents there are, so it gets the first 8 with its defaults and the first 32 tuned. Peak
memory is that of a process with one contender alone.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import copying_model

PARAGRAPHS, SENTENCES = 5, 3
"""Number of paragraphs in a document, and of sentences in a paragraph: about as many as a report in the news
has."""

TURNS = 3
SEED = 7


WARM_UP = "Ba."
"""Text that is translated before the clock runs, so that models are loaded."""

Work: TypeAlias = Callable[[Sequence[str]], list[str]]
"""A function that takes texts and returns them translated."""
Start: TypeAlias = Callable[[Path, Mapping[str, Sequence[str]]], Work]
"""A function that takes the folder of packages and the sentences of each paragraph, and returns the work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """One way to translate all documents."""

    name: str
    start: Start
    documents: int | None = None
    """Number of documents that it translates, from the first on; None is all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One pass over all documents."""

    wall: float
    """Wall time in seconds."""
    cpu: float
    """CPU time in seconds, all threads."""
    answers: tuple[str, ...]


def argos(*, batch: int, inter: int, intra: int) -> Start:
    """Return a function that starts argostranslate with these settings."""

    def start(packages: Path, known: Mapping[str, Sequence[str]]) -> Work:
        os.environ["ARGOS_PACKAGES_DIR"] = str(packages)
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
            os.environ[name] = str(packages.parent)
        from argostranslate import sbd, settings, translate

        def work(texts: Sequence[str]) -> list[str]:
            settings.batch_size = batch
            return [translation.translate(text) for text in texts]

        sbd.MiniSBDSentencizer.split_sentences = lambda _, text: list(known.get(text, [text]))
        settings.inter_threads, settings.intra_threads = inter, intra
        translate.installed_translates.clear()
        translate.get_installed_languages.cache_clear()
        translation = translate.get_translation_from_codes("en", "fr")
        work([WARM_UP])
        return work

    return start


def depeche(profile: str) -> Start:
    """Return a function that starts depeche's own stages: from files, in the windows of a run."""

    def start(packages: Path, known: Mapping[str, Sequence[str]]) -> Work:
        from pipeline.core.errors import DepecheError
        from pipeline.read import document
        from pipeline.read.find import find_inputs
        from pipeline.read.reference import Reference
        from pipeline.run import batch, job
        from pipeline.run.components import open_stages
        from pipeline.run.configuration.options import Options
        from pipeline.run.configuration.settings import run_settings
        from pipeline.run.steps.prepare import prepare
        from pipeline.translate.engines.neural.hardware import Hardware
        from pipeline.translate.request import Request
        from pipeline.translate.routes.finder import Routes
        from pipeline.translate.translator import Translator

        stages = open_stages(
            engine="argos", method="news", packages=packages, profile=profile, hardware=Hardware(device="cpu")
        )
        settings = run_settings(Options(to=("fr",), source="en", variants=("full",)))
        translator = Translator(stages.engines, Routes(stages.engines))
        stages.engines[0].translate([WARM_UP], "en", "fr")

        def work(_: Sequence[str]) -> list[str]:
            answers = []
            for window in job.input_batches(find_inputs([str(packages.parent / "news")]), batch.WINDOW):
                items = [
                    prepare(
                        document.read_document(item, stages.detector),
                        settings,
                        detector=stages.detector,
                        splitter=stages.splitter,
                        summariser=stages.summariser,
                    )
                    for item in window
                    if isinstance(item, Reference)
                ]
                requests = [Request(target="fr", segments=item.segments) for item in items]
                with ThreadPoolExecutor(len(requests)) as pool:  # a run has a thread for each document
                    renderings = list(pool.map(lambda one: translator.translate([one])[0], requests))
                for item, rendering in zip(items, renderings, strict=True):
                    if isinstance(rendering, DepecheError):
                        raise rendering
                    theirs = [
                        part for text in item.document.text.split("\n\n") for part in known[text.strip()]
                    ]
                    if [part.text for part in item.segments] != theirs:
                        raise ValueError("the two sides do not translate the same sentences")
                    answers.append(" ".join(rendering.texts[part.id].text for part in item.segments))
            return answers

        return work

    return start


DEFAULTS = "argostranslate, its defaults"
TUNED = "argostranslate, tuned"

CONTENDERS = (
    Contender(name=DEFAULTS, start=argos(batch=32, inter=1, intra=0), documents=8),
    Contender(name=TUNED, start=argos(batch=1024, inter=2, intra=1), documents=32),
    Contender(name="depeche", start=depeche("default")),
    Contender(name="depeche --profile fast", start=depeche("fast")),
    Contender(name="depeche --profile best", start=depeche("best")),
)


def take_turn(work: Work, texts: Sequence[str]) -> Turn:
    """Translate all texts once."""
    wall, cpu = time.perf_counter(), time.process_time()
    answers = work(texts)
    return Turn(
        wall=time.perf_counter() - wall,
        cpu=time.process_time() - cpu,
        answers=tuple(" ".join(answer.split()) for answer in answers),
    )


@contextmanager
def prepared(package: Path, documents: int) -> Iterator[tuple[Path, list[str], dict[str, list[str]]]]:
    """Yield the folder of packages, the texts, which lie in files too, and each paragraph's sentences."""
    from pipeline.packages import install_file

    text = copying_model.sentences(SEED)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        install_file(package, folder / "packages")
        (folder / "news").mkdir()
        known = {}
        texts = []
        for number in range(documents):
            paragraphs = [list(islice(text, SENTENCES)) for _ in range(PARAGRAPHS)]
            known.update({" ".join(sentences): sentences for sentences in paragraphs})
            texts.append("\n\n".join(" ".join(sentences) for sentences in paragraphs))
            (folder / "news" / f"{number:04}.txt").write_text(texts[-1] + "\n")
        yield folder / "packages", texts, known


def peak(contender: int, package: Path, documents: int) -> float:
    """Return the peak memory, in MiB, of a process with this contender alone."""
    command = [sys.executable, __file__, "--package", str(package), "--documents", str(documents)]
    done = subprocess.run([*command, "--alone", str(contender)], capture_output=True, text=True, check=True)
    return float(done.stdout)


def alone(contender: Contender, package: Path, documents: int) -> None:
    """Do one contender's work and print the peak memory."""
    with prepared(package, documents) as (packages, texts, known):
        contender.start(packages, known)(texts)
    # ru_maxrss is not used: a child inherits it from its parent.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    print(int(status.partition("VmHWM:")[2].split()[0]) / 1024)


def compare(package: Path, documents: int) -> dict[str, list[Turn]]:
    """Let the contenders take turns in this process."""
    turns: dict[str, list[Turn]] = {contender.name: [] for contender in CONTENDERS}
    with prepared(package, documents) as (packages, texts, known):
        started = [(contender, contender.start(packages, known)) for contender in CONTENDERS]
        for _ in range(TURNS):
            for contender, work in started:
                turns[contender.name].append(take_turn(work, texts[: contender.documents]))
                print(f"{contender.name}: {turns[contender.name][-1].wall:.1f} s", file=sys.stderr)
    return turns


def report(
    turns: Mapping[str, Sequence[Turn]], peaks: Mapping[str, float], tokens: Callable[[int], int]
) -> None:
    """Print the table; ``tokens`` counts the tokens of so many documents."""
    work = {name: tokens(len(taken[0].answers)) for name, taken in turns.items()}
    pace = {
        name: work[name] / statistics.median(turn.wall for turn in taken) for name, taken in turns.items()
    }
    reference = turns[TUNED][0].answers
    print(
        "| | tokens/s | tokens/CPU-s | against defaults | against tuned | peak MiB | documents that differ |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name, taken in turns.items():
        cpu = statistics.median(turn.cpu for turn in taken)
        pairs = list(zip(taken[0].answers, reference, strict=False))
        print(
            f"| {name} | {pace[name]:,.0f} | {work[name] / cpu:,.0f} | {pace[name] / pace[DEFAULTS]:.1f} "
            f"| {pace[name] / pace[TUNED]:.1f} | {peaks[name]:,.0f} "
            f"| {sum(one != other for one, other in pairs)} of {len(pairs)} |"
        )
        if any(turn.answers != taken[0].answers for turn in taken):
            print(f"\n{name}: not the same words in every turn")


def main() -> None:
    """Compare, or do one contender's work alone."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--package", type=Path, help="an .argosmodel file; made where it is missing")
    parser.add_argument("--documents", type=int, default=128)
    parser.add_argument("--alone", type=int, metavar="N", help="only contender N; prints its peak memory")
    given = parser.parse_args()
    if given.alone is not None:
        alone(CONTENDERS[given.alone], given.package, given.documents)
        return
    with tempfile.TemporaryDirectory() as folder:
        package = given.package or Path(folder) / "copying.argosmodel"
        if not package.exists():
            copying_model.write_package(package)

        def tokens(documents: int) -> int:
            return copying_model.count_tokens(package, SEED, documents * PARAGRAPHS * SENTENCES)

        print(
            f"{given.documents} documents, {given.documents * PARAGRAPHS * SENTENCES} sentences, "
            f"{tokens(given.documents):,} tokens, {os.cpu_count()} cores\n"
        )
        peaks = {
            one.name: peak(number, package, one.documents or given.documents)
            for number, one in enumerate(CONTENDERS)
        }
        report(compare(package, given.documents), peaks, tokens)


if __name__ == "__main__":
    main()
