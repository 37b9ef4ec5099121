"""Count what survives translation and what protection costs: tables of docs/measurements/quality.md.

    .venv/bin/python bench/protect.py [DATA]

Addresses, code, dates, emoji and the like, drawn with a seed, are put into sentences: those below, and where
DATA is given (``<document>/<language>.txt``, one sentence a line) its own, at random places between words.
Every pair runs with protection and without. chrF is measured on DATA's sentences as they are.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.ports import Engine
from pipeline.core.records import Segment, Translated
from pipeline.packages import install_file
from pipeline.translate.engines.apertium.engine import ApertiumEngine
from pipeline.translate.engines.argos.engine import argos_engine
from pipeline.translate.protect.protection import Protection
from pipeline.translate.request import Rendering, Request
from pipeline.translate.routes.finder import Routes
from pipeline.translate.translator import Translator

FIXTURES = Path(__file__).parent.parent / "tests" / "fixtures" / "argos"
SEED = 1
INSERTED = 200
"""Number of DATA's sentences of each language that items are put into."""

SENTENCES = {
    "fr": (
        "Le maire a publié {} lundi matin.",
        "Écrivez à {} avant la fin du mois, dit la mairie.",
        "Selon {}, les travaux du pont coûteront plus cher ({}).",
        "{} est en ligne depuis hier.",
        "Les habitants « partagent {} » et demandent une réponse.",
        "La ville attend {} et {} pour décider.",
    ),
    "en": (
        "The mayor published {} on Monday morning.",
        "Write to {} before the end of the month, the city says.",
        "According to {}, the bridge will cost more ({}).",
        "{} has been online since yesterday.",
        "Residents “share {}” and ask for an answer.",
        "The city waits for {} and {} to decide.",
    ),
    "es": (
        "El alcalde publicó {} el lunes por la mañana.",
        "Escriba a {} antes de fin de mes, dice el ayuntamiento.",
        "Según {}, las obras del puente costarán más ({}).",
        "{} está en línea desde ayer.",
        "Los vecinos «comparten {}» y piden una respuesta.",
        "La ciudad espera {} y {} para decidir.",
    ),
}
"""Sentences with places for items."""

PLACES = 60
"""Number of segments of each language made from ``SENTENCES``."""

EMOJI = ("🎉", "👩‍👩‍👧‍👦", "❤️", "🇫🇷", "👋🏽", "1️⃣")

PAIRS = {
    "apertium": (("fr", "es"), ("en", "es"), ("fr", "ca"), ("en", "ca"), ("es", "ca")),
    "argos": (("fr", "en"), ("en", "es"), ("fr", "es")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A sentence, and what must be in its translation."""

    text: str
    items: tuple[str, ...]


def item(choice: random.Random) -> str:
    """Draw one item."""
    word = choice.choice(("pont", "travaux", "ville", "budget", "jean_dupont", "plan-2025", "house", "gris"))
    number = choice.randrange(2, 4000)
    return choice.choice(
        (
            f"https://www.{word.replace('_', '-')}.example/{word}?id={number}&lang=fr",
            f"www.{word.replace('_', '-')}.example/{word}",
            f"{word}@ville.example",
            f"#{word.replace('-', '')}{number}",
            f"@{word.replace('-', '_')}",
            f"{word}_{number}.pdf",
            f"/srv/{word}/{number}.log",
            f"`{word} --{word}`",
            f"{word.replace('-', '_')}()",
            f"{{{word.replace('-', '_')}}}",
            f"{{{{ {word} }}}}",
            choice.choice(("%s", "%d", "%(name)s", "%1$s")),
            f'<a href="{word}">',
            f"20{number % 90 + 10}-0{number % 9 + 1}-1{number % 10}",
            choice.choice(EMOJI),
        )
    )


def cases(language: str, lines: Sequence[str]) -> list[Case]:
    """Return sentences with items in them."""
    choice = random.Random(f"{SEED} {language}")  # noqa: S311 - no secret
    made = []
    for at in range(PLACES):
        template = SENTENCES[language][at % len(SENTENCES[language])]
        drawn = tuple(item(choice) for _ in range(template.count("{}")))
        made.append(Case(text=template.format(*drawn), items=drawn))
    for line in choice.sample(lines, min(INSERTED, len(lines))):
        drawn = tuple(item(choice) for _ in range(choice.randint(1, 3)))
        words = line.split()
        for one in drawn:
            words.insert(choice.randint(0, len(words)), one)
        made.append(Case(text=" ".join(words), items=drawn))
    return made


def translated(
    engine: Engine, documents: Sequence[Sequence[str]], pair: tuple[str, str], protection: Protection
) -> list[Translated]:
    """Return the answers to all sentences of all documents, with what ``protection`` protects."""
    source, target = pair
    translator = Translator([engine], Routes([engine]), protection=protection)
    requests = [
        Request(
            target=target,
            segments=tuple(
                Segment(id=str(at), block=0, start=0, end=len(text), text=text, language=source)
                for at, text in enumerate(lines)
            ),
        )
        for lines in documents
    ]
    answers: list[Translated] = []
    for done in translator.translate(requests):
        if not isinstance(done, Rendering):
            raise done
        answers.extend(done.texts.values())
    return answers


def intact(made: Sequence[Case], answers: Sequence[Translated]) -> int:
    """Count the items that are in the answers as often as in the sentences."""
    count = 0
    for case, answer in zip(made, answers, strict=True):
        for one, times in Counter(case.items).items():
            count += min(times, answer.text.count(one))
    return count


def survival(engine: Engine, pair: tuple[str, str], lines: Sequence[str]) -> str:
    """Return a row of the first table."""
    made = cases(pair[0], lines)
    documents = [[case.text for case in made]]
    with_it, without = (
        translated(engine, documents, pair, Protection(found=found)) for found in (True, False)
    )
    total = sum(len(case.items) for case in made)
    ways = Counter(kept.kept for answer in with_it for kept in answer.items[:1])
    shown = " | ".join(str(ways[name]) for name in ("masked", "remasked", "apart"))
    return (
        f"| {engine.name} {pair[0]}>{pair[1]} | {len(made)} | {total} | {intact(made, without) / total:.1%} "
        f"| {intact(made, with_it) / total:.1%} | {shown} |"
    )


def cost(engine: Engine, pair: tuple[str, str], data: Path) -> str:
    """Return a row of the second table."""
    import sacrebleu

    folders = [folder for folder in sorted(data.iterdir()) if (folder / f"{pair[0]}.txt").is_file()]
    sources, references = ([list(read(folder / f"{code}.txt")) for folder in folders] for code in pair)
    flat = [line for lines in references for line in lines]
    answers = [translated(engine, sources, pair, Protection(found=found)) for found in (False, True)]
    scores = [sacrebleu.corpus_chrf([answer.text for answer in part], [flat]).score for part in answers]
    changed = sum(bool(answer.items) for answer in answers[1])
    return (
        f"| {pair[0]}>{pair[1]} | {len(flat)} | {changed} | {scores[0]:.2f} | {scores[1]:.2f} "
        f"| {scores[1] - scores[0]:+.2f} |"
    )


def read(path: Path) -> Iterator[str]:
    """Yield the lines of a file."""
    yield from path.read_text(encoding="utf-8").splitlines()


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, nargs="?")
    data: Path | None = parser.parse_args().data
    lines: dict[str, list[str]] = {code: [] for code in SENTENCES}
    for path in sorted(data.glob("*/*.txt")) if data else ():
        if path.stem in lines:
            lines[path.stem].extend(read(path))
    with tempfile.TemporaryDirectory() as folder:
        for package in sorted(FIXTURES.glob("*.argosmodel")):
            install_file(package, Path(folder))
        engines: tuple[Engine, ...] = (ApertiumEngine(), argos_engine(Path(folder)))
        print("| | segments | items | intact without | intact with | masked | remasked | in pieces |")
        print("|---|---|---|---|---|---|---|---|")
        for engine in engines:
            for pair in PAIRS[engine.name]:
                print(survival(engine, pair, lines[pair[0]]), flush=True)
    if data:
        print("\n| Apertium | sentences | with items | chrF without | chrF with | |")
        print("|---|---|---|---|---|---|")
        for pair in PAIRS["apertium"]:
            print(cost(engines[0], pair, data), flush=True)


if __name__ == "__main__":
    main()
