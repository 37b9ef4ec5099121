"""Have LibreOffice write documents, write them again with other words, and have it open these.

    python -m tests.campaigns.kept.campaign      (``make formats``)

Needs LibreOffice (``soffice``) and epubcheck; ``make formats`` installs them on Debian. For each format the
words that LibreOffice exports of the rewritten document must be those of the document, changed, in the same
order; and epubcheck must find nothing in a book that it did not find before. The exit code is 69 where one of
the programs is missing.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from pipeline.core.ports import Received
from pipeline.core.records import Parsed
from pipeline.detect.detector import LangdetectDetector
from pipeline.read.formats.table import named, open_reader
from pipeline.write.formats.keep import open_rewriter
from tests.support import office_sources
from tests.support.kept import translated
from tests.write.formats.test_word import BODY

UNAVAILABLE = 69
PROGRAMS = ("soffice", "java")
EPUBCHECK = "/usr/share/java/epubcheck.jar"
OFFICE = {"docx": "docx:MS Word 2007 XML", "odt": "odt:writer8"}
PAGE = """<html lang="fr"><head><title>La digue</title></head><body><h1>La digue cède</h1>
<p>La <b>digue</b> de <a href="https://x.example/">Port-Sauvin</a> a <i>cédé</i> jeudi<sup>1</sup> matin.</p>
<h2>Évacuation</h2><ul><li>Un gymnase est <u>ouvert</u>.</li><li>Les écoles ferment.</li></ul>
<ol><li>Premier<ol><li>Dessous</li></ol></li><li>Second</li></ol>
<table border="1"><tr><th>Quartier</th><th>Maisons</th></tr>
<tr><td>Bas</td><td><b>300</b> inondées</td></tr></table>
<blockquote>Du jamais vu.</blockquote>
<p>Première ligne<br>et <span style="color:red">seconde</span> ligne.</p>
</body></html>"""


def office(folder: Path, source: Path, kind: str) -> Path:
    """Have LibreOffice convert a file, and return the result. Raises ``CalledProcessError``."""
    out = folder / f"to-{kind.partition(':')[0]}-{source.name}"
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            *(["--infilter=HTML (StarWriter)"] if source.suffix == ".html" else []),
            "--convert-to",
            kind,
            "--outdir",
            str(out),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return next(out.iterdir())


def read(form: str, content: bytes) -> Parsed:
    """Read a document with marks."""
    received = Received(content=content, where="x", detector=LangdetectDetector(), with_marks=True)
    return open_reader(named(form), where="x").read(received)


def changed(words: str) -> str:
    """Return other words, which can be told from the source's."""
    return re.sub(r"[^\W\d_]+", lambda found: f"{found[0].upper()}Ñ", words)


def words_of(folder: Path, document: Path) -> list[str]:
    """Return the words that LibreOffice exports of a document, without numbers."""
    text = office(folder, document, "txt:Text (encoded):UTF8").read_text("utf-8-sig")
    return [word for word in re.findall(r"[^\W\d_]+", text) if not re.fullmatch(r"[ivx]+", word)]


def rewritten(folder: Path, source: Path) -> tuple[Path, int, int]:
    """Write a document again in other words; return it, its blocks, and how many were left."""
    form = source.suffix[1:]
    rewriter = open_rewriter(form)
    assert rewriter is not None
    blocks = translated(read(form, source.read_bytes()), changed)
    made = rewriter.rewrite(source.read_bytes(), blocks, language="es", encoding="utf-8", where="x")
    target = folder / f"rewritten-{source.name}"
    target.write_bytes(made.content)
    return target, len(blocks), len(made.left)


def office_is_content(folder: Path, source: Path) -> bool:
    """Compare what LibreOffice exports of a document and of the rewritten one; print a row."""
    target, blocks, left = rewritten(folder, source)
    before, after = words_of(folder, source), words_of(folder, target)
    is_same = [changed(word) for word in before] == after
    office(folder, target, "pdf")
    row = f"{source.suffix[1:]}: {blocks} blocks, {left} left, {len(after)} words exported"
    print(f"{row}, {'as they should be' if is_same and not left else 'NOT as they should be'}")
    if not is_same:
        print(f"  {' '.join(before)}\n  {' '.join(after)}")
    return is_same and not left


def findings(book: Path) -> Counter[str]:
    """Return what epubcheck finds wrong in a book: how often each of its codes comes."""
    done = subprocess.run(["java", "-jar", EPUBCHECK, str(book)], capture_output=True, text=True, check=False)
    return Counter(re.findall(r"^(?:FATAL|ERROR|WARNING)\((\S+?)\)", done.stdout + done.stderr, re.MULTILINE))


def book_is_valid(folder: Path, source: Path) -> bool:
    """Compare what epubcheck finds in a book and in the rewritten one; print a row."""
    target, blocks, left = rewritten(folder, source)
    before, after = findings(source), findings(target)
    new = after - before
    row = f"epub: {blocks} blocks, {left} left, epubcheck finds {after.total()}, {before.total()} before"
    print(f"{row}{f', NEW: {dict(new)}' if new else ''}")
    return not new and not left


def main() -> int:
    """Write, open, compare; return the exit code."""
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    missing += [] if Path(EPUBCHECK).exists() else ["epubcheck"]
    if missing:
        print(f"{' and '.join(missing)} is missing: no format was looked at")
        return UNAVAILABLE
    with tempfile.TemporaryDirectory(prefix="depeche-formats-") as name:
        folder = Path(name)
        page = folder / "page.html"
        page.write_text(PAGE)
        documents = [office(folder, page, kind) for kind in OFFICE.values()]
        books = [office(folder, documents[1], "epub")]
        for form, content in {
            "docx": office_sources.word(BODY),
            "epub": office_sources.book(),
        }.items():
            own = folder / f"own.{form}"
            own.write_bytes(content)
            (books if form == "epub" else documents).append(own)
        good = [office_is_content(folder, document) for document in documents]
        good += [book_is_valid(folder, book) for book in books]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
