"""What the documents say is so: their commands run, and nothing that there is goes unsaid."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from pipeline.cli.app import app
from tests.conftest import CT2, EXAMPLES, MODELS, ROOT

README = (ROOT / "README.md").read_text()


def blocks(kind: str) -> list[str]:
    """Return the README's code blocks of one kind."""
    return re.findall(rf"```{kind}\n(.*?)```", README, re.DOTALL)


def commands() -> list[str]:
    """Return the README's shell commands, in order."""
    return [line for block in blocks("sh") for line in block.splitlines() if line.strip()]


@pytest.mark.usefixtures("apertium", "index")
def test_the_commands_of_the_readme_run(tmp_path: Path, phrasebook: list[dict[str, str]]) -> None:
    """Each in turn, in one folder with the examples, as a reader would; then its Python."""
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    shutil.copy(MODELS / "translate-fr_en.argosmodel", tmp_path)
    shutil.copytree(CT2 / "opus-mt-fr-en", tmp_path / "opus-mt-fr-en")
    for code in ("fr", "en"):
        (tmp_path / f"news.{code}").write_text("".join(f"{row[code]}\n" for row in phrasebook))
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "ARGOS_PACKAGES_DIR": str(tmp_path / "packages"),
        "HOME": str(tmp_path / "home"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
    }
    ran = 0
    for command in commands():
        if command.startswith("make "):
            continue
        done = subprocess.run(
            ["/bin/bash", "-c", command],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        assert done.stdout, command
        ran += 1
    assert ran > 12
    for snippet in blocks("python"):
        done = subprocess.run(
            [sys.executable, "-c", snippet],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "es-t-fr-t0-und" in done.stdout


@pytest.mark.usefixtures("apertium")
def test_make_digest_shows_a_summary(tmp_path: Path) -> None:
    """The README's first command, once everything is set up, with its run in another folder."""
    sample = tmp_path / "outputs" / "examples"
    done = subprocess.run(
        ["/usr/bin/make", "digest", f"SAMPLE={sample}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    summary = next(sample.glob("documents/rupture-*/es/summary.txt")).read_text()
    assert summary in done.stdout
    assert f"{sample}/index.html" in done.stdout
    assert (sample / "index.html").is_file()
    assert str(sample) in done.stdout


def test_the_readme_names_both_commands_first() -> None:
    """On the first screen."""
    assert blocks("sh")[0].splitlines() == ["make digest", "make test"]
    assert README.index("make digest") < 1500


def _commands(group: object, prefix: str = "") -> Iterator[tuple[str, object]]:
    for name, command in getattr(group, "commands", {}).items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}", command


def test_every_command_is_in_the_readme_and_has_help() -> None:
    """A command that nobody can find is not there."""
    found = dict(_commands(typer.main.get_command(app)))
    assert len(found) >= 10
    for name, command in found.items():
        assert f"depeche {name}" in README, name
        assert getattr(command, "help", None), name


def test_every_link_of_the_documents_leads_somewhere() -> None:
    """Within the project."""
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "outputs" / "README.md"]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text()):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


@pytest.mark.parametrize("name", ["SECURITY.md", "docs/measurements/reliability.md"])
def test_what_a_document_calls_a_test_is_one(name: str) -> None:
    """Paths below tests/, so that a promise cannot outlive what shows it."""
    named = set(re.findall(r"`((?:\w+/)*(?:test_\w+|conditions)\.py)`", (ROOT / name).read_text()))
    assert len(named) > 8
    assert sorted(path for path in named if not (ROOT / "tests" / path).is_file()) == []


def test_every_dependency_is_explained() -> None:
    """docs/dependencies.md says why each is here."""
    import tomllib

    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    explained = (ROOT / "docs" / "dependencies.md").read_text()
    optional = (line for lines in project["optional-dependencies"].values() for line in lines)
    for requirement in (*project["dependencies"], *optional):
        name = re.match(r"[A-Za-z0-9_-]+", requirement)
        assert name is not None
        assert f"| {name.group()} |" in explained, requirement
