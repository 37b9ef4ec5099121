"""What comes from elsewhere: packages are pinned by hash, and compared with advisories."""

from __future__ import annotations

import json
import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

AUDIT = runpy.run_path(str(ROOT / ".ci" / "audit.py"))
NOBODY = "not audited: no source of advisories could be reached; run it again where pypi.org can be"


def test_every_file_of_every_package_is_pinned_by_its_sha256() -> None:
    """In the lock file that all environments are built from; only the project itself has none."""
    with (ROOT / "uv.lock").open("rb") as file:
        packages = tomllib.load(file)["package"]
    own = [package["name"] for package in packages if "registry" not in package["source"]]
    assert own == ["depeche"]
    assert len(packages) > 40
    for package in packages:
        if package["name"] in own:
            continue
        files = [*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else [])]
        assert files, package["name"]
        for item in files:
            assert re.fullmatch(r"sha256:[0-9a-f]{64}", item["hash"]), item["url"]
            assert item["url"].startswith("https://files.pythonhosted.org/"), item["url"]


def test_the_standard_s_lock_file_is_what_uv_s_own_says() -> None:
    """``pylock.toml``, for pip and others, is never older than ``uv.lock``; ``make lock`` writes both."""
    found = re.search(r"^PYLOCK := (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert found
    uv = Path(sys.executable).with_name("uv")
    exported = subprocess.run(
        [uv, "export", "--quiet", "--frozen", "--offline", *found[1].split()],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert exported == (ROOT / "pylock.toml").read_text()


def test_what_is_installed_by_default_is_no_torch() -> None:
    """Nor what draws it: who types ``pip install .`` gets what is required, and all that this requires."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    with (ROOT / "pylock.toml").open("rb") as file:
        locked = {package["name"] for package in tomllib.load(file)["packages"]}
    overridden = {row.partition(";")[0] for row in project["tool"]["uv"]["override-dependencies"]}
    assert overridden == {"stanza", "spacy", "minisbd", "onnxruntime"}
    heavy = {"argostranslate", "torch", *overridden}
    required = {re.split(r"[<>=;\[ ]", row)[0] for row in project["project"]["dependencies"]}
    assert required <= locked
    assert not locked & heavy


def test_the_overrides_for_others_are_the_project_s_own() -> None:
    """``overrides.txt`` says to ``uv tool install`` what ``pyproject.toml`` says to ``uv sync``."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        own = tomllib.load(file)["tool"]["uv"]["override-dependencies"]
    lines = (ROOT / "overrides.txt").read_text().splitlines()
    assert [line for line in lines if not line.startswith("#")] == own


def test_environments_are_built_from_the_lock_file_alone() -> None:
    """``--frozen``: nothing is resolved anew; uv refuses a file whose hash is another."""
    for line in (ROOT / "Makefile").read_text().splitlines():
        if " sync " in line or "/uv export" in line:
            assert "--frozen" in line, line


def package(name: str, *advisories: tuple[str, list[str]]) -> dict[str, Any]:
    """Return a package as pip-audit reports it."""
    vulns = [{"id": name, "fix_versions": versions} for name, versions in advisories]
    return {"name": name, "version": "1.0", "vulns": vulns}


@pytest.mark.parametrize(
    ("packages", "code", "lines"),
    [
        ([package("a"), package("b")], 0, ["2 packages audited, 0 advisories"]),
        (
            [package("a", ("X-1", ["1.1", "2.0"]), ("X-2", [])), package("b")],
            1,
            [
                "package  version  advisory  mended in",
                "a        1.0      X-1       1.1, 2.0",
                "a        1.0      X-2       no version yet",
                "2 packages audited, 2 advisories",
            ],
        ),
        (
            [package("a"), {"name": "b", "skip_reason": "Dependency not found"}],
            0,
            ["not audited: b", "1 packages audited, 0 advisories"],
        ),
        (
            [{"name": "b", "skip_reason": "Dependency not found"}],
            69,
            [NOBODY],
        ),
    ],
)
def test_an_audit_fails_for_an_advisory_and_says_where_nobody_could_be_asked(
    packages: list[dict[str, Any]],
    code: int,
    lines: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Silence of the source is neither a clean bill nor a failure of the change."""
    report = json.dumps({"dependencies": packages, "fixes": []})
    assert audit(tmp_path, out=report, err="Found 2 known vulnerabilities in 1 package\n", code=code) == code
    assert capsys.readouterr().out.splitlines() == lines


@pytest.mark.parametrize(
    ("last", "code", "said"),
    [
        ("requests.exceptions.ProxyError: Max retries exceeded with url: /pypi/a/json", 69, NOBODY),
        ("requests.exceptions.ConnectTimeout: HTTPSConnectionPool(host='pypi.org'): timed out", 69, NOBODY),
        ("Tip: your network may be blocking this service. Try another service with `-s SERVICE`", 69, NOBODY),
        ("pip_audit._service.interface.ServiceError", 69, NOBODY),
        ("KeyError: 'name'", 70, "not audited: pip-audit failed: KeyError: 'name'"),
        ("", 70, "not audited: pip-audit failed: Traceback (most recent call last):"),
    ],
)
def test_a_traceback_of_pip_audit_is_told_in_a_line(
    last: str, code: int, said: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """One that says that nobody answered is no failure; any other is one of the audit itself."""
    assert audit(tmp_path, out="", err=f"Traceback (most recent call last):\n{last}\n", code=1) == code
    shown = capfd.readouterr()
    assert (shown.out, shown.err) == (f"{said}\n", "")


def audit(folder: Path, *, out: str, err: str, code: int) -> int:
    """Run the audit with a program in the place of pip-audit that says this and ends so."""
    (folder / "out").write_text(out)
    (folder / "err").write_text(err)
    program = folder / "pip-audit"
    program.write_text(f'#!/bin/sh\ncat "{folder}/out"; cat "{folder}/err" >&2; exit {code}\n')
    program.chmod(0o700)
    ended: int = AUDIT["main"]("requirements.txt", program)
    return ended
