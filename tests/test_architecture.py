"""Data flows one way: who may import whom."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "pipeline"

ORDER = [
    *(
        "records",
        "errors",
        "ports",
        "contract",
        "limits",
        "durable",
        "streams",
        "standard",
        "beneath",
        "trusted_file",
        "output_file",
        "survey",
        "codec",
        "inventory",
        "sums",
        "envelope",
        "stop",
        "offline",
        "python_child",
    ),  # what flows, and its form on the disk
    *(
        "hygiene",
        "markdown",
        "sources",
        "scripts",
        "profiles",
        "frequencies",
        "vocabulary",
        "readings",
        "evidence",
        "glance",
        "lingua_vote",
        "detect",
        "detect_blocks",
        "split_marks",
        "split_token",
        "split_rules",
        "split",
        "layout",
        "words",
        "summarise",
    ),
    *("engines", "route_quality", "network", "routes"),  # segments to variants, as are the next
    *("checks", "protect", "quotes", "memory", "identities", "ask", "journey", "translate"),
    *("judge", "retry", "variant"),
    *(
        "folder",
        "settings",
        "config",
        "provenance",
        "prepare",
        "write",
        "signing",
        "assemble",
        "strict",
        "ways",
        "standing",
        "intake",
        "ledger",
        "lost_word",
        "failure",
        "address_space",
        "skip",
        "window",
        "opening",
        "work",
        "execute",
        "run",
    ),
    *(
        "plan",
        "single",
        "page",
        "digest",
        "reader",
        "tally",
        "verify",
        "evaluate",
        "packages",
        "models",
        "cli",
        "__main__",
    ),  # what stands beside the main job, and the way in
]
"""Every module, earlier ones first; a module imports only what stands before it."""


def imports(path: Path) -> Iterator[str]:
    """Yield the modules of ours that a file imports, at the top or later."""
    for node in ast.walk(ast.parse(path.read_text())):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "pipeline" and len(parts) > 1:
                yield parts[1]


def module(path: Path) -> str:
    """Return the module or subpackage that a file belongs to."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


FILES = [path for path in sorted(ROOT.rglob("*.py")) if path != ROOT / "__init__.py"]


def test_every_module_has_its_place() -> None:
    """A new module is entered in the order, so that its direction is decided and not stumbled into."""
    assert {module(path) for path in FILES} == set(ORDER)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_what_comes_before_it(path: Path) -> None:
    """Nobody reaches forward, so no stage can depend on what is made of it; nobody imports the cli."""
    own = module(path)
    before = set(ORDER[: ORDER.index(own)]) | {own}
    assert set(imports(path)) <= before


@pytest.mark.parametrize("name", ["records", "errors", "ports"])
def test_the_seams_import_nothing_else_of_ours(name: str) -> None:
    """Whoever brings another engine needs these three and nothing more."""
    found = [path for path in FILES if module(path) == name]
    assert found
    assert {other for path in found for other in imports(path)} <= {"records", "errors", "ports"}


def test_the_command_line_starts_without_the_heavy_libraries() -> None:
    """``depeche --help`` stays fast, because what is heavy is imported where it is used."""
    heavy = "ctranslate2 numpy sumy nltk py3langid langdetect argostranslate pydantic markdown_it rich"
    probe = f"import sys, pipeline.cli; print(*[n for n in {heavy.split()!r} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_languages_are_data() -> None:
    """languages/ knows nothing of the pipeline."""
    for path in (ROOT.parent / "languages").glob("*.py"):
        assert "pipeline" not in {node.split(".")[0] for node in _roots(path.read_text())}


def _roots(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
