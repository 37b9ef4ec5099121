"""Data flows one way: who may import whom, and how large a folder may grow."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import pipeline
from tests.conftest import ROOT

PACKAGE = ROOT / "pipeline"

ORDER = (
    "core",  # what everything stands on: records, seams, files, text, processes
    "read",  # inputs to documents
    "detect",  # which language
    "split",  # into sentences
    "summarise",  # which sentences tell the story; chosen on the source, so before they are translated
    "check",  # whether a translation is one; retries go by it, so it stands before them
    "translate",  # segments to translated segments
    "write",  # variants and records to a folder, and back
    "digest",  # many documents told as stories
    "publish",  # pages
    "verify",  # whether a folder is what it says
    "packages",  # languages that are installed and removed
    "run",  # all stages in a row: the main job
    "jobs",  # what is done by itself: named jobs, their times and deliveries
    "cli",  # the command line
)
"""The folders of ``pipeline/``, earlier ones first: a folder imports only what stands before it."""

MODULES_IN_A_FOLDER = 13
"""At most, ``__init__`` apart: what is more is looked for, not seen."""
LINES_IN_A_MODULE = 300
"""At most; 50 to 250 are usual."""

FILES = sorted(PACKAGE.rglob("*.py"))
FOLDERS = sorted({path.parent for path in FILES})


def name(path: Path) -> str:
    """Return a module's full name."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name(path): path for path in FILES}


def imported(path: Path) -> set[str]:
    """Return the modules of ours that a file imports, at the top or later."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for full in names:
            module = full if full in MODULES else full.rpartition(".")[0]
            if module in MODULES and module != "pipeline":
                found.add(module)
    return found


@cache
def imports() -> dict[str, set[str]]:
    """Return what each module imports of ours."""
    return {module: imported(path) for module, path in MODULES.items()}


def folder(module: str) -> str:
    """Return the top folder that a module lies in."""
    return module.split(".")[1]


def test_every_folder_has_its_place() -> None:
    """A new folder is entered in the order, so that its direction is decided and not stumbled into."""
    assert {path.name for path in FOLDERS if path.parent == PACKAGE} == set(ORDER)
    assert {path.name for path in PACKAGE.glob("*.*")} == {"__init__.py", "__main__.py", "py.typed"}


def test_the_order_is_drawn_where_a_newcomer_looks() -> None:
    """The docstring of the package has it, a line a folder."""
    drawn = [line.split()[0] for line in (pipeline.__doc__ or "").splitlines() if line.startswith("    ")]
    assert tuple(word for word in drawn if word in ORDER) == ORDER


@pytest.mark.parametrize("top", ORDER)
def test_a_folder_imports_only_what_comes_before_it(top: str) -> None:
    """Nobody reaches forward, so no stage can depend on what is made of it; nobody imports the cli."""
    before = set(ORDER[: ORDER.index(top) + 1])
    reached = {
        (module, other)
        for module, others in imports().items()
        if module.startswith(f"pipeline.{top}.")
        for other in others
        if folder(other) not in before
    }
    assert reached == set()


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Inside a folder too there is a first module, that can be read without the others."""
    done: set[str] = set()

    def walk(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " > ".join((*way[way.index(module) :], module))
        if module not in done:
            for other in imports()[module]:
                walk(other, (*way, module))
            done.add(module)

    for module in MODULES:
        walk(module, ())


@pytest.mark.parametrize("place", FOLDERS, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_folder_can_be_taken_in_at_a_glance(place: Path) -> None:
    """It has few modules, none is long, and its ``__init__`` says what it is for."""
    modules = [path for path in place.glob("*.py") if path.name != "__init__.py"]
    assert len(modules) <= MODULES_IN_A_FOLDER
    assert {path.name for path in modules if _length(path) > LINES_IN_A_MODULE} == set()
    said = ast.get_docstring(ast.parse((place / "__init__.py").read_text(encoding="utf-8"))) or ""
    assert len([line for line in said.splitlines() if line.strip()]) >= 3


def _length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("seam", ["pipeline.core.records", "pipeline.core.errors", "pipeline.core.ports"])
def test_the_seams_import_nothing_else_of_ours(seam: str) -> None:
    """Whoever brings another engine needs these three, and the two small modules beside them."""
    seams = (
        *("pipeline.core.records", "pipeline.core.errors", "pipeline.core.ports"),
        *("pipeline.core.text.invisible", "pipeline.core.dataclass"),
    )
    own = [module for module in MODULES if module == seam or module.startswith(f"{seam}.")]
    assert own
    assert [other for module in own for other in imports()[module] if not other.startswith(seams)] == []


def test_records_are_made_in_one_way() -> None:
    """By the decorator of ``core/dataclass.py``: that of the standard library costs each command .2 s."""
    own = "pipeline.core.dataclass"
    other = {
        module
        for module, path in MODULES.items()
        if module != own
        and re.search(r"^from dataclasses import .*\bdataclass\b", path.read_text(), re.MULTILINE)
    }
    assert other == set()


SEAMS = {"NAME", "parse", "main"}
"""What each check, each kind of source and each program has under the same name."""
PUBLISHED_TWICE = {"Counts"}
"""A name in two published schemas, which tell a digest's from a run's."""


def test_a_name_stands_for_one_thing() -> None:
    """Whoever looks for a function or a type by its name finds one; commands are called what users type."""
    homes: dict[str, list[str]] = {}
    for module, path in MODULES.items():
        if path.name != "__init__.py" and module.split(".")[1] not in {"cli", "__main__"}:
            for name in _defined(path):
                homes.setdefault(name, []).append(module)
    twice = {name: found for name, found in homes.items() if len(found) > 1 and name not in SEAMS}
    assert twice.keys() - PUBLISHED_TWICE == set(), twice


def _defined(path: Path) -> Iterator[str]:
    """Yield the public names that a module defines, at the top."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names = [node.name]
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [target.id for target in targets if isinstance(target, ast.Name)]
        else:
            names = []
        yield from (name for name in names if not name.startswith("_"))


def test_the_command_line_starts_without_the_heavy_libraries() -> None:
    """``depeche --help`` stays fast, because what is heavy is imported where it is used."""
    heavy = "ctranslate2 numpy sumy nltk py3langid langdetect argostranslate pydantic markdown_it rich jinja2"
    loaded = "import sys, pipeline.cli.app as app; app.program()"
    probe = f"{loaded}; print(*[n for n in {heavy.split()!r} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_languages_are_data() -> None:
    """languages/ knows nothing of the pipeline."""
    for path in (ROOT / "languages").glob("*.py"):
        assert "pipeline" not in {node.split(".")[0] for node in _roots(path.read_text(encoding="utf-8"))}


def _roots(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
