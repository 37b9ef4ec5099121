"""Compare texts with what is read of them once LibreOffice has made office documents of them.

    python -m bench.office [FOLDER]      (needs soffice, Debian's libreoffice-writer-nogui; some 20 s)

Each ``.txt`` file of ``examples/``, and below FOLDER, becomes a page of HTML, and from that LibreOffice makes
.odt, .docx, .rtf, .epub and .pdf, each with its own defaults. For each format: how many documents have the
same words in the same order, the same paragraphs and title, and the share of words that are in both.
"""

from __future__ import annotations

import html
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.core.errors import SourceError
from pipeline.core.text.normalise import normalise
from pipeline.detect.detector import LangdetectDetector
from pipeline.read.document import read_document
from pipeline.read.reference import Reference

EXAMPLES = Path(__file__).parents[1] / "examples"
FORMATS = ("odt", "docx", "rtf", "epub", "pdf")
AT_ONCE = 50
"""So many files are given to one LibreOffice."""


@dataclass(slots=True)
class Score:
    """What came of the documents of one format."""

    documents: int = 0
    same_words: int = 0
    same_paragraphs: int = 0
    same_title: int = 0
    wanted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    common: int = 0


def main(folder: Path | None) -> int:
    """Make the documents, read them, and print a row for each format; return the exit code."""
    if shutil.which("soffice") is None:
        print("soffice is missing: apt-get install libreoffice-writer-nogui", file=sys.stderr)
        return 2
    texts = sorted(EXAMPLES.glob("*.txt")) + (sorted(folder.rglob("*.txt")) if folder is not None else [])
    with tempfile.TemporaryDirectory(prefix="depeche-office-") as name:
        place = Path(name)
        paragraphs = {f"d{number}": _paragraphs(path) for number, path in enumerate(texts)}
        for key, wanted in paragraphs.items():
            (place / f"{key}.html").write_text(_page(wanted), encoding="utf-8")
        _convert(place, "html", "odt:writer8", "--infilter=HTML (StarWriter)")
        for form in FORMATS[1:]:
            _convert(place, "odt", form)
        print(f"{'format':<7} documents  same words  same paragraphs  same title  recall  precision")
        for form in FORMATS:
            print(_row(form, _scored(form, place, paragraphs)), flush=True)
    return 0


def _paragraphs(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8").strip()
    rows = text.split("\n\n") if "\n\n" in text else text.split("\n")
    return [words for row in rows if (words := " ".join(normalise(row).text.split()))]


def _page(paragraphs: list[str]) -> str:
    head, *rest = map(html.escape, paragraphs)
    body = f"<h1>{head}</h1>" + "".join(f"<p>{words}</p>" for words in rest)
    return f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'


def _convert(place: Path, source: str, target: str, *options: str) -> None:
    files = sorted(map(str, place.glob(f"*.{source}")))
    for start in range(0, len(files), AT_ONCE):
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{place}/home", *options]
        command += ["--convert-to", target, "--outdir", str(place), *files[start : start + AT_ONCE]]
        subprocess.run(command, check=True, capture_output=True)


def _scored(form: str, place: Path, paragraphs: dict[str, list[str]]) -> Score:
    score, detector = Score(), LangdetectDetector()
    for key, wanted in paragraphs.items():
        path = place / f"{key}.{form}"
        try:
            document = read_document(Reference(origin=path.name, path=path), detector)
        except SourceError as error:
            print(error.message, file=sys.stderr)
            continue
        blocks = [document.text[block.start : block.end] for block in document.blocks]
        parts = [block.marker + words for block, words in zip(document.blocks, blocks, strict=True)]
        found = " ".join(parts).split()
        expected = " ".join(wanted).split()
        score.documents += 1
        score.same_words += found == expected
        score.same_paragraphs += blocks == wanted
        score.same_title += document.title == wanted[0]
        score.wanted.update(expected)
        score.found.update(found)
        score.common += (Counter(expected) & Counter(found)).total()
    return score


def _row(form: str, score: Score) -> str:
    recall = score.common / max(1, score.wanted.total())
    precision = score.common / max(1, score.found.total())
    return (
        f"{form:<7} {score.documents:>9}  {score.same_words:>10}  {score.same_paragraphs:>15}"
        f"  {score.same_title:>10}  {recall:.4f}     {precision:.4f}"
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
