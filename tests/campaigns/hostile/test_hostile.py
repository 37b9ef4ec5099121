"""Whatever stands in a source, a name or an answer: it stays words, in every place that depeche writes to."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import defusedxml.ElementTree  # type: ignore[import-untyped]
import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from pipeline import read_run
from pipeline.cli import app
from pipeline.core.contract import RunRecord
from pipeline.core.ports import Engine
from pipeline.core.records import Hop, Translated
from pipeline.core.text.normalise import normalise
from pipeline.detect.detector import LangdetectDetector
from pipeline.read.document import read_document
from pipeline.read.reference import Reference
from pipeline.run.configuration.config import load_config
from pipeline.run.configuration.options import Options
from pipeline.run.job import run
from pipeline.split.splitter import RuleSplitter
from pipeline.summarise import Extractor
from pipeline.translate.engines.apertium.engine import ApertiumEngine
from pipeline.translate.memory import FILE_NAME
from pipeline.translate.memory.exchange import export_file, import_file
from pipeline.translate.memory.store import Store
from pipeline.translate.service import Components
from pipeline.verify.run import verify_run
from pipeline.write.checksums import is_plain
from tests.campaigns.hostile.payloads import NAMES, TEXTS
from tests.support.fakes import FakeEngine

FRENCH = "Le maire a annoncé lundi que les écoles de la ville resteront fermées."

CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What must reach neither texts nor terminals; in JSON, only as an escape."""

SAFE = re.compile(r"[a-z0-9][a-z0-9.-]{0,99}\Z")
OWN = {".lock", "SHA256SUMS"}


@dataclass
class AnyEngine(FakeEngine):
    """An engine that answers what it is told to, word for word or worse."""

    change: Callable[[str], str] = str

    def translate(self, texts: Sequence[str], source: str, target: str) -> tuple[Translated, ...]:
        """Change each text."""
        return tuple(Translated(text=self.change(text)) for text in texts)


def machine(change: Callable[[str], str] = str) -> Engine:
    """Return an engine from French to Spanish."""
    engine = AnyEngine(offered=(Hop(engine="fake", source="fr", target="es", method="neural"),))
    engine.change = change
    return engine


def written(inputs: Path, engine: Engine, out: Path, **options: object) -> tuple[RunRecord, Path]:
    """Run over inputs, all held to be French."""
    given = Options(to=("es",), source="fr", out=str(out), run_id="run", **options)  # type: ignore[arg-type]
    stages = Components(
        detector=LangdetectDetector(),
        splitter=RuleSplitter(),
        summariser=Extractor("lead"),
        engines=(engine,),
    )
    return run(load_config([str(inputs)], given), stages), out / "run"


def write_sources(folder: Path, *, texts: int, markdown: int) -> Path:
    """Write every payload as a title, in a sentence, in a paragraph of its own and in a list.

    So many of them to a document, for they get into one another's way.
    """
    for ending, together in (("txt", texts), ("md", markdown)):
        for start in range(0, len(TEXTS), together):
            parts = []
            for words in TEXTS[start : start + together]:
                title = f"# {words}" if ending == "md" else words
                sentence = f"{FRENCH} Il a dit {words} devant la presse."
                parts.append(f"{title}\n\n{sentence}\n\n{words}\n\n- {words}\n- Fin.\n")
            text = "\n".join(parts).replace("\x00", "")
            (folder / f"{start:03}.{ending}").write_bytes(text.encode())
    return folder


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Translate them into further payloads; the memory lies beside the run."""
    sources = write_sources(tmp_path_factory.mktemp("evil"), texts=20, markdown=8)
    answers = iter(TEXTS * 1000)
    return whole(sources, machine(lambda text: f"{text} {next(answers)}"), tmp_path_factory.mktemp("out"))


@pytest.fixture(scope="module", params=["echo", "evil", "apertium"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Translate them all: word for word, into further payloads, and by Apertium's rules."""
    if request.param == "evil":
        return Path(request.getfixturevalue("evil"))
    news, out = tmp_path_factory.mktemp("news"), tmp_path_factory.mktemp("out")
    if request.param == "echo":
        return whole(write_sources(news, texts=50, markdown=4), machine(), out)
    request.getfixturevalue("apertium")
    return whole(write_sources(news, texts=50, markdown=50), ApertiumEngine(), out)


def whole(sources: Path, engine: Engine, out: Path) -> Path:
    """Return the folder of a run in which all sources are done."""
    record, folder = written(sources, engine, out)
    assert [entry.message for entry in record.documents] == [""] * len(list(sources.iterdir()))
    return folder


@pytest.mark.parametrize("words", TEXTS)
def test_no_title_makes_an_unsafe_name(words: str, tmp_path: Path) -> None:
    """Each by itself, as the title and as the file's name."""
    path = tmp_path / (os.fsdecode(re.sub(rb"[\x00/]", b"", words.encode())[:200]) + ".md")
    for text in (f"# {words}\n\n{FRENCH}\n", FRENCH):
        path.write_bytes(text.replace("\x00", "").encode())
        document = read_document(Reference(origin="x", path=path), LangdetectDetector())
        assert SAFE.match(document.id)
        assert is_plain(document.id)


def test_names_of_files_and_folders_are_of_a_safe_alphabet(folder: Path) -> None:
    """Whatever the titles are: no separators, no leading dots or hyphens, not too long for any disk."""
    for path in folder.rglob("*"):
        assert path.name in OWN or SAFE.match(path.name), path
    assert list(verify_run(folder)) == []


def test_no_control_reaches_a_text(folder: Path) -> None:
    """In no language, whatever the engine says; nor an override of direction, nor what nobody sees."""
    for path in folder.rglob("*.txt"):
        if not path.name.startswith("source."):
            found = CONTROLS.search(path.read_bytes().decode())
            assert found is None, f"{path}: {found}"


def test_json_is_json_and_shows_no_controls(folder: Path) -> None:
    """``cat run.json`` is safe too."""
    for path in folder.rglob("*.json"):
        content = path.read_bytes().decode()
        json.loads(content)
        assert not CONTROLS.search(content), path


def rendering(text: str) -> tuple[list[str], list[str]]:
    """Return the raw HTML and the addresses in Markdown, as a renderer that lets all through has them."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).use(footnote_plugin)
    html: list[str] = []
    addresses: list[str] = []
    for token in parser.parse(text):
        for part in (token, *(token.children or ())):
            if part.type in ("html_inline", "html_block"):
                html.append(" ".join(part.content.split()))
            addresses += [str(part.attrs[name]) for name in ("href", "src") if name in part.attrs]
    return html, addresses


def test_markdown_has_no_html_and_no_address_that_the_source_had_not(folder: Path) -> None:
    """Not even where the engine's answer is HTML: words stay words, however a renderer is set."""
    for document in read_run(folder).documents:
        translation = document.variants["es"].translation
        if document.record.source_file != "source.md" or translation is None:
            continue
        source = (document.path / "source.md").read_bytes().decode()
        before, after = rendering(normalise(source).text), rendering(translation)
        assert set(after[0]) <= set(before[0]), document.path
        assert set(after[1]) <= set(before[1]), document.path
        assert not any(address.lower().startswith(("javascript:", "vbscript:")) for address in after[1])


def test_hostile_names_come_through(tmp_path: Path, depeche: Depeche, argos_packages: Path) -> None:
    """Every file is done under a safe name; every message is one line that steers nothing."""
    news = tmp_path / "news"
    news.mkdir()
    for number, name in enumerate(NAMES):
        (Path(os.fsdecode(os.fsencode(news) + b"/" + name))).write_text(f"{FRENCH} Numéro {number}.\n")
    (news / "\x1b[8mempty.txt").write_text("")
    options = ("--to", "en", "--packages", argos_packages, "--engine", "argos", "--from", "fr")
    ran = depeche("run", news, *options, "--run-id", "r")
    assert ran.code == 3
    shown = [name for name in NAMES if not name.startswith(b".")]  # hidden files are left out
    assert len(ran.err.splitlines()) == len(shown) + 2
    harmless(ran)
    for path in Path("outputs").rglob("*"):
        assert path.name in OWN or path.name.startswith(".memory.sqlite") or SAFE.match(path.name), path
    assert depeche("verify", "outputs/r").code == 0
    record = json.loads(Path("outputs/r/run.json").read_text())
    assert "news/caf\\xe9.txt" in "".join(entry["origin"] for entry in record["documents"])
    harmless(depeche("run", news, *options, "--run-id", "r"))
    harmless(depeche("run", news, *options, "--dry-run"))
    ran = depeche("run", news, *options, "--run-id", "j", "--log-format", "json")
    harmless(ran)
    rows = [json.loads(line) for line in ran.err.splitlines()]
    assert len([row for row in rows if row["outcome"] != "stage"]) == len(shown) + 1


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


Depeche = Callable[..., Ran]


@pytest.fixture
def depeche(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Depeche:
    """Run the command in this process, in an empty folder, and see the bytes that it prints."""
    monkeypatch.chdir(tmp_path)

    def call(*words: object, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        monkeypatch.setattr(sys, "argv", ["depeche", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            app.main()
        sys.stdout.flush()
        output = capfdbinary.readouterr()
        return Ran(
            int(ended.value.code or 0), output.out.decode(errors="surrogateescape"), output.err.decode()
        )

    return call


def harmless(ran: Ran) -> None:
    """Assert that nothing that was printed steers a terminal, and that nothing unforeseen happened."""
    assert "unexpected" not in ran.err, ran.err
    assert not CONTROLS.search(ran.out + ran.err), ran


COMMANDS = ("run", "detect", "translate", "summarise", "verify", "evaluate", "languages")


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_not_there_is_named_legibly(depeche: Depeche, command: str) -> None:
    """Each command complains of hostile arguments in one line, or two that are ours."""
    for name in ("\x1b[2J", "caf\udce9.txt", "a\nb", "\u202etxt", "-\x1b[31m", "--\x9b1m"):
        words = {
            "run": (name, "--to", "es"),
            "translate": (name, "--to", "es"),
            "evaluate": ("--pair", "fr-es", "--set", name, name),
            "languages": ("install", name),
        }
        ran = depeche(command, *words.get(command, (name,)))
        assert ran.code != 0
        assert "Traceback" not in ran.err
        harmless(ran)


def test_the_folder_is_printed_byte_for_byte_for_programs(
    depeche: Depeche, argos_packages: Path, tmp_path: Path
) -> None:
    """``cd "$(depeche run ...)"`` leads there, whatever the user has called it."""
    (tmp_path / "a.txt").write_text(f"{FRENCH}\n")
    options = ("--packages", argos_packages, "--engine", "argos", "--quiet")
    ran = depeche("run", "a.txt", "--to", "en", "--out", "sorti\udce9", "--run-id", "r", *options)
    assert (ran.code, ran.out, ran.err) == (0, "sorti\udce9/r\n", "")
    assert depeche("verify", "sorti\udce9/r").code == 0


def test_filters_print_texts_without_controls(depeche: Depeche, argos_packages: Path) -> None:
    """Text and JSON, from standard input."""
    words = "\n\n".join([FRENCH, *(text.replace("\x00", "") for text in TEXTS[::4])]).encode()
    engine = ("--packages", argos_packages, "--engine", "argos")
    for command in (
        ("detect",),
        ("summarise", "--from", "fr"),
        ("translate", "--from", "fr", "--to", "en", *engine),
        ("translate", "--from", "fr", "--to", "en", "--format", "md", *engine),
    ):
        ran = depeche(*command, stdin=words)
        assert ran.code == 0, ran.err
        harmless(ran)
        ran = depeche(*command, "--json", stdin=words)
        json.loads(ran.out)
        harmless(ran)


def test_the_memory_travels_as_xml_that_means_what_was_said(evil: Path, tmp_path: Path) -> None:
    """Well-formed, read by a parser that trusts nothing; all texts come back, and a memory from them."""
    store = Store(evil.parent / FILE_NAME)
    kept = {(entry.text, entry.answer) for entry in store.entries()}
    done = export_file(store, tmp_path / "m.tmx")
    store.close()
    assert done.entries + done.left_out == len(kept) > len(TEXTS)
    assert done.left_out < len(kept) / 3  # those with controls, for which XML has no form
    units = defusedxml.ElementTree.parse(tmp_path / "m.tmx", forbid_dtd=True).getroot().iter("tu")
    found = {tuple("".join(seg.itertext()) for seg in unit.iter("seg")) for unit in units}
    assert found <= kept
    assert len(found) == done.entries
    assert import_file(tmp_path / "m.tmx", tmp_path / "again").machine == done.entries


def test_only_one_module_prints() -> None:
    """So that this is decided in one place; of the others, one puts lines above the bars that it draws, and
    three tell their parents something, over pipes of their own.
    """
    root = Path(app.__file__).parents[1]
    printing = re.compile(r"typer\.echo\(|\bprint\(|\.(?:stdout|stderr)\.write\(|secho\(")
    found = []
    for path in root.rglob("*.py"):
        code = re.sub(r">>> .*|\.\.\. .*", "", path.read_text())  # examples in docstrings
        found += [path.name] if printing.search(code) else []
    assert sorted(found) == ["bars.py", "node.py", "output.py", "scheduler.py", "trial_child.py"]
