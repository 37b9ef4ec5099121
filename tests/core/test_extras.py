"""What is said to install where a library is missing."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest

from pipeline.core.extras import REQUIREMENTS, install_command
from tests.conftest import ROOT

HINT = "'cryptography>=44'"


@pytest.fixture
def prefix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run, so it seems, in an environment in a folder with a space in its name."""
    folder = tmp_path / "my tools" / "depeche"
    folder.mkdir(parents=True)
    monkeypatch.setattr(sys, "prefix", str(folder))
    monkeypatch.setattr(sys, "executable", str(folder / "bin" / "python"))
    return folder


def have_pip(patch: pytest.MonkeyPatch, *, found: bool) -> None:
    """Have the environment seem to have pip, or not."""
    patch.setattr("pipeline.core.extras.find_spec", lambda name: object() if found else None)


def test_requirements_are_those_of_the_extras() -> None:
    """The table cannot read pyproject.toml, which no installation has; so it must not differ from it."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        declared = tomllib.load(file)["project"]["optional-dependencies"]
    stated = {
        name: " ".join(row.partition(";")[0].strip() for row in rows)
        for name, rows in declared.items()
        if name not in ("all", "argos")
    }
    assert stated == REQUIREMENTS
    others = (row for name, rows in declared.items() if name not in ("all", "argos") for row in rows)
    assert declared["all"] == sorted(others)


def test_an_environment_with_pip_is_added_to_by_its_own_pip(
    prefix: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As those of ``make`` and of ``python -m venv``; the path can be pasted, whatever it holds."""
    have_pip(monkeypatch, found=True)
    assert install_command("sign") == f"'{prefix}/bin/python' -m pip install {HINT}"


def test_an_environment_without_pip_is_added_to_by_uv(prefix: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As those of ``uv tool install`` and ``uv sync``."""
    have_pip(monkeypatch, found=False)
    assert install_command("sign") == f"uv pip install --python '{prefix}/bin/python' {HINT}"


@pytest.mark.parametrize("pip", [True, False])
def test_pipx_adds_to_its_own_environments(pip: bool, prefix: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It lends them pip, and keeps a list of what it was asked for."""
    have_pip(monkeypatch, found=pip)
    (prefix / "pipx_metadata.json").write_text("{}")
    assert install_command("sign") == f"pipx inject depeche {HINT}"


def test_every_hint_to_install_something_into_python_is_made_here() -> None:
    """So none names a way that is not the user's, and none leads to the heavy tree."""
    sources = [path for path in (ROOT / "pipeline").rglob("*.py") if path.name != "extras.py"]
    named = {path.name for path in sources if re.search("pip install|pipx |uv (pip|tool)", path.read_text())}
    assert named == {"python_child.py"}  # a docstring, on pip install --target
