"""Count what is set otherwise in Apertium's translations: a table of docs/measurements/quality.md.

    .venv/bin/python bench/typesetting.py DATA

DATA holds ``<document>/<language>.txt``, one sentence a line. Each sentence is translated by itself along
every installed pair, and each of the changes is made alone; the last column has all of them.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from pipeline.core.records import Hop, LanguageCode, Route, Segment
from pipeline.run.evaluate import Runner, chrf
from pipeline.translate.engines.apertium.engine import ApertiumEngine
from pipeline.translate.protect.restore import Restored
from pipeline.translate.typesetting.typesetter import Typesetter

CHANGES = {
    "capitals and spaces": Typesetter(tidy="all"),
    "figures": Typesetter(numbers="all"),
    "quotation marks": Typesetter(quotes="target"),
    "all": Typesetter(tidy="all", numbers="all", quotes="target"),
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, metavar="DATA")
    folders = sorted(path for path in parser.parse_args().data.iterdir() if path.is_dir())

    def texts(language: LanguageCode) -> tuple[tuple[str, ...], ...]:
        files = (folder / f"{language}.txt" for folder in folders)
        return tuple((line,) for file in files for line in file.read_text("utf-8").splitlines())

    engine = ApertiumEngine()
    runner = Runner([engine], texts, workers=2)
    names = " | ".join(f"{name}: changed | chrF" for name in CHANGES)
    print(f"| pair | chrF as it comes | {names} |")
    print("|---|---:|" + "---:|---:|" * len(CHANGES))
    for hop in engine.hops():
        if all((folders[0] / f"{code}.txt").is_file() for code in (hop.source, hop.target)):
            print(
                row(hop, runner, [one for (one,) in texts(hop.source)], [one for (one,) in texts(hop.target)])
            )


def row(hop: Hop, runner: Runner, sources: list[str], references: list[str]) -> str:
    """Return a pair's row."""
    answers = [text for (text,) in runner.translate((hop,))]
    route = Route(hops=(hop,), quality=0.0, measured=True)
    cells = [f"{chrf(answers, references).value:.2f}"]
    for typesetter in CHANGES.values():
        made = [
            typesetter.set(Restored(text=answer, items=()), segment(text, hop.source), route)[0].text
            for text, answer in zip(sources, answers, strict=True)
        ]
        changed = sum(one != other for one, other in zip(made, answers, strict=True))
        cells += [str(changed), f"{chrf(made, references).value:.2f}"]
    return f"| {hop.source} > {hop.target} | {' | '.join(cells)} |"


def segment(text: str, language: LanguageCode) -> Segment:
    """Return a text as the one segment of a document."""
    return Segment(id="b1.1", block=0, start=0, end=len(text), text=text, language=language)


if __name__ == "__main__":
    main()
