"""What the documents say is so: their links lead somewhere, and nothing that there is goes unsaid."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from itertools import chain
from pathlib import Path

import pytest

from pipeline.check.glossary_terms import GLOSSARY_CHECK
from pipeline.check.rules import CHECK_NAMES
from pipeline.translate.engines.ct2.find import Declaration
from pipeline.translate.protect.glossary import read_glossary_files
from tests.conftest import ROOT
from tests.support import reference
from tests.support.project_documents import (
    DOCUMENTS,
    blocks,
    commands,
    headings,
    links,
    lost_paths,
    name,
    unknown_options,
)

README = (ROOT / "README.md").read_text(encoding="utf-8")
REFERENCE = ROOT / "docs" / "reference"
MODULES = sorted(
    chain.from_iterable(ROOT.glob(f"{top}/**/*.py") for top in ("pipeline", "languages", "bench"))
)


def test_the_readme_can_be_read_at_one_go() -> None:
    """It has at most 120 lines, with both commands on the first screen."""
    assert len(README.splitlines()) <= 120
    assert blocks(ROOT / "README.md", "sh")[0].splitlines() == ["make digest", "make test"]
    assert README.index("make digest") < 1500


def test_every_document_can_be_found() -> None:
    """A link leads to each, from the README or from a page that a link leads to."""
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        path = waiting.pop().resolve()
        if path.suffix == ".md" and path not in reached:
            reached.add(path)
            waiting += [target for target, _ in links(path)]
    assert [name(path) for path in DOCUMENTS if path not in reached] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_every_link_of_a_document_leads_somewhere(path: Path) -> None:
    """To a file in the project, and to a heading in it where one is named."""
    for target, heading in links(path):
        assert target.exists(), target
        assert not heading or heading in headings(target), f"{target.name}#{heading}"


@pytest.mark.parametrize("path", [path for path in DOCUMENTS if path.name != "CHANGELOG.md"], ids=name)
def test_every_path_that_a_document_names_is_there(path: Path) -> None:
    """Of code, tests, benches and data; the changelog may speak of what is no more."""
    assert lost_paths(path) == []


def test_every_path_that_a_comment_or_docstring_names_is_there() -> None:
    """In double backticks; and every document that a module names."""
    lost = {name(path): lost_paths(path) for path in MODULES}
    assert {module: paths for module, paths in lost.items() if paths} == {}
    text = "\n".join(path.read_text(encoding="utf-8") for path in [*MODULES, ROOT / "Makefile"])
    named = set(re.findall(r"\b(?:docs|outputs|languages)/[\w/-]+\.md\b", text))
    assert [path for path in sorted(named) if not (ROOT / path).is_file()] == []


@pytest.mark.parametrize("page", ["SECURITY.md", "docs/measurements/reliability.md"])
def test_a_promise_names_the_test_that_shows_it(page: str) -> None:
    """Paths below ``tests/``, which the test above looks for."""
    named = set(
        re.findall(r"`(?:\w+/)*(?:test_\w+|conditions)\.py`", (ROOT / page).read_text(encoding="utf-8"))
    )
    assert len(named) > 8


def test_every_command_is_in_a_guide_and_has_help() -> None:
    """A command that nobody can find is not there."""
    guides = "\n".join(
        path.read_text(encoding="utf-8") for path in DOCUMENTS if path.parent.name in ("guides", "docs")
    )
    found = [entry for entry in reference.entries() if not entry.children]
    assert len(found) >= 10
    for entry in found:
        assert entry.name in f"{README}{guides}", entry.name
        assert entry.command.help, entry.name


def test_no_command_hides_from_the_tests() -> None:
    """Code blocks are of kinds that are run or looked at; shell commands are not under another name."""
    kinds = {"sh", "console", "python", "toml", "json", "text", "yaml"}
    for path in DOCUMENTS:
        opened = re.findall(r"^```(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)[::2]
        assert set(opened) <= kinds, name(path)


def test_every_option_that_a_document_shows_is_one() -> None:
    """In what tests run, and in what they cannot run: installing, converting, serving."""
    shown = [line for path in DOCUMENTS for kind in ("sh", "console") for line in commands(path, kind)]
    assert len(shown) > 40
    assert {line: wrong for line in shown if (wrong := unknown_options(line))} == {}


def test_every_way_to_install_is_one_that_is_tried() -> None:
    """What a test cannot run, for want of a network, ``make installs`` does."""
    tried = (ROOT / "bench" / "installs.py").read_text(encoding="utf-8")
    guide = commands(ROOT / "docs" / "guides" / "installing.md", "console")
    ways = [line for line in guide if re.search(r"(uv tool|pipx|pip) install", line)]
    assert len(ways) >= 6
    for line in ways:
        installer, what = re.split(r" install ", line)
        assert re.search(rf"{installer.split('/')[-1]}\b.*{re.escape(what)}", tried, re.IGNORECASE), line


def test_the_reference_is_what_the_program_says() -> None:
    """The page of the command line and the man pages; ``make reference`` writes them anew."""
    pages = reference.pages()
    stale = [
        name(path) for path, text in pages.items() if not path.is_file() or path.read_text("utf-8") != text
    ]
    extra = [name(path) for path in (REFERENCE / "man").glob("*.1") if path not in pages]
    assert stale + extra == [], "run: make reference"


def test_every_option_of_a_run_is_in_the_configuration() -> None:
    """But for those that a file cannot set."""
    only_typed = {"config", "force", "check", "offline", "log_format", "metrics", "quiet", "dry_run", "help"}
    run = next(entry for entry in reference.entries() if entry.name == "depeche run")
    options = {
        option.removeprefix("--").replace("-", "_")
        for parameter in run.command.get_params(run.context)
        for option in parameter.opts
        if option.startswith("--")
    }
    text = (REFERENCE / "configuration.md").read_text(encoding="utf-8")
    of_runs, rest = text.split("## Options of digests")
    _, of_models = rest.split("## Models")
    assert set(re.findall(r"^\| `(\w+)` \|", of_runs, re.MULTILINE)) == options - only_typed
    named = set(re.findall(r"^\| `([a-z]\w+)` \|", of_models, re.MULTILINE))
    assert named == {field.name for field in fields(Declaration)}


def test_the_examples_of_files_are_right(tmp_path: Path) -> None:
    """The glossary in TOML is one, and the configuration has only keys that are described beside it."""
    (glossary,) = blocks(ROOT / "docs" / "guides" / "glossary-and-memory.md", "toml")
    (tmp_path / "terms.toml").write_text(glossary)
    assert len(read_glossary_files([tmp_path / "terms.toml"]).terms) == 2
    example = "\n".join(blocks(REFERENCE / "configuration.md", "toml"))
    text = (REFERENCE / "configuration.md").read_text(encoding="utf-8")
    table = tomllib.loads(example)
    for key in chain(table["run"], *table["model"]):
        assert f"| `{key}` |" in text


def test_every_check_is_described() -> None:
    """By its name, as ``variant.json`` and ``--strict`` have it."""
    text = (REFERENCE / "checks.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == {*CHECK_NAMES, GLOSSARY_CHECK, "markup"}


def test_ten_questions_lead_to_the_code() -> None:
    """The table in CONTRIBUTING.md; that its paths are there is tested above."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    answers = re.findall(r"^\| [a-z].*? \| `(pipeline/[\w/]+\.py)` \|$", text, re.MULTILINE)
    assert len(set(answers)) >= 10


def test_every_dependency_is_explained() -> None:
    """docs/dependencies.md says why each is here."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    explained = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    optional = (line for lines in project["optional-dependencies"].values() for line in lines)
    for requirement in (*project["dependencies"], *optional):
        found = re.match(r"[A-Za-z0-9_-]+", requirement)
        assert found is not None
        assert f"| {found.group()} |" in explained, requirement
