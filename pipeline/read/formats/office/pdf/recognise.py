"""Reading of letters in pictures of pages, by Tesseract, a program of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count, groupby

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import SourceError
from pipeline.core.records import Recognised
from pipeline.read.formats.compose import SourcePart

PROGRAM = "tesseract"
MOST_PAGES = 300
_SECONDS = 180
"""The longest time for a page."""
_NO_LANGUAGES = frozenset(("osd", "equ"))
_WORD = "5"
"""The level of a row that has a word, in Tesseract's table."""
_HYPHEN = re.compile(r"(?<=\w)-$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    """A word with where it stands: page, block, paragraph, line."""

    paragraph: tuple[int, int, int]
    line: int
    text: str
    confidence: float


def recognised_parts(picture: Callable[[int], bytes], *, where: str) -> tuple[list[SourcePart], Recognised]:
    """Return the paragraphs in pictures of pages, and how sure the program is of them.

    ``picture`` returns the picture of a page by its number, from 0; nothing where there is no such page.
    Raises ``SourceError``.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        raise SourceError(
            f"{where}: is a scanned PDF file, and --ocr needs Tesseract: apt-get install tesseract-ocr"
            " tesseract-ocr-all"
        )
    version, languages = _installed(program)
    words: list[_Word] = []
    for number in count():
        if number >= MOST_PAGES:
            raise SourceError(
                f"{where}: is a scanned PDF file of more than {MOST_PAGES} pages; split it first"
            )
        drawn = picture(number)
        if not drawn:
            break
        words += _words(_table(program, languages, drawn, where=where), number)
    letters = sum(len(word.text) for word in words)
    sure = sum(len(word.text) * word.confidence for word in words) / letters if letters else 0.0
    parts = [SourcePart(kind="paragraph", text=text) for text in _paragraphs(words)]
    return parts, Recognised(
        program=f"{PROGRAM} {version}", languages=languages, confidence=round(sure / 100, 3)
    )


@cache
def _installed(program: str) -> tuple[str, tuple[str, ...]]:
    """Return the version, and the languages that it knows."""
    said = _run([program, "--version"], b"").decode("utf-8", "replace")
    listed = _run([program, "--list-langs"], b"").decode("utf-8", "replace").splitlines()[1:]
    found = re.match(r"tesseract v?(\S+)", said)
    return found[1] if found else "", tuple(name for name in listed if name not in _NO_LANGUAGES)


def _table(program: str, languages: tuple[str, ...], drawn: bytes, *, where: str) -> str:
    try:
        answer = _run([program, "stdin", "stdout", "-l", "+".join(languages) or "eng", "tsv"], drawn)
    except subprocess.TimeoutExpired as error:
        raise SourceError(f"{where}: Tesseract took longer than {_SECONDS} s for a page") from error
    except (OSError, subprocess.CalledProcessError) as error:
        raise SourceError(f"{where}: Tesseract failed: {error}") from error
    return answer.decode("utf-8", "replace")


def _run(words: list[str], given: bytes) -> bytes:
    done = subprocess.run(
        words,
        input=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=_SECONDS,
        check=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # workers share the cores
    )
    return done.stdout


def _words(table: str, page: int) -> Iterator[_Word]:
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == _WORD and cells[11].strip():
            yield _Word(
                paragraph=(page, int(cells[2]), int(cells[3])),
                line=int(cells[4]),
                text=cells[11].strip(),
                confidence=max(0.0, float(cells[10])),
            )


def _paragraphs(words: list[_Word]) -> Iterator[str]:
    for _, inside in groupby(words, key=lambda word: word.paragraph):
        text = ""
        for _, line in groupby(inside, key=lambda word: word.line):
            own = " ".join(word.text for word in line)
            is_cut = _HYPHEN.search(text) and own[:1].islower()
            text = text[:-1] + own if is_cut else f"{text} {own}".strip()
        yield text
