"""``depeche digest`` as a user meets it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.core.files.test_streams import given_by_a_shell
from tests.end_to_end.test_cli import Depeche, depeche, one_line, packages
from tests.support.digest_runs import COURT, DAM, news, write

__all__ = ["depeche", "packages"]
FRENCH = {"dam-one": DAM.format(credit="Source : Agence"), "dam-two": DAM.format(credit="Source : Courrier")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write two reports of one story, in French."""
    return write(tmp_path / "news", FRENCH)


def test_inputs_go_through_a_run_and_become_a_digest(
    depeche: Depeche, folder: Path, packages: tuple[str, ...]
) -> None:
    """The digest's folder goes to standard output; the counts to standard error."""
    ran = depeche("digest", folder, "--to", "es,fr", "--run-id", "r", *packages)
    assert (ran.code, ran.out) == (0, "outputs/r/digest\n")
    assert ran.err.splitlines()[-1].startswith(
        "digest   1 of 1 stories told in es fr, from 2 documents; pivot es"
    )
    assert len(list(Path("outputs/r/digest").iterdir())) == 9
    assert depeche("verify", "outputs/r").code == 0
    again = depeche("digest", folder, "--to", "es,fr", "--run-id", "r", "--quiet", *packages)
    assert (again.code, again.out, again.err) == (0, "outputs/r/digest\n", "")


def test_a_language_without_a_page_is_named(
    depeche: Depeche, folder: Path, packages: tuple[str, ...]
) -> None:
    """Where no document could be written in it, the digest is told in the others."""
    ran = depeche("digest", folder, "--to", "gl,es", "--run-id", "r", *packages)
    assert ran.code == 3
    assert "missing  gl: has no page, for no document could be written in it" in ran.err.splitlines()
    assert not Path("outputs/r/digest/gl.txt").exists()
    assert Path("outputs/r/digest/es.txt").exists()


def test_the_folder_of_a_run_is_an_input(depeche: Depeche, folder: Path, packages: tuple[str, ...]) -> None:
    """No engine is asked then; a language that it lacks is refused."""
    assert depeche("run", folder, "--to", "en,es", "--run-id", "r", *packages).code == 0
    ran = depeche("digest", "outputs/r", "--to", "es", "--top", "1", "--log-format", "json")
    assert (ran.code, ran.out) == (0, "outputs/r/digest\n")
    assert json.loads(ran.err)["stories"] == 1
    assert depeche("digest", "outputs/r", "--to", "it").code == 2
    assert depeche("digest", "outputs/r", folder).code == 2


def test_a_pivot_that_is_none_of_its_languages_is_written_too(
    depeche: Depeche, folder: Path, packages: tuple[str, ...]
) -> None:
    """And the digest is not told in it."""
    ran = depeche("digest", folder, "--to", "es", "--pivot", "en", "--run-id", "r", *packages)
    assert ran.code == 0
    assert "told in es," in ran.err
    assert "pivot en, 0 not in it" in ran.err
    assert not Path("outputs/r/digest/en.txt").exists()


def test_what_is_too_old_is_not_even_translated(
    depeche: Depeche, folder: Path, packages: tuple[str, ...]
) -> None:
    """A day without news is a digest that says so, and a success; other inputs fail as in a run."""
    os.utime(folder / "dam-one.txt", (0, 0))
    ran = depeche("digest", folder, "--to", "es", "--since", "24h", "--run-id", "r", *packages)
    assert ran.code == 0
    assert ran.err.splitlines()[0].startswith("done     ")
    assert "dam-one" not in ran.err
    os.utime(folder / "dam-two.txt", (0, 0))
    quiet = depeche("digest", folder, "--to", "es", "--since", "24h", "--run-id", "q", *packages)
    assert (quiet.code, quiet.out) == (0, "outputs/q/digest\n")
    assert "digest   0 of 0 stories" in quiet.err
    mixed = depeche("digest", folder, "nowhere", "--to", "es", "--run-id", "m", *packages)
    assert (mixed.code, mixed.out) == (3, "outputs/m/digest\n")


def test_what_is_new_enough_is_opened_by_its_name(
    depeche: Depeche, folder: Path, packages: tuple[str, ...]
) -> None:
    """Not by how it is printed, nor as a pattern; what leads nowhere is called by the whole of its name."""
    names = ["new\nline.txt", "colour\x1b[31m.txt", "caf\udce9.txt", "[1]*.txt", "a: b.md"]
    for number, name in enumerate(names):
        Path(folder, name).write_text(f"{FRENCH['dam-one']}\nDépêche {number}.\n")
    (folder / "1.txt").write_text(f"{FRENCH['dam-two']}\n")  # what the pattern would find
    given = [f"news/{name}" for name in names]
    ran = depeche("digest", *given, "ftp://x/y", "--to", "es", "--since", "24h", "--run-id", "r", *packages)
    assert (ran.code, ran.out) == (3, "outputs/r/digest\n")
    lines = ran.err.splitlines()
    assert [line.rpartition(": ")[0] for line in lines[: len(names)]] == [
        f"done     news/{shown}"
        for shown in ("new\\nline.txt", "colour\\x1b[31m.txt", "caf\\xe9.txt", "[1]*.txt", "a: b.md")
    ]
    assert lines[len(names)] == "failed   ftp://x/y: is an address that is not fetched (http and https are)"
    assert depeche("verify", "outputs/r").code == 0


def test_files_of_settings_are_read_once(depeche: Depeche, folder: Path, argos_packages: Path) -> None:
    """A pivot is one more language, and no reason to read a glossary again: from a pipe it would be gone."""
    table = f'[run]\nengine = "argos"\npackages = "{argos_packages}"\nto = ["es"]\n'
    with given_by_a_shell(table.encode()) as file, given_by_a_shell(b"fr,es\nbarrage,presa\n") as terms:
        ran = depeche(
            "digest", folder, "--pivot", "en", "--config", file, "--glossary", terms, "--run-id", "r"
        )
    assert ran.code == 0, ran.err
    settings = json.loads(Path("outputs/r/run.json").read_bytes())["settings"]
    assert [file["terms"] for file in settings["glossaries"]] == [1]


def test_what_cannot_be_digested_is_an_error(
    depeche: Depeche, tmp_path: Path, packages: tuple[str, ...]
) -> None:
    """In one line that says what to do."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad.txt").write_bytes(b"\0\1\2")
    ran = depeche("digest", "bad.txt", "--to", "es", "--run-id", "r", "--quiet", *packages)
    assert ran.code == 1
    assert "holds no document to make a digest of" in ran.err.splitlines()[-1]
    for words, message in (
        (("--top", "0"), "--top 0"),
        (("--since", "soon"), "--since soon: give a date such as"),
        (("--to", "xx"), "--to: unknown language 'xx'"),
        (("--pivot", "xx"), "--pivot: unknown language 'xx'"),
    ):
        bad = depeche("digest", "empty", "--to", "es", *words)
        assert bad.code == 2
        assert message in one_line(bad)


@pytest.mark.usefixtures("apertium")
def test_a_story_in_three_languages_is_told_in_two(depeche: Depeche, tmp_path: Path) -> None:
    """With real translations by rules, which are marked as such."""
    folder = write(
        tmp_path / "news", news(german="Der Minister trat gestern in Berlin zurück, sagte er am Abend.\n")
    )
    ran = depeche("digest", folder, "--to", "es,ca", "--engine", "apertium", "--run-id", "r")
    assert ran.code == 3  # nothing here translates German
    text = Path("outputs/r/digest/ca.txt").read_text()
    assert "traduït per regles" in text
    assert "Original: alemany, sense traduir" in text
    stories = json.loads(Path("outputs/r/digest/digest.json").read_text())["stories"]
    assert sorted(len(story["reports"]) for story in stories) == [1, 1, 3]
    assert COURT.partition("\n")[0] not in text


@pytest.mark.usefixtures("apertium")
def test_long_reports_of_four_events_are_four_stories(depeche: Depeche) -> None:
    """What all long reports have in common, millions and mayors and Thursdays, is no event."""
    examples = sorted((Path(__file__).parents[2] / "examples").glob("*-*.*"))
    ran = depeche("digest", *examples, "--to", "es", "--run-id", "r", "--engine", "apertium")
    assert ran.code == 0
    assert "4 of 4 stories told" in ran.err.splitlines()[-1]


def test_a_run_whose_record_is_lost_is_not_taken_for_reports(
    depeche: Depeche, folder: Path, packages: tuple[str, ...]
) -> None:
    """Its translations would be told as news."""
    assert depeche("digest", folder, "--to", "es,fr", "--run-id", "r", *packages).code == 0
    Path("outputs/r/run.json").unlink()
    for options in ((), ("--to", "es")):
        ran = depeche("digest", "outputs/r", *options, *packages if options else ())
        assert ran.code == 1
        assert "outputs/r/run.json: cannot be read: No such file or directory" in one_line(ran)


def test_a_run_without_a_language_asked_for_is_told_in_the_others(
    depeche: Depeche, folder: Path, packages: tuple[str, ...]
) -> None:
    """The missing one is named, and the exit code says so; where there is none of them, nothing is told."""
    assert depeche("run", folder, "--to", "es", "--run-id", "r", "--quiet", *packages).code == 0
    ran = depeche("digest", "outputs/r", "--to", "es,gl")
    assert (ran.code, Path("outputs/r/digest/es.txt").exists()) == (3, True)
    assert ran.err.splitlines()[-1].startswith("missing  gl: no document of the run is written in it")
    assert depeche("digest", "outputs/r", "--to", "es").code == 0
    assert depeche("digest", "outputs/r", "--to", "gl").code == 2
