"""Measure what is read of web pages whose text is known.

    .venv/bin/python bench/extraction.py [FOLDER] [--set FOLDER]

Each ``.txt`` file of ``examples/``, and below FOLDER, stands inside ten layouts (``layouts.py``). A row for
each layout says which share of the article's words was found (recall), which share of what was found is the
article's (precision), and how often title, date and author were right.

``--set`` names a folder with ``evaldata.json``, and pages in ``eval/`` or ``cache/``: trafilatura's own
evaluation set (the folder ``tests/`` of its sources). There, pieces of text must be found, and others not.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from layouts import LAYOUTS, Article, live_blog, time_of

from pipeline.core.errors import SourceError
from pipeline.core.records import Document
from pipeline.detect.detector import LangdetectDetector
from pipeline.read.document import read_document
from pipeline.read.reference import Reference

EXAMPLES = Path(__file__).parents[1] / "examples"
AUTHOR = "Maud Trévelec"
TIME = "2025-10-17T08:30:00+02:00"
DETECTOR = LangdetectDetector()


@dataclass(slots=True)
class Score:
    """What came of the pages of one layout."""

    pages: int = 0
    refused: int = 0
    title: int = 0
    date: int = 0
    author: int = 0
    wanted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    common: int = 0

    def row(self, name: str) -> str:
        """Return the score as a row."""
        recall = self.common / max(1, self.wanted.total())
        precision = self.common / max(1, self.found.total())
        return (
            f"{name:<18} {self.pages:>5} {self.refused:>7} {recall:>7.3f} {precision:>9.3f}"
            f" {self.title / self.pages:>6.2f} {self.date / self.pages:>5.2f}"
            f" {self.author / self.pages:>6.2f}"
        )


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--set", type=Path)
    given = parser.parse_args()
    paths = sorted(EXAMPLES.glob("*.txt"))
    paths += sorted(given.folder.rglob("*.txt")) if given.folder else []
    print(
        f"{'layout':<18} {'pages':>5} {'refused':>7} {'recall':>7} {'precision':>9} {'title':>6} {'date':>5}"
        f" {'author':>6}"
    )
    began, count = time.process_time(), 0
    for layout in LAYOUTS:
        score = Score()
        for path in paths:
            article = _article(path)
            if article is not None:
                _measure(score, _shown(article) if layout is live_blog else article, layout(article))
                count += 1
        print(score.row(layout.__name__))
    print(f"{1000 * (time.process_time() - began) / max(1, count):.1f} CPU ms a page")
    if given.set is not None:
        _evaluation_set(given.set)


def _article(path: Path) -> Article | None:
    blocks = [line.strip() for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    if len(blocks) < 4:
        return None
    language = path.stem if len(path.stem) == 2 else path.stem[:2]
    return Article(title=blocks[0], paragraphs=blocks[1:], language=language, author=AUTHOR, time=TIME)


def _shown(article: Article) -> Article:
    """Return an article with what a live report shows of it: each paragraph has a time."""
    rows = [text for number, words in enumerate(article.paragraphs) for text in (time_of(number), words)]
    return replace(article, paragraphs=rows)


def _read(content: bytes) -> Document | None:
    reference = Reference(origin="page.html", path=None, content=content, format="html")
    try:
        return read_document(reference, DETECTOR)
    except SourceError:
        return None


def _measure(score: Score, article: Article, page: str) -> None:
    score.pages += 1
    wanted = Counter(word for text in (article.title, *article.paragraphs) for word in _words(text))
    score.wanted += wanted
    document = _read(page.encode())
    if document is None:
        score.refused += 1
        return
    found = Counter(_words(document.text))
    score.found += found
    score.common += (wanted & found).total()
    published = document.metadata.published
    score.title += " ".join((document.title or "").split()) == " ".join(article.title.split())
    score.date += published is not None and published.time == article.time
    score.author += document.metadata.authors == (article.author,)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _evaluation_set(folder: Path) -> None:
    """Print how many of the marked pieces of text of an evaluation set are found, and are not."""
    marked = json.loads((folder / "evaldata.json").read_text(encoding="utf-8"))
    hits = misses = wrong = right = refused = 0
    for item in marked.values():
        path = next(
            (p for p in (folder / "cache" / item["file"], folder / "eval" / item["file"]) if p.is_file()),
            None,
        )
        if path is None:
            continue
        document = _read(path.read_bytes())
        refused += document is None
        text = " ".join((document.text if document else "").split())
        for piece in item["with"]:
            is_there = " ".join(piece.split()) in text
            hits, misses = hits + is_there, misses + (not is_there)
        for piece in item["without"]:
            is_there = " ".join(piece.split()) in text
            wrong, right = wrong + is_there, right + (not is_there)
    precision, recall = hits / max(1, hits + wrong), hits / max(1, hits + misses)
    print(
        f"evaluation set: {len(marked)} pages, {refused} refused; precision {precision:.3f},"
        f" recall {recall:.3f},"
    )
    print(
        f"  F1 {2 * precision * recall / max(1e-9, precision + recall):.3f}, accuracy "
        f"{(hits + right) / max(1, hits + misses + wrong + right):.3f}"
    )


if __name__ == "__main__":
    main()
