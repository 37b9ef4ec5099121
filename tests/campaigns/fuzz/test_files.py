"""Hostile files through the command line: each is done or refused in a line, and the others are done."""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from pipeline.core.text.normalise import normalise
from pipeline.read.markdown import document
from pipeline.write.layout.marks import source_of

GOOD = "Le maire a annoncé lundi que les écoles de la ville resteront fermées."
MEMORY = 6 * 2**30
"""Bytes of address space; the libraries alone take one or two."""
SECONDS = 1800
"""Until a command is taken to hang, on a machine that has much else to do."""


@dataclass(frozen=True, kw_only=True)
class Hostile:
    """A file, and what must be said of it."""

    name: str
    content: bytes
    says: str
    """Part of the line about it; empty where it is to be done."""
    times: int = 1
    """How often the file has its content: what is large is not held by every process that runs tests."""

    def write(self, folder: Path) -> None:
        """Write the file into a folder."""
        with (folder / self.name).open("wb") as file:
            for _ in range(self.times):
                file.write(self.content)


FILES = (
    Hostile(name="binary.txt", content=random.Random(1).randbytes(300_000), says="binary, not text"),
    Hostile(name="nul.txt", content=b"Le maire a annonc\0 lundi.\n" * 999, says="binary, not text"),
    Hostile(name="utf16.txt", content=(GOOD * 99).encode("utf-16-le"), says=""),
    Hostile(name="lines.txt", content=b"\n" * 500_000, says="is empty"),
    Hostile(name="large.txt", content=b"a b. " * 7_000, times=1_000, says="is larger than 32 MiB"),
    Hostile(name="word.txt", content=b"a" * 1_000_000, says="Apertium takes 100,000"),
    Hostile(
        name="bytes.txt", content=b"caf\xe9 caf\xc3\xa9 \xff\xfe " * 9_000, says="Apertium takes 100,000"
    ),
    Hostile(name="quoted.md", content=b">" * 50_000 + b" x\n", says="holds no text"),
    Hostile(name="lists.md", content=b"- " * 50_000 + b"a\n", says="holds no text"),
    Hostile(name="links.md", content=b"[" * 60_000 + b"a" + b"]" * 60_000, says="Apertium takes 100,000"),
    Hostile(name="stars.md", content=b"*" * 100_000 + b"a", says="Apertium takes 100,000"),
    Hostile(name="blanks.txt", content=f"{GOOD}\n{' ' * 500_000}\n{GOOD}\n".encode(), says=""),
    Hostile(name="turned.txt", content=f"\u202e{GOOD}\u202c \u2066x\u2069\u00ad.\n".encode() * 9, says=""),
    Hostile(name="front.md", content=b"---\n" + b"a: b\n" * 50_000 + f"---\n{GOOD}\n".encode(), says=""),
)


def depeche(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command with little memory, and for a limited time."""
    limit = partial(resource.setrlimit, resource.RLIMIT_AS, (MEMORY, MEMORY))
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
        preexec_fn=limit,
    )


@pytest.mark.usefixtures("apertium")
def test_hostile_files_are_done_or_refused_in_a_line(tmp_path: Path) -> None:
    """One run over them all: the right exit code, a line each, and what was taken is whole."""
    (tmp_path / "news").mkdir()
    for item in FILES:
        item.write(tmp_path / "news")
    (tmp_path / "news" / "good.txt").write_text(GOOD)
    done = depeche(
        tmp_path,
        *("run", "news", "--to", "es", "--from", "fr", "--engine", "apertium"),
        *("--run-id", "r", "--memory", "off"),
    )
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    lines = done.stderr.splitlines()
    for item in FILES:
        (line,) = [line for line in lines if f"news/{item.name}: " in line]
        assert line.startswith("failed " if item.says else "done ")
        assert item.says in line
        assert len(line) < 500
    assert any(line.startswith("done ") and "good.txt" in line for line in lines)
    records = [json.loads(path.read_text()) for path in tmp_path.glob("outputs/r/documents/*/document.json")]
    texts = {Path(record["origin"]).name: record["text"] for record in records}
    assert texts.keys() == {"good.txt", *(item.name for item in FILES if not item.says)}
    for item in FILES:
        if not item.says:
            assert texts[item.name] == _expected(item)
    assert depeche(tmp_path, "verify", "outputs/r").returncode == 0


def _expected(item: Hostile) -> str:
    """Return the text that a document's record has: what hygiene makes of the file."""
    whole = normalise(item.content.decode("utf-16-le" if item.name == "utf16.txt" else "utf-8")).text
    if item.name.endswith(".txt"):
        return whole
    parsed = document.parse(whole)
    assert source_of(parsed.text, parsed.marks) == whole
    return parsed.text


BOMB = b"<?xml version='1.0'?><!DOCTYPE tmx [" + b"".join(
    b"<!ENTITY e%d '%s'>" % (at, b"&e%d;" % (at - 1) * 10 if at else b"ha") for at in range(10)
)
TMX = {
    "laughs": BOMB + b"]><tmx><body><tu><tuv><seg>&e9;</seg></tuv></tu></body></tmx>",
    "outside": b"<!DOCTYPE tmx [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><tmx><body>&x;</body></tmx>",
    "encoding": b"<?xml version='1.0' encoding='idna'?><tmx/>",
    "marked up": b"<tmx><body><tu><tuv xml:lang='fr'><seg>" + b"<hi>a" * 50_000,
    "nested": b"<tmx>" + b"<body>" * 200_000,
}


@pytest.mark.parametrize("name", TMX)
def test_hostile_memories_are_refused_in_a_line(name: str, tmp_path: Path) -> None:
    """Entities, foreign encodings and endless nesting end an import before anything is taken over."""
    (tmp_path / "a.tmx").write_bytes(TMX[name])
    done = depeche(tmp_path, "memory", "import", "a.tmx", "--memory", "m")
    assert done.returncode == 1, done.stderr
    assert done.stderr.startswith("depeche: a.tmx: ")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "m").exists()


SETTINGS = {
    "nested": "a=" + "[" * 5_000,
    "digits": "[run]\nwords=" + "9" * 5_000,
    "number": "[run]\nwords=1" + "0" * 400,
    "table": "run=5",
    "nul": '[run]\nout="a\\u0000b"',
    "home": '[[model]]\npath="~nobody-is-called-so/x"\nkind="opus-mt"',
}


@pytest.mark.parametrize("name", SETTINGS)
def test_hostile_settings_are_refused_in_a_line(name: str, tmp_path: Path) -> None:
    """Whatever a file of settings holds, it is a matter of usage."""
    (tmp_path / "depeche.toml").write_text(SETTINGS[name])
    (tmp_path / "a.txt").write_text(GOOD)
    done = depeche(tmp_path, "run", "a.txt", "--to", "es")
    assert done.returncode == 2, done.stderr
    *used, refusal = done.stderr.splitlines()  # a file that is TOML is told of before it is looked into
    assert [line.split()[0] for line in used] in ([], ["config"])
    assert refusal.startswith("depeche: ")


def test_a_package_that_unpacks_to_far_more_is_refused(tmp_path: Path) -> None:
    """A bomb costs neither memory nor room, and leaves nothing."""
    with zipfile.ZipFile(tmp_path / "a.argosmodel", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("p/metadata.json", '{"from_code": "fr", "to_code": "en"}')
        archive.writestr("p/sentencepiece.model", b"x")
        with archive.open("p/model/model.bin", "w") as file:
            for _ in range(200):
                file.write(b"\0" * 2**20)
    done = depeche(tmp_path, "languages", "install", "a.argosmodel", "--packages", "packages")
    assert done.returncode == 1, done.stderr
    assert "unpack to over 100 times its size" in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in (tmp_path / "packages").iterdir()] == [".depeche.lock"]
