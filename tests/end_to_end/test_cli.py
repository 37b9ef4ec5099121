"""The command line as a user meets it: output, messages, exit codes."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import typer

from pipeline.cli import app
from pipeline.read.formats.table import ENDINGS, NAMES
from pipeline.translate.engines.neural.processor import arithmetic
from pipeline.write import run_folder
from tests.conftest import CT2, EXAMPLES, MODELS
from tests.support.archives import zipped
from tests.support.packing import named

FRENCH = (
    "Le maire de Brévance a annoncé lundi que les écoles de la ville resteront fermées.\n\n"
    "Les élèves rentreront jeudi, selon la préfecture. Les parents ont été prévenus par courrier.\n"
)


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


Depeche = Callable[..., Ran]


@pytest.fixture
def depeche(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Depeche:
    """Run the command in this process, in an empty folder, with an empty home."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("ARGOS_PACKAGES_DIR", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)

    def call(*words: object, stdin: str | bytes = "") -> Ran:
        content = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        monkeypatch.setattr(sys, "argv", ["depeche", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            app.main()
        code = ended.value.code
        assert isinstance(code, int | None)
        output = capsys.readouterr()
        return Ran(code or 0, output.out, output.err)

    return call


@pytest.fixture
def packages(argos_packages: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, Path, str, str]:
    """Return the options that choose the test models."""
    return ("--packages", argos_packages, "--engine", "argos")


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """Write a short French text."""
    path = tmp_path / "article.txt"
    path.write_text(FRENCH)
    return path


def one_line(ran: Ran) -> str:
    """Return the only line of a command's messages."""
    lines = ran.err.splitlines()
    assert len(lines) == 1, ran.err
    assert "Traceback" not in ran.err
    return lines[0]


def test_a_run_prints_its_folder_and_what_became_of_each_input(
    depeche: Depeche, article: Path, packages: tuple[str, ...]
) -> None:
    """The result goes to standard output, messages go to standard error; the second time nothing is done."""
    ran = depeche("run", article, "--to", "en,es", "--run-id", "r", *packages)
    assert (ran.code, ran.out) == (0, "outputs/r\n")
    assert ran.err.splitlines() == [
        f"done     {article}: 3 segments, written in en es fr",
        "1 done, 0 skipped, 0 failed",
    ]
    again = depeche("run", article, "--to", "es", "--to", "en", "--run-id", "r", *packages)
    assert (again.code, again.err.splitlines()[0]) == (0, f"skipped  {article}: unchanged")
    checked = depeche("verify", "outputs/r")
    assert (checked.code, checked.out) == (0, "all is as it was written\n")


def test_quiet_prints_only_failures(depeche: Depeche, article: Path, packages: tuple[str, ...]) -> None:
    """For schedulers."""
    ran = depeche("run", article, "nowhere", "--to", "en", "--run-id", "r", "--quiet", *packages)
    assert (ran.code, ran.out) == (3, "outputs/r\n")
    assert one_line(ran) == "failed   nowhere: no such file or folder"


def test_messages_can_be_json(depeche: Depeche, article: Path, packages: tuple[str, ...]) -> None:
    """One event a line, with its time: each stage of a document, then the document."""
    options = ("--to", "en", "--run-id", "r", "--log-format", "json", *packages)
    rows = [json.loads(line) for line in depeche("run", article, "nowhere", *options).err.splitlines()]
    assert [row["outcome"] for row in rows] == ["stage", "stage", "stage", "done", "failed"]
    assert [row["stage"] for row in rows[:3]] == ["read", "translated", "written"]
    assert {row["run"] for row in rows} == {"r"}
    assert {row["document"] for row in rows[:3]} == {rows[3]["id"]}
    assert all(row["seconds"] >= 0 for row in rows[:3])
    assert all(datetime.fromisoformat(row["time"]).tzinfo is not None for row in rows)
    assert rows[4]["message"] == "nowhere: no such file or folder"


@pytest.mark.usefixtures("apertium")
def test_gist_quality_is_said_so(depeche: Depeche, article: Path) -> None:
    """Who reads a translation by rules must know."""
    ran = depeche("run", article, "--to", "es", "--engine", "apertium")
    assert ran.code == 0
    assert "not to publish" in ran.err.splitlines()[-1]


def test_nothing_done_is_exit_1(depeche: Depeche, packages: tuple[str, ...]) -> None:
    """A run of failures alone has failed."""
    assert depeche("run", "nowhere", "--to", "en", *packages).code == 1


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(
    depeche: Depeche, article: Path, packages: tuple[str, ...], tmp_path: Path
) -> None:
    """Language, segments and routes."""
    ran = depeche("run", article, "--to", "es", "--dry-run", *packages)
    assert ran.code == 0
    assert ran.out.splitlines()[0] == f"{article}: fr, 3 segments"
    assert ran.out.splitlines()[1].startswith("  fr > en > es by argos, argos (chrF about ")
    assert not (tmp_path / "outputs").exists()
    mixed = depeche("run", article, "nowhere", "--to", "es", "--dry-run", *packages)
    assert (mixed.code, one_line(mixed)) == (3, "failed   nowhere: no such file or folder")
    assert depeche("run", article, "--to", "de", "--dry-run", *packages).code == 1


def test_a_dry_run_opens_archives_that_come_through_a_pipe(
    depeche: Depeche, packages: tuple[str, ...]
) -> None:
    """As the run does."""
    archive = zipped({"digue.txt": FRENCH.encode(), "a.css": b"a {}"})
    ran = depeche("run", "-", "--to", "en", "--dry-run", *packages, stdin=archive)
    assert (ran.code, ran.out.splitlines()[0]) == (0, "-#digue.txt: fr, 3 segments")


def test_standard_input_is_an_input(depeche: Depeche, packages: tuple[str, ...]) -> None:
    """Named ``-``."""
    ran = depeche("run", "-", "--to", "en", "--run-id", "r", *packages, stdin=FRENCH)
    assert ran.err.startswith("done     -: 3 segments")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["run", "a.txt"], "--to: name at least one language"),
        (["run", "a.txt", "--to", "xx"], "--to: unknown language 'xx'"),
        (["run", "a.txt", "--to", "es", "--from", "xx"], "--from: unknown language 'xx'"),
        (["run", "a.txt", "--to", "es", "--engine", "magic"], "--engine magic: no such engine"),
        (["run", "a.txt", "--to", "es", "--method", "magic"], "magic"),
        (["run", "a.txt", "--to", "es", "--sentences", "0"], "--sentences 0: must be 1 or more"),
        (["run", "a.txt", "--to", "es", "--config", "none.toml"], "--config none.toml: cannot be read"),
        (["run", "a.txt", "--to", "es", "--device", "tpu"], "--device tpu: no such choice"),
        (["translate", "--to", "xx"], "--to: unknown language 'xx'"),
        (["summarise", "--ratio", "2"], "--ratio 2.0: must be above 0"),
        (["summarise", "--characters", "0"], "--characters 0: must be 1 or more"),
        (
            ["summarise", "--words", "9", "--characters", "9"],
            "--words and --characters cannot be used together",
        ),
        (["summarise", "--query", "x" * 1001], "--query: has 1001 characters; give at most 1000"),
        (["summarise", "--method", "sumy:magic"], "unknown summary method 'sumy:magic'"),
        (["schema", "poem"], "poem: no such schema; known: document variant run digest"),
        (["languages", "install", "xx"], "install: unknown language 'xx'"),
    ],
)
def test_what_cannot_be_used_is_exit_2_and_one_line(depeche: Depeche, words: list[str], message: str) -> None:
    """The option is named, and what would do."""
    ran = depeche(*words)
    assert ran.code == 2
    assert one_line(ran).startswith("depeche: ")
    assert message in ran.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["run"], "Missing argument 'INPUT...'; see depeche run --help"),
        (["nonsense"], "No such command 'nonsense'; see depeche --help"),
        (["run", "a", "--nonsense"], "No such option: --nonsense; see depeche run --help"),
        (["run", "a", "--sentences", "many"], "Invalid value for '--sentences': must be a whole number; see"),
        (["run", "a", "--ratio", "half"], "Invalid value for '--ratio': must be a number; see"),
        (["run", "a", "--threads", "0"], "Invalid value for '--threads': must be at least 1; see"),
        (["run", "a", "--log-format", "x"], "'--log-format': 'x' is not one of 'text', 'json'; see"),
        (["translate"], "Missing option '--to'; see depeche translate --help"),
        (["languages", "nonsense"], "see depeche languages --help"),
    ],
)
def test_wrong_usage_is_exit_2_and_one_line(depeche: Depeche, words: list[str], message: str) -> None:
    """With the help that says more."""
    ran = depeche(*words)
    assert ran.code == 2
    assert message in one_line(ran)


def test_without_a_command_there_is_the_help(depeche: Depeche) -> None:
    """On standard error, for nothing was done."""
    ran = depeche()
    assert (ran.code, ran.out) == (2, "")
    assert "Commands:" in ran.err


def test_ctrl_c_is_exit_130(depeche: Depeche, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a shell expects, and without a traceback."""

    def interrupted(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.core.codec.json_schema", interrupted)
    ran = depeche("schema", "run")
    assert (ran.code, ran.err) == (130, "")


def test_a_folder_that_another_run_holds_is_exit_75(
    depeche: Depeche, article: Path, packages: tuple[str, ...], tmp_path: Path
) -> None:
    """So that a scheduler can try again."""
    with run_folder.hold_run(tmp_path / "outputs" / "r"):
        ran = depeche("run", article, "--to", "en", "--run-id", "r", *packages)
    assert ran.code == 75
    assert "another run holds this folder" in one_line(ran)


def test_a_place_that_cannot_be_written_is_exit_1(
    depeche: Depeche, article: Path, packages: tuple[str, ...]
) -> None:
    """One line, with the system's reason."""
    ran = depeche("run", article, "--to", "en", "--out", article / "x", *packages)
    assert (ran.code, one_line(ran)[:9]) == (1, "depeche: ")
    assert "Not a directory" in ran.err


def test_a_missing_route_names_what_would_install_it(
    depeche: Depeche, article: Path, packages: tuple[str, ...]
) -> None:
    """For the one document that needs it."""
    ran = depeche("run", article, "--to", "de", "--quiet", *packages)
    assert ran.code == 1
    assert "from French (fr) to German (de); run: depeche languages install fr de" in one_line(ran)


def test_a_language_that_cannot_be_written_costs_the_others_nothing(
    depeche: Depeche, article: Path, packages: tuple[str, ...]
) -> None:
    """It is named with what mends it, in a run, a dry run and a digest, for people and programs; exit 3."""
    told = (
        "gl: no installed engine translates from French (fr) to Galician (gl); run: depeche languages install"
    )
    asked = (article, "--to", "English,GL", *packages)
    ran = depeche("run", *asked, "--run-id", "r")
    assert (ran.code, ran.out) == (3, "outputs/r\n")
    lines = ran.err.splitlines()
    assert lines[0].startswith(f"partial  {article}: ")
    assert lines[0].endswith("written in en fr, not in gl")
    assert lines[1] == f"missing  {told} fr gl"
    assert lines[2] == "0 done, 1 partial, 0 skipped, 0 failed"
    assert depeche("verify", "outputs/r").code == 0
    again = depeche("run", *asked, "--run-id", "r", "--quiet")
    assert (again.code, again.err.splitlines()[1:]) == (3, [f"missing  {told} fr gl"])
    logged = depeche("run", *asked, "--run-id", "r", "--log-format", "json")
    assert '"outcome": "partial"' in logged.err
    assert depeche("run", *asked, "--dry-run").code == 3
    digest = depeche("digest", *asked, "--run-id", "d")
    assert digest.code == 3
    assert f"missing  {told} fr gl" in digest.err
    assert "told in en, from 1 documents" in digest.err


@pytest.mark.parametrize("name", ["ES", "es-419", "Spanish", "español", "ESPANOL", "castellano", "spa"])
def test_a_language_is_understood_by_any_of_its_names(
    depeche: Depeche, article: Path, packages: tuple[str, ...], name: str
) -> None:
    """The folder has its code."""
    ran = depeche("run", article, "--to", name, "--dry-run", *packages)
    assert (ran.code, ran.out.splitlines()[1][:13]) == (0, "  fr > en > e")


def test_a_name_that_is_none_is_answered_with_the_code_that_was_meant(
    depeche: Depeche, article: Path
) -> None:
    """In the line that lists all codes."""
    ran = depeche("run", article, "--to", "spanisch")
    assert (ran.code, one_line(ran).rpartition("; ")[2]) == (2, "did you mean es (Spanish)?")


def test_an_unexpected_error_is_one_line(depeche: Depeche, monkeypatch: pytest.MonkeyPatch) -> None:
    """And a way to see more."""

    def broken(*args: object) -> None:
        raise ZeroDivisionError("oh\nno")

    monkeypatch.setattr("pipeline.core.codec.json_schema", broken)
    ran = depeche("schema", "run")
    assert ran.code == 1
    assert one_line(ran).startswith("depeche: unexpected ZeroDivisionError: oh no; DEPECHE_TRACEBACK=1")


def test_detect(depeche: Depeche, article: Path) -> None:
    """Code and confidence; und with the reason; the same as JSON."""
    code, _, confidence = depeche("detect", article).out.strip().partition("\t")
    assert code == "fr"
    assert 0.9 < float(confidence) <= 1
    unknown = depeche("detect", stdin="12 345\n")
    assert (unknown.code, unknown.out[:4]) == (0, "und\t")
    assert json.loads(depeche("detect", "--json", stdin=FRENCH).out)["language"] == "fr"
    assert "known: langdetect lingua" in one_line(depeche("detect", "--detector", "oracle", article))


def test_translate(depeche: Depeche, packages: tuple[str, ...], stories: list[list[dict[str, str]]]) -> None:
    """A filter: text in, text out, paragraphs kept; with --json, aligned."""
    rows = stories[0]
    source = f"{rows[1]['fr']} {rows[3]['fr']}\n\n{rows[6]['fr']}\n"
    ran = depeche("translate", "--to", "es", *packages, stdin=source)
    assert ran.out == f"{rows[1]['es']} {rows[3]['es']}\n\n{rows[6]['es']}\n"
    tree = json.loads(depeche("translate", "--to", "es", "--json", *packages, stdin=source).out)
    assert [part["target"] for part in tree["segments"]] == [rows[at]["es"] for at in (1, 3, 6)]
    assert [hop["target"] for hop in tree["routes"][0]["hops"]] == ["en", "es"]


def test_standard_input_is_read_as_what_it_is_said_to_be(
    depeche: Depeche, packages: tuple[str, ...], stories: list[list[dict[str, str]]]
) -> None:
    """Markdown where ``--format`` says so, plain text else; an unknown name is answered with those known."""
    row = stories[0][0]
    source = f"# {row['fr']}\n\n**{row['fr']}**  \n"
    ran = depeche("translate", "--to", "es", "--format", "md", *packages, stdin=source)
    assert ran.out == f"# {row['es']}\n\n**{row['es']}**  \n"
    tree = json.loads(
        depeche("translate", "--to", "es", "--format", "md", "--json", *packages, stdin=source).out
    )
    assert [(part["target"], part["written"]) for part in tree["segments"]] == [(row["es"], row["es"])] * 2
    assert depeche("detect", "--format", "md", stdin=source).out.startswith("fr")
    assert depeche("summarise", "--format", "md", stdin=source).out == f"{row['fr']}\n"
    ran = depeche("detect", "--format", "xyz", stdin=source)
    known = " ".join(dict.fromkeys((*NAMES, *ENDINGS)))
    assert (ran.code, ran.err) == (2, f"depeche: --format xyz: no such format; known: {known}\n")


def test_summarise(depeche: Depeche) -> None:
    """Sentences of the text, in its order; with --json, with their ids."""
    text = (EXAMPLES / "fr-digue-port-sauvin.txt").read_text()
    lines = depeche("summarise", "--sentences", "2", stdin=text).out.splitlines()
    assert len(lines) == 2
    flat = " ".join(text.split())
    assert [flat.index(" ".join(line.split())) for line in lines] == sorted(
        flat.index(" ".join(line.split())) for line in lines
    )
    tree = json.loads(depeche("summarise", "--method", "luhn", "--words", "60", "--json", stdin=text).out)
    assert tree["method"] == "luhn"
    assert all(part["id"].startswith("b") for part in tree["segments"])


def test_summarise_by_characters_and_for_a_query(depeche: Depeche) -> None:
    """Never over the length, about what was asked for; sumy itself gives what stands in for it gives."""
    text = (EXAMPLES / "fr-digue-port-sauvin.txt").read_text()
    for most in (100, 280, 600):
        ran = depeche("summarise", "--characters", str(most), stdin=text)
        assert len(ran.out.rstrip("\n")) <= most
    query = ("--query", "les écoles fermées", "--sentences", "2")
    tree = json.loads(depeche("summarise", *query, "--json", stdin=text).out)
    assert tree["query"] == "les écoles fermées"
    assert (
        tree["segments"]
        != json.loads(depeche("summarise", "--sentences", "2", "--json", stdin=text).out)["segments"]
    )
    ours = json.loads(depeche("summarise", "--method", "lexrank", "--json", stdin=text).out)
    theirs = json.loads(depeche("summarise", "--method", "sumy:lexrank", "--json", stdin=text).out)
    assert (ours["method"], theirs["method"]) == ("lexrank", "sumy:lexrank")
    assert (ours["summariser"].split()[0], theirs["summariser"].split()[0]) == ("depeche", "sumy")
    assert ours["segments"] == theirs["segments"]


def test_a_filter_takes_one_text(depeche: Depeche, tmp_path: Path) -> None:
    """A folder of several is for ``depeche run``."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("La digue a cédé jeudi matin.\n")
    ran = depeche("detect", tmp_path)
    assert (ran.code, "names 2 files" in one_line(ran)) == (1, True)
    assert "no such file" in one_line(depeche("detect", "nowhere"))


def test_languages_list_and_routes(depeche: Depeche, packages: tuple[str, ...]) -> None:
    """What there is, with what each can be translated into now."""
    listed = depeche("languages", "list", *packages[:2])
    assert "fr  French (français): " in listed.out
    rows = {row["code"]: row for row in json.loads(depeche("languages", "list", "--json").out)}
    assert "gl  Galician (galego): -; run: depeche languages install gl" in listed.out
    assert rows["gl"]["fills"][0] == "depeche languages install gl"
    assert len(rows) >= 32
    routes = json.loads(depeche("languages", "routes", "--json", *packages[:2]).out)
    assert any(len(route["hops"]) == 2 for route in routes)
    assert "fr > en by argos" in depeche("languages", "routes", *packages[:2]).out


def test_languages_install_from_a_file(depeche: Depeche, tmp_path: Path) -> None:
    """Into argostranslate's own folder, where it is found without being named."""
    ran = depeche("languages", "install", MODELS / "translate-fr_en.argosmodel")
    assert ran.code == 0
    assert ran.out.startswith("installed translate-fr_en 1.0 in ")
    assert "fr > en by argos" in depeche("languages", "routes").out
    bad = depeche("languages", "install", "none.argosmodel")
    assert (bad.code, "cannot be read" in one_line(bad)) == (1, True)


def test_languages_install_from_a_folder(depeche: Depeche, tmp_path: Path) -> None:
    """All of it, or the languages named; the folder as an argument, or by --from; twice is once."""
    ran = depeche("languages", "install", "es", "--from", MODELS)
    assert (ran.code, ran.out.count("installed ")) == (0, 1)
    assert ran.out.startswith("installed translate-en_es 1.0 in ")
    ran = depeche("languages", "install", MODELS)
    assert (ran.code, ran.out.count("installed translate")) == (0, 2)
    assert "translate-en_es 1.0 is installed in " in ran.out
    assert ran.err == ""
    none = depeche("languages", "install", "ja", MODELS)
    assert (none.code, one_line(none)) == (1, f"depeche: {MODELS} has no package for: ja")


def test_languages_install_one_bad_file_costs_the_others_nothing(depeche: Depeche, tmp_path: Path) -> None:
    """It is named, and the exit code says that not all is done."""
    (tmp_path / "bad.argosmodel").write_text("not a zip")
    good = tmp_path / "good.argosmodel"
    good.write_bytes((MODELS / "translate-fr_en.argosmodel").read_bytes())
    ran = depeche("languages", "install", "bad.argosmodel", "good.argosmodel")
    assert (ran.code, ran.out.startswith("installed translate-fr_en")) == (3, True)
    assert one_line(ran).startswith("depeche: bad.argosmodel: is not a whole .argosmodel file")
    ran = depeche("languages", "install", tmp_path)
    assert (ran.code, "bad.argosmodel: is not a whole" in one_line(ran)) == (3, True)
    good.unlink()
    assert depeche("languages", "install", tmp_path).code == 1


@pytest.mark.parametrize(
    "words", [[], ["tlh"], ["no/such/folder"], ["--from", "none"], ["fr", "--from", "none"]]
)
def test_languages_install_of_what_is_not_there(depeche: Depeche, words: list[str]) -> None:
    """One line; nothing is made."""
    ran = depeche("languages", "install", *words)
    assert ran.code == (1 if "--from" in words else 2)
    assert one_line(ran)
    assert not Path("home/.local/share/argos-translate/packages").exists()


def unsized(text: str) -> str:
    """Return a text without the sizes of the test packages, which change when they are trained anew."""
    return re.sub(r"\d\.\d MiB", "N MiB", text)


def test_languages_install_says_where_a_newer_package_is_used(depeche: Depeche, tmp_path: Path) -> None:
    """And list says which of two is shadowed."""
    newer = named(tmp_path / "newer.argosmodel", package_version="1.1")
    assert depeche("languages", "install", newer).err == ""
    older = depeche("languages", "install", MODELS / "translate-fr_en.argosmodel")
    assert older.code == 0
    assert one_line(older) == "translate-fr_en 1.0 is not used, because translate-fr_en-1_1 is newer"
    listed = unsized(depeche("languages", "list").out).splitlines()[-2:]
    assert listed[0].startswith(
        "fr-en  translate-fr_en 1.0 in translate-fr_en-1_0: N MiB, not used: shadowed by"
    )
    assert listed[1] == "fr-en  translate-fr_en 1.1 in translate-fr_en-1_1: N MiB"
    rows = {row["code"]: row for row in json.loads(depeche("languages", "list", "--json").out)}
    assert [(row["version"], row["shadowed_by"]) for row in rows["fr"]["packages"]] == [
        ("1.0", "translate-fr_en-1_1"),
        ("1.1", None),
    ]


def test_languages_list_names_what_is_of_no_use(
    depeche: Depeche, argos_packages: Path, tmp_path: Path
) -> None:
    """Packages without a record, broken ones, those for languages that depeche does not know."""
    folder = tmp_path / "packages"
    shutil.copytree(argos_packages, folder)
    (folder / "translate-en_es-1_0" / "model" / "model.bin").unlink()
    metadata = folder / "translate-en_fr-1_0" / "metadata.json"
    metadata.write_text(metadata.read_text().replace('"fr"', '"tlh"'))
    listed = unsized(depeche("languages", "list", "--packages", folder).out).splitlines()[-4:]
    assert listed == [
        f"Argos packages in {folder}:",
        "translate-en_es-1_0: broken; remove it or install it again",
        "en-tlh  translate-en_tlh 1.0 in translate-en_fr-1_0: "
        "N MiB, not used: depeche does not know the language, no record",
        "fr-en  translate-fr_en 1.0 in translate-fr_en-1_0: N MiB, no record",
    ]


def test_languages_remove(depeche: Depeche) -> None:
    """By pair; what is not there is an error."""
    depeche("languages", "install", MODELS)
    ran = depeche("languages", "remove", "fr-en")
    assert (ran.code, ran.out.splitlines()[0].endswith("/translate-fr_en-1_0")) == (0, True)
    assert "fr > en" not in depeche("languages", "routes", "--json").out
    again = depeche("languages", "remove", "fr-en")
    assert (again.code, "fr-en: names no package in" in one_line(again)) == (1, True)


def test_languages_verify(depeche: Depeche, argos_packages: Path, tmp_path: Path) -> None:
    """Exit 1 where a file is off; a package of argostranslate's has no record until it is given one."""
    folder = tmp_path / "packages"
    shutil.copytree(argos_packages, folder)
    ran = depeche("languages", "verify", "--packages", folder)
    assert (ran.code, ran.out.count("has no record; --record makes one")) == (0, 3)
    ran = depeche("languages", "verify", "--packages", folder, "--record", "fr-en")
    assert (ran.code, ran.out) == (0, f"{folder}/translate-fr_en-1_0: as recorded\n")
    readme = folder / "translate-fr_en-1_0" / "README.md"
    readme.write_text("")
    ran = depeche("languages", "verify", "--packages", folder)
    assert (ran.code, f"{readme}: differs from its record\n" in ran.out) == (1, True)
    rows = json.loads(depeche("languages", "verify", "--packages", folder, "--json").out)
    assert [(row["recorded"], len(row["problems"])) for row in rows] == [(False, 0), (False, 0), (True, 1)]
    nothing = depeche("languages", "verify")
    assert (nothing.code, "holds no packages" in one_line(nothing)) == (1, True)


@pytest.mark.usefixtures("index")
def test_languages_mirror(depeche: Depeche) -> None:
    """Fetched here, installed there."""
    ran = depeche("languages", "mirror", "stick", "fr", "es")
    assert (ran.code, ran.out.count("mirrored ")) == (0, 3)
    ran = depeche("languages", "install", "--from", "stick")
    assert (ran.code, ran.out.count("installed ")) == (0, 3)
    assert "fr > en by argos" in depeche("languages", "routes").out


def test_languages_install_while_another_is_under_way(depeche: Depeche) -> None:
    """Exit 75, as for runs."""
    from pipeline.packages import folder as store

    with store.hold_folder(Path("packages")):
        ran = depeche("languages", "install", MODELS, "--packages", "packages")
    assert (ran.code, "another install or removal is under way" in one_line(ran)) == (75, True)


@pytest.mark.usefixtures("index")
def test_progress_is_shown_on_a_terminal_only(tmp_path: Path) -> None:
    """In one line that is cleared in the end."""
    script = Path(sys.executable).with_name("depeche")
    command = [str(script), "languages", "install", "fr", "--packages"]
    terminal, end = pty.openpty()
    done = subprocess.run(
        [*command, str(tmp_path / "one")], stdout=subprocess.PIPE, stderr=end, text=True, check=True
    )
    os.close(end)
    shown = os.read(terminal, 10_000).decode()
    os.close(terminal)
    assert done.stdout.count("installed ") == 2
    assert "translate-fr_en: N MiB of N MiB (100 %)" in unsized(shown.replace(" of ", " MiB of "))
    assert shown.endswith("\r\x1b[K")
    again = subprocess.run([*command, str(tmp_path / "two")], capture_output=True, text=True, check=True)
    assert again.stderr == ""


def test_doctor(depeche: Depeche, packages: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Says what is installed; exit 1 where nothing can be translated."""
    well = depeche("doctor", *packages[:2])
    assert well.code == 0
    assert "engine argos: 3 pairs" in well.out
    assert "neural models run on" in well.out
    assert arithmetic().instruction_set in well.out
    monkeypatch.setattr("pipeline.translate.engines.apertium.engine.ApertiumEngine.hops", lambda self: ())
    ill = depeche("doctor", "--packages", "none")
    assert (ill.code, "languages install" in one_line(ill)) == (1, True)
    assert depeche("languages", "routes", "--packages", "none").code == 1


def test_verify_names_what_is_off(depeche: Depeche, article: Path, packages: tuple[str, ...]) -> None:
    """On standard output, one file a line, and exit 1; as JSON too."""
    depeche("run", article, "--to", "en", "--run-id", "r", *packages)
    summary = next(Path("outputs/r/documents").glob("*/en/summary.txt"))
    summary.write_text("x")
    ran = depeche("verify", "outputs/r")
    assert (ran.code, ran.out) == (1, f"{summary}: differs from its digest in run.json\n")
    tree = json.loads(depeche("verify", "outputs/r", "--json").out)
    assert (tree["ok"], len(tree["problems"])) == (False, 1)
    nothing = depeche("verify", "outputs")
    assert (nothing.code, nothing.out) == (
        1,
        "outputs/run.json: cannot be read: No such file or directory\n",
    )


def test_version_and_help(depeche: Depeche) -> None:
    """Every command has a help text."""
    assert depeche("--version").out.startswith("depeche 0.")
    for words in (
        [],
        ["run"],
        ["detect"],
        ["translate"],
        ["summarise"],
        ["verify"],
        ["schema"],
        ["doctor"],
        ["memory"],
    ):
        ran = depeche(*words, "--help")
        assert ran.code == 0
        assert len(ran.out.splitlines()) > 5


def test_the_installed_command_ends_quietly_when_its_reader_leaves() -> None:
    """A closed pipe is no complaint."""
    script = Path(sys.executable).with_name("depeche")
    process = subprocess.Popen(
        [script, "schema", "variant"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.close()
    _, err = process.communicate()
    assert err == ""


def test_a_model_is_installed_listed_and_used(depeche: Depeche, argos_packages: Path, tmp_path: Path) -> None:
    """From the folder that the converter made, beside Argos's packages."""
    wanted = ("--kind", "opus-mt", "--pair", "fr-es,fr-en", "--licence", "CC-BY-4.0", "--quality", "70")
    ran = depeche("languages", "install", "--from", CT2 / "opus-mt-fr-mul", *wanted, "--name", "mul")
    folder = tmp_path / "home" / ".local" / "share" / "depeche" / "models" / "mul"
    assert ran.code == 0
    assert ran.out.splitlines() == [f"installed mul unknown in {folder}", "2 pairs, licence: CC-BY-4.0"]
    listed = depeche("languages", "routes", "--packages", argos_packages).out.splitlines()
    assert "fr > es by ct2/mul (chrF about 70.0)" in listed
    told = depeche("doctor", "--packages", argos_packages).out.splitlines()
    assert f"engine ct2/mul: 2 pairs in {folder}" in told
    ran = depeche("translate", "--to", "es", "--from", "fr", "--engine", "ct2/mul", "--json", stdin=FRENCH)
    assert json.loads(ran.out)["routes"][0]["hops"][0]["engine"] == "ct2/mul"
    assert depeche("languages", "verify", "--packages", argos_packages).out.endswith(
        f"{folder}: as recorded\n"
    )
    (folder / "model.bin").unlink()
    assert f"not used: {folder}: is no opus-mt model" in depeche("doctor").out
    ran = depeche("languages", "verify", "ct2/mul")
    assert (ran.code, ran.out) == (1, f"{folder / 'model.bin'}: is missing\n")
    assert depeche("languages", "remove", "ct2/mul").out == f"removed {folder}\n"
    ran = depeche("languages", "remove", "ct2/mul")
    assert (ran.code, "installed: none" in one_line(ran)) == (1, True)


def test_a_declared_model_is_used_by_every_command(depeche: Depeche, article: Path, tmp_path: Path) -> None:
    """``depeche.toml`` points to where it lies, from its own folder."""
    (tmp_path / "near").symlink_to(CT2)
    declared = '[[model]]\npath = "near/nllb"\nkind = "nllb"\nlanguages = ["fr", "es"]\n'
    (tmp_path / "depeche.toml").write_text(declared)
    options = ("--packages", tmp_path / "none", "--to", "es", "--engine", "ct2")
    assert depeche("translate", article, "--from", "fr", *options).code == 0
    ran = depeche("run", article, "--run-id", "r", *options)
    assert ran.code == 0, ran.err
    assert depeche("verify", "outputs/r").code == 0
    variant = json.loads(next((tmp_path / "outputs/r").glob("documents/*/es/variant.json")).read_text())
    identity = variant["routes"][0]["hops"][0]["identity"]
    assert (identity["engine"], identity["package"]) == ("ct2/nllb", "nllb")
    assert {"name": "language_tokens", "value": "fra_Latn spa_Latn"} in identity["options"]
    assert variant["digital_source_type"].endswith("trainedAlgorithmicMedia")


def test_a_declared_model_that_is_not_there_stops_what_translates_alone(
    depeche: Depeche, article: Path, tmp_path: Path
) -> None:
    """Nothing is replaced in silence; detecting a language needs no model."""
    (tmp_path / "depeche.toml").write_text('[[model]]\npath = "gone"\nkind = "nllb"\n')
    ran = depeche("translate", article, "--to", "es")
    assert ran.code == 2
    used, line = ran.err.splitlines()
    assert used.startswith(f"config   {tmp_path / 'depeche.toml'}: ")
    assert f"[[model]] {tmp_path / 'gone'}: is no nllb model" in line
    ran = depeche("detect", article)  # which does not read it
    assert (ran.code, ran.err) == (0, "")


def test_a_configuration_that_is_found_is_told_of(depeche: Depeche, tmp_path: Path) -> None:
    """Before anything is done with it; neither with ``--quiet`` nor where it was named."""
    file = tmp_path / "depeche.toml"
    file.write_text('[run]\nto = ["es"]\nout = "there"\n')
    words = f"config   {file}: found here, and used; --config FILE names another"
    assert depeche("run", "gone.txt").err.splitlines()[0] == words
    assert "config" not in depeche("run", "gone.txt", "--quiet").err
    assert "config" not in depeche("run", "gone.txt", "--config", file).err
    first = json.loads(depeche("run", "gone.txt", "--log-format", "json").err.splitlines()[0])
    assert (first["outcome"], first["path"]) == ("config", str(file))
    lines = depeche("digest", "gone.txt").err.splitlines()
    assert [line for line in lines if line.startswith("config ")] == [words]
    assert depeche("memory", "stats").err.splitlines()[0] == words
    file.chmod(0o666)
    ran = depeche("run", "gone.txt")
    assert ran.code == 2
    assert one_line(ran).startswith("depeche: depeche.toml: is not used unasked: everybody can write it; ")


CONFIGURED = (
    "run gone.txt --to es",
    "digest gone.txt --to es",
    "translate gone.txt --to es",
    "evaluate --pair fr-es --set gone.txt gone.txt",
    "languages list",
    "languages routes",
    "memory stats",
    "memory export m.tmx",
    "memory import m.tmx",
    "memory clear",
    "doctor",
    "job run morning",
    "job list",
    "job status",
    "job prune",
    "config check",
    "config show",
    "schedule morning --at 06:30",
    "cluster scheduler --host 192.0.2.1",
    "cluster worker gone.json",
)
"""Commands that read ``depeche.toml``, with what they need."""


@pytest.mark.parametrize("words", CONFIGURED)
def test_a_configuration_that_is_not_trusted_can_be_named(
    depeche: Depeche, tmp_path: Path, words: str
) -> None:
    """Each command that refuses the found one takes the remedy that it names."""
    file = tmp_path / "depeche.toml"
    file.write_text("")
    file.chmod(0o666)
    ran = depeche(*words.split())
    assert ran.code == 2
    line = one_line(ran)
    assert "read it, and name it (--config depeche.toml)" in line
    named = depeche(*words.split(), "--config", "depeche.toml")
    assert "not used unasked" not in named.err
    assert "No such option" not in named.err
    other = depeche(*words.split(), "--config", "none.toml")
    assert (other.code, "--config none.toml: cannot be read" in other.err) == (2, True)


UNCONFIGURED = (
    "detect a.txt",
    "summarise a.txt",
    "verify gone",
    "site gone",
    "read gone",
    "schema run",
    "config schema",
    "languages verify",
    "languages remove fr",
    "languages install x/y",
)
"""Commands that do not read it."""


def test_every_command_is_tried_with_a_configuration_that_is_not_trusted() -> None:
    """All that have ``--config`` in one test, the rest in the other, but for ``mirror``: it has a network."""
    every = dict(_commands(typer.main.get_command(app.program())))
    configured = {name for name, options in every.items() if "--config" in options}
    assert configured == {_name(words) for words in CONFIGURED}
    assert every.keys() - configured == {"languages mirror", *(_name(words) for words in UNCONFIGURED)}


@pytest.mark.parametrize("words", UNCONFIGURED)
def test_a_command_without_a_configuration_reads_none(depeche: Depeche, tmp_path: Path, words: str) -> None:
    """So it names none in what it says, either."""
    (tmp_path / "a.txt").write_text("Le maire a parlé lundi de la digue du port.\n")
    (tmp_path / "depeche.toml").write_text("")
    (tmp_path / "depeche.toml").chmod(0o666)
    ran = depeche(*words.split())
    assert "--config" not in ran.out + ran.err
    assert "depeche.toml" not in ran.out + ran.err


def _name(words: str) -> str:
    """Return the words that name the command."""
    parts = words.split()
    return " ".join(parts[: 2 if parts[0] in ("languages", "memory", "job", "config", "cluster") else 1])


def _commands(command: Any, name: str = "") -> Iterator[tuple[str, set[str]]]:
    """Yield every command that does something, and its options."""
    parts = getattr(command, "commands", {})
    if not parts:
        yield name, {option for parameter in command.params for option in parameter.opts}
    for word, part in parts.items():
        yield from _commands(part, f"{name} {word}".strip())


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "install: name a language, a file or a folder"),
        (("fr", "--from", CT2 / "nllb"), "install a CTranslate2 model by itself"),
        (("--from", CT2 / "nllb", "--kind", "gpt"), "--kind gpt: no such kind of model; known: opus-mt"),
        (("--from", CT2 / "nllb"), "needs a kind"),
        (("--from", CT2 / "opus-mt-fr-en", "--kind", "opus-mt"), "needs its direction: --pair fr-es"),
        (("--from", "nowhere", "--kind", "nllb"), "is no folder"),
    ],
)
def test_an_install_that_makes_no_sense_is_refused(
    depeche: Depeche, words: tuple[object, ...], message: str
) -> None:
    """In one line."""
    ran = depeche("languages", "install", *words)
    assert ran.code in {1, 2}
    assert message in one_line(ran)


@pytest.fixture
def book(tmp_path: Path, phrasebook: list[dict[str, str]]) -> tuple[Path, Path]:
    """Write some of the phrasebook as a test set from French to English."""
    for code in ("fr", "en"):
        (tmp_path / f"book.{code}").write_text("".join(f"{row[code]}\n" for row in phrasebook[:30]))
    return tmp_path / "book.fr", tmp_path / "book.en"


def test_routes_are_evaluated_and_the_result_decides(
    depeche: Depeche, argos_packages: Path, book: tuple[Path, Path], tmp_path: Path
) -> None:
    """A model that says it is better is used until it is measured beside the others."""
    wanted = ("--kind", "opus-mt", "--pair", "fr-en", "--quality", "99")
    depeche("languages", "install", "--from", CT2 / "opus-mt-fr-en", *wanted)
    routes = ("languages", "routes", "--packages", argos_packages)
    assert "fr > en by ct2/opus-mt-fr-en (chrF about 99.0)" in depeche(*routes).out.splitlines()
    measure = ("evaluate", "--pair", "fr-en", "--set", *book, "--packages", argos_packages)
    ran = depeche(*measure, "--engine", "argos")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == "chrF 100.0  BLEU 100.0  argos:fr>en"
    assert lines[1].startswith(f"on {len(book[0].read_text().splitlines())} sentences of book.fr, sha256 ")
    assert [line.partition("|")[0] for line in lines[2:]] == ["chrF2", "BLEU"]
    ran = depeche(*measure, "--best", "9", "--store")
    stored = tmp_path / "home" / ".local" / "share" / "depeche" / "route_quality.toml"
    assert one_line(ran) == f"stored in {stored}"
    assert "fr > en by argos (chrF 100.0)" in depeche(*routes).out.splitlines()
    once = stored.read_bytes()
    assert depeche(*measure, "--best", "9", "--store").code == 0
    assert stored.read_bytes() == once
    translated = depeche(
        "translate", book[0], "--from", "fr", "--to", "en", "--packages", argos_packages, "--json"
    )
    assert json.loads(translated.out)["routes"][0]["measured"]


def test_an_evaluation_can_be_json(depeche: Depeche, argos_packages: Path, book: tuple[Path, Path]) -> None:
    """With hops, figures, signatures, packages and the test set's digest."""
    measure = ("evaluate", "--pair", "fr-en", "--set", *book, "--packages", argos_packages)
    table = json.loads(depeche(*measure, "--route", "argos:fr>en", "--json").out)
    assert len(table["test_set"]["sha256"]) == 64
    assert [hop["engine"] for hop in table["routes"][0]["hops"]] == ["argos"]
    assert table["routes"][0]["bleu"]["value"] == 100.0
    assert table["routes"][0]["packages"][0].startswith("translate-fr_en 1.0 ")


def test_memory_stats_export_clear_import(
    depeche: Depeche, article: Path, packages: tuple[str, ...], tmp_path: Path
) -> None:
    """What a run learnt leaves and comes back; numbers as text and as JSON."""
    depeche("run", article, "--to", "es", "--run-id", "r", *packages)
    shown = depeche("memory", "stats")
    assert shown.out.startswith("outputs/.memory.sqlite: 8 by machine, 0 by people, ")
    assert "fr > en by argos, translate-fr_en 1.0: 4" in shown.out.splitlines()
    tree = json.loads(depeche("memory", "stats", "--json").out)
    assert (tree["machine"], tree["human"], len(tree["groups"])) == (
        8,
        0,
        4,
    )  # of one sentence a second try is held
    assert tree["groups"][0]["identity"]["options"]["beam_size"] == 4
    assert depeche("memory", "export", "m.tmx").out == "translations exported to m.tmx: 8\n"
    assert depeche("memory", "clear", "--human").out == "translations forgotten: 0\n"
    assert depeche("memory", "clear").out == "translations forgotten: 8\n"
    assert depeche("memory", "stats").out.endswith(" KiB\n")
    back = depeche("memory", "import", "m.tmx")
    assert back.out == "translations imported to outputs/.memory.sqlite: 0 by people, 8 by machine\n"
    again = depeche("run", article, "--to", "es", "--run-id", "other", *packages)
    assert again.code == 0
    record = json.loads((tmp_path / "outputs" / "other" / "run.json").read_text())
    assert record["documents"][0]["translated"] == 0
    assert depeche("memory", "clear", "--machine").out == "translations forgotten: 8\n"


def test_memory_import_says_what_it_passed_over(depeche: Depeche, tmp_path: Path) -> None:
    """And makes the memory where there is none, in the place named."""
    (tmp_path / "in.tmx").write_text(
        '<tmx version="1.4"><header srclang="fr"/><body>'
        '<tu><tuv xml:lang="fr"><seg>un</seg></tuv><tuv xml:lang="es"><seg>uno</seg></tuv></tu>'
        '<tu><tuv xml:lang="fr"><seg>deux</seg></tuv><tuv xml:lang="tlh"><seg>cha</seg></tuv></tu>'
        "</body></tmx>"
    )
    ran = depeche("memory", "import", "in.tmx", "--memory", "mine.sqlite")
    assert (ran.code, ran.out) == (
        0,
        "translations imported to mine.sqlite: 1 by people, 0 by machine\n",
    )
    assert ran.err.splitlines() == [
        "texts passed over, in languages not known: 1 (tlh 1)",
        "units passed over, without a whole text and its translation: 1",
    ]
    (tmp_path / "depeche.toml").write_text('[run]\nmemory = "mine.sqlite"\n')
    assert "fr > es by people: 1" in depeche("memory", "stats").out


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", 0),
        ('<tu><tuv xml:lang="fr"><seg>deux</seg></tuv><tuv xml:lang="tlh"><seg>cha</seg></tuv></tu>', 1),
        ('<tu><tuv xml:lang="fr"><seg> </seg></tuv><tuv xml:lang="es"><seg>uno</seg></tuv></tu>', 1),
        ("<tu/>", 1),
    ],
)
def test_memory_import_of_nothing_is_told_by_its_exit_code(
    depeche: Depeche, tmp_path: Path, body: str, code: int
) -> None:
    """A file without a unit has nothing to be passed over; where all of its units are, nothing was done."""
    (tmp_path / "in.tmx").write_text(f'<tmx version="1.4"><header srclang="fr"/><body>{body}</body></tmx>')
    ran = depeche("memory", "import", "in.tmx", "--memory", "mine.sqlite")
    said = "translations imported to mine.sqlite: 0 by people, 0 by machine\n"
    assert (ran.code, ran.out) == (code, said)
    assert ("units passed over" in ran.err) == bool(code)


def test_memory_import_says_that_no_unit_has_the_header_s_source(depeche: Depeche, tmp_path: Path) -> None:
    """And between which languages it took the units instead."""
    unit = '<tu><tuv xml:lang="en"><seg>one</seg></tuv><tuv xml:lang="spa"><seg><g>uno</g></seg></tuv></tu>'
    (tmp_path / "in.tmx").write_text(f'<tmx version="1.4"><header srclang="ger"/><body>{unit}</body></tmx>')
    ran = depeche("memory", "import", "in.tmx", "--memory", "mine.sqlite")
    assert (ran.code, ran.out) == (0, "translations imported to mine.sqlite: 2 by people, 0 by machine\n")
    assert "(srclang ger) is in no unit: passed over" in ran.err
    assert ran.err.endswith("between what was found: en es\n")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("--pair", "fr"), 2, "--pair fr: name two languages, such as fr-es"),
        (("--pair", "fr-fr"), 2, "--pair fr-fr: name two languages, such as fr-es"),
        (("--pair", "fr-tlh"), 2, "--pair: unknown language 'tlh'"),
        (("--pair", "fr-ja"), 1, "no installed engine translates from French (fr) to Japanese (ja)"),
        (("--pair", "fr-en", "--route", "x"), 2, "--route x: no route from fr to en has this in its name"),
    ],
)
def test_an_evaluation_that_makes_no_sense_is_refused(
    depeche: Depeche,
    argos_packages: Path,
    book: tuple[Path, Path],
    words: tuple[str, ...],
    code: int,
    message: str,
) -> None:
    """In one line that says what to do."""
    ran = depeche("evaluate", "--set", *book, "--packages", argos_packages, *words)
    assert ran.code == code
    assert message in one_line(ran)


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["stats"], 1, "outputs/.memory.sqlite: no translation memory is there; depeche run makes one"),
        (["clear", "--out", "x"], 1, "x/.memory.sqlite: no translation memory is there"),
        (["stats", "--memory", "off"], 2, "--memory off: this command needs a memory; name its file"),
        (["import", "none.tmx"], 1, "none.tmx: cannot be read: No such file"),
        (["import", "bad.tmx"], 1, "bad.tmx: line 1: is not XML"),
        (["stats", "--memory", "bad.tmx"], 1, "bad.tmx: is no translation memory"),
    ],
)
def test_memory_errors_are_one_line(
    depeche: Depeche, tmp_path: Path, words: list[str], code: int, message: str
) -> None:
    """With the exit codes of all commands."""
    (tmp_path / "bad.tmx").write_text("no TMX\n" * 100)
    ran = depeche("memory", *words)
    assert (ran.code, message in one_line(ran)) == (code, True)


def test_a_run_warns_once_of_a_memory_that_it_cannot_use(
    depeche: Depeche, article: Path, packages: tuple[str, ...], tmp_path: Path
) -> None:
    """Even where it is to be quiet, and as JSON where messages are; all is done all the same."""
    (tmp_path / "notes").write_text("not a database\n" * 100)
    options = ("--to", "en", "--memory", "notes", *packages)
    ran = depeche("run", article, "--quiet", *options)
    message = "notes: is no translation memory; the run goes on without the translation memory"
    assert (ran.code, one_line(ran)) == (0, f"warning  {message}")
    told = depeche("run", article, "--run-id", "j", "--log-format", "json", *options)
    first = json.loads(told.err.splitlines()[0])
    assert (first["outcome"], first["message"]) == ("warning", message)
