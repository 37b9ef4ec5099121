"""No process of ours imports what lies in the working folder, or where ``PYTHONPATH`` leads."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Sequence
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from pipeline.core.processes import python_child
from tests.conftest import MODELS, ROOT
from tests.support.conditions import bare

OURS = ("pipeline", "languages")
CUSTOM = ("sitecustomize", "usercustomize")
NEWS = "Le maire a annoncé lundi que les écoles resteront fermées. Les élèves rentreront jeudi.\n"
MAIN = """
import json, resource, sys
from pipeline.__main__ import main
for words in json.loads(sys.argv[1]):
    if words[0] == "ulimit":
        resource.setrlimit(resource.RLIMIT_AS, (words[1], words[1]))
        continue
    sys.argv = ["depeche", *words]
    try:
        main()
    except SystemExit as ended:
        assert not ended.code, (words, ended.code)
"""
"""One process that gives one command after another, each with the exit code 0."""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a working folder with two documents."""
    place = tmp_path / "place"
    (place / "news").mkdir(parents=True)
    for number in range(2):
        (place / "news" / f"{number}.txt").write_text(f"{number}. {NEWS}")
    return place


def plant(place: Path, marks: Path, *, besides: Collection[str] = ()) -> None:
    """Put a module of every name that anything imports into a folder, but for ``besides``.

    Each writes its name to ``marks`` when it is imported.
    """
    names = {*sys.stdlib_module_names, *packages_distributions(), *sys.modules, *OURS, *CUSTOM}
    for name in {name.partition(".")[0] for name in names} - set(besides):
        if not name.isidentifier():
            continue
        path = place / f"{name}.py"
        if name in OURS:
            (place / name).mkdir()
            path = place / name / "__init__.py"
        path.write_text(f"with open({str(marks)!r}, 'a') as file: file.write(__name__ + '\\n')\n")


def give(words: Sequence[str], place: Path, *, search: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command in ``place``, with this ``PYTHONPATH``."""
    environment = {**bare(), "XDG_DATA_HOME": str(place.parent / "home")}
    if search:
        environment["PYTHONPATH"] = search
    return subprocess.run(
        words, cwd=place, env=environment, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.mark.parametrize("search", ["", ":{place}:"])
def test_no_child_imports_from_the_working_folder_or_pythonpath(
    place: Path, tmp_path: Path, argos_packages: Path, search: str
) -> None:
    """Workers, one under a limit of address space too, a digest's, a package's trial, Apertium's programs.

    ``-P`` and ``-E`` keep the first process, which is the user's own, from importing what is planted.
    """
    marks = tmp_path / "marks"
    plant(place, marks)
    package = next(MODELS.glob("*.argosmodel"))
    neural = ["--from", "fr", "--to", "es", "--engine", "argos", "--packages", str(argos_packages)]
    commands: list[list[object]] = [["run", "news", "--workers", "2", "--run-id", "two", *neural]]
    if search:
        commands += [
            ["digest", "news", "--workers", "2", "--run-id", "digest", *neural],
            ["languages", "install", str(package), "--packages", str(tmp_path / "packages")],
        ]
        if shutil.which("apertium"):
            commands += [["run", "news", "--from", "fr", "--to", "es", "--engine", "apertium"]]
        commands += [["ulimit", 8 * 2**30], ["run", "news", "--run-id", "limited", *neural]]
    words = [sys.executable, "-P", "-E", "-c", MAIN, json.dumps(commands)]
    done = give(words, place, search=search.format(place=place))
    assert done.returncode == 0, done.stderr
    assert not marks.exists(), marks.read_text()


def test_what_is_planted_would_be_noticed(place: Path, tmp_path: Path) -> None:
    """A worker that is started as Python starts a program imports it."""
    marks = tmp_path / "marks"
    plant(place, marks, besides=("pipeline",))
    give([sys.executable, "-c", "import pipeline.run.workers.child"], place)
    assert marks.exists()
    marks.unlink()
    (tmp_path / "custom").mkdir()
    (place / "sitecustomize.py").rename(tmp_path / "custom" / "sitecustomize.py")
    give([sys.executable, "-P", "-c", "pass"], place, search=str(tmp_path / "custom"))
    assert marks.read_text().split() == ["sitecustomize"]


def test_python_m_leaves_the_working_folder_before_it_imports(
    place: Path, tmp_path: Path, argos_packages: Path
) -> None:
    """``python -m`` has it looked into first; what Python itself imports before us is beyond our reach."""
    own = _what_python_imports(tmp_path)
    marks = tmp_path / "marks"
    plant(place, marks, besides={*own, "pipeline"})
    neural = ["--from", "fr", "--to", "es", "--engine", "argos", "--packages", str(argos_packages)]
    words = [sys.executable, "-m", "pipeline", "run", "news", "--workers", "2", *neural]
    done = give(words, place)
    assert done.returncode == 0, done.stderr
    assert not marks.exists(), marks.read_text()


def _what_python_imports(folder: Path) -> set[str]:
    """Return what ``python -m PACKAGE`` has imported when the package's first line runs."""
    (folder / "probe").mkdir()
    (folder / "probe" / "__init__.py").write_text("import sys; print(*sys.modules)")
    (folder / "probe" / "__main__.py").write_text("")
    done = give([sys.executable, "-m", "probe"], folder)
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_a_copy_that_is_not_installed_works_from_its_own_folder(tmp_path: Path) -> None:
    """Its workers run its own modules, whatever else is installed; what is planted beside it is not found."""
    copy = tmp_path / "copy"
    for name in OURS:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    own = _what_python_imports(tmp_path)
    marks = tmp_path / "marks"
    plant(copy, marks, besides={*own, *OURS})
    own_module = copy / "languages" / "__init__.py"
    own_module.write_text(own_module.read_text() + "\nprint('languages of the copy')\n")
    (copy / "pipeline" / "run" / "workers" / "child.py").write_text(
        "def main(*numbers): import languages, pipeline; print(numbers, pipeline.__file__)"
    )
    (copy / "pipeline" / "__main__.py").write_text(
        "import subprocess; from pipeline.core.processes import python_child as c\n"
        "subprocess.run(c.module_command('pipeline.run.workers.child', 7), env=c.environment(), check=True)\n"
    )
    done = give([sys.executable, "-m", "pipeline"], copy)
    assert done.stderr == ""
    assert done.stdout.splitlines().count("languages of the copy") == 2
    assert f"(7,) {copy}/pipeline/__init__.py" in done.stdout
    assert not marks.exists(), marks.read_text()


def test_children_get_the_environment_without_what_steers_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """Coverage's variables stay, and so does all that is not Python's."""
    for name in ("PYTHONPATH", "PYTHONSTARTUP", "PYTHONHOME", "PYTHONINSPECT", "PYTHONBREAKPOINT"):
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("COVERAGE_PROCESS_CONFIG", "config")
    seen = python_child.environment()
    assert not [name for name in seen if name.startswith("PYTHON")]
    assert seen["COVERAGE_PROCESS_CONFIG"] == "config"
    assert {**os.environ, **seen} == dict(os.environ)
