"""Reading one input: encodings, line ends, what is refused."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from pipeline.core.errors import SourceError
from pipeline.core.records import Document
from pipeline.detect.detector import LangdetectDetector
from pipeline.read import document as sources
from pipeline.read import receive
from pipeline.read.reference import Reference

DETECTOR = LangdetectDetector()

FRENCH = (
    "Été à Brévance\n\nLe maire a annoncé que les écoles seront fermées jusqu’à lundi, où l’on décidera.\n"
)
POLISH = "Burmistrz ogłosił, że szkoły będą zamknięte aż do poniedziałku, gdy zapadnie następna decyzja.\n"
CZECH = "Starosta oznámil, že školy zůstanou zavřené až do pondělí, kdy bude přijato další rozhodnutí.\n"
RUSSIAN = "Мэр города сообщил, что школы будут закрыты до понедельника, когда примут новое решение.\n"
GREEK = "Ο δήμαρχος ανακοίνωσε ότι τα σχολεία θα παραμείνουν κλειστά μέχρι τη Δευτέρα το πρωί.\n"


def read(path: Path, content: bytes) -> Document:
    """Write ``content`` and read it as a source."""
    path.write_bytes(content)
    return sources.read_document(Reference(origin=str(path), path=path), DETECTOR)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "utf-8"),
        (FRENCH, "utf-8-sig"),
        (FRENCH, "utf-16"),
        (FRENCH, "utf-32"),
        (FRENCH, "cp1252"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859-2"),
        (CZECH, "cp1250"),
        (RUSSIAN, "cp1251"),
        (GREEK, "cp1253"),
    ],
)
def test_an_encoding_is_recognised(tmp_path: Path, text: str, encoding: str) -> None:
    """The text comes out whole, and the bytes are kept as received."""
    content = text.encode(encoding)
    document = read(tmp_path / "a.txt", content)
    assert document.text == text
    assert document.content == content


def test_the_encoding_is_recorded(tmp_path: Path) -> None:
    """Provenance says how the bytes were read."""
    assert read(tmp_path / "a.txt", FRENCH.encode("cp1252")).encoding == "cp1252"
    assert (
        read(tmp_path / "b.txt", FRENCH.encode("utf-16-le")[:0] + FRENCH.encode("utf-16")).encoding
        == "utf-16-le"
    )


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\u0085"])
def test_every_line_end_becomes_a_newline(tmp_path: Path, end: str) -> None:
    """Windows, old Mac and Unicode line ends are line ends."""
    document = read(tmp_path / "a.txt", FRENCH.replace("\n", end).encode())
    assert document.text == FRENCH


def test_title_and_credit_are_told_apart(tmp_path: Path) -> None:
    """The id is made of the title and of the bytes."""
    document = read(tmp_path / "a.txt", (FRENCH + "\nSource : Agence Littorale\n").encode())
    assert document.title == "Été à Brévance"
    assert document.credit == "Source : Agence Littorale"
    assert document.id == f"ete-a-brevance-{document.sha256[:8]}"


def test_without_a_title_the_file_names_the_document(tmp_path: Path) -> None:
    """A title in a script without slug falls back to the file's name too."""
    assert read(tmp_path / "Dépêche 1.txt", RUSSIAN.encode()).id.startswith("depeche-1-")
    assert read(tmp_path / "b.txt", ("Заголовок\n\n" + RUSSIAN).encode()).id.startswith("b-")


def test_standard_input_is_read() -> None:
    """``-`` reads what is piped in."""
    stdin = io.BytesIO(FRENCH.encode())
    document = sources.read_document(Reference(origin="-", path=None), DETECTOR, stdin=stdin)
    assert (document.origin, document.extension, document.text) == ("-", "txt", FRENCH)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        ("\u00a0\u2003\n".encode(), "holds no text"),
        (b"GIF89a ...", "is a GIF picture, which is not read"),
        (b"7z\xbc\xaf\x27\x1c", "is a 7z archive, which is not read"),
        (b"abc\0def", "holds NUL bytes"),
        (b"\xff\xfe\x00\x01\x02", "is not valid utf-16-le"),
        (b"\xe9\x00\x81\xff", "holds NUL bytes"),
    ],
)
def test_what_is_not_text_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    """The error names the file and what it is."""
    with pytest.raises(SourceError, match=message) as caught:
        read(tmp_path / "bad.txt", content)
    assert caught.value.message.startswith(str(tmp_path / "bad.txt"))


def test_an_oversized_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without being read to its end."""
    monkeypatch.setattr(receive, "MAX_BYTES", 2**20)
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(10 * 2**30)
    with pytest.raises(SourceError, match="is larger than 1 MiB"):
        sources.read_document(Reference(origin="big.txt", path=tmp_path / "big.txt"), DETECTOR)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    """The system's reason is given."""
    path = tmp_path / "a.txt"
    path.write_text("x")
    path.chmod(0)
    with pytest.raises(SourceError, match="Permission denied"):
        sources.read_document(Reference(origin="a.txt", path=path), DETECTOR)


def test_a_file_that_vanished_is_refused(tmp_path: Path) -> None:
    """It was found, and is gone when it is read."""
    with pytest.raises(SourceError, match="No such file"):
        sources.read_document(Reference(origin="a.txt", path=tmp_path / "a.txt"), DETECTOR)
