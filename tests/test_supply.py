"""What comes from elsewhere: packages are pinned by hash, and compared with advisories."""

from __future__ import annotations

import re
import runpy
import tomllib
from typing import Any

import pytest

from tests.conftest import ROOT

AUDIT = runpy.run_path(str(ROOT / ".ci" / "audit.py"))


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
                "a 1.0: X-1, mended in 1.1, 2.0",
                "a 1.0: X-2, mended in no version yet",
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
            ["not audited: no source of advisories could be reached"],
        ),
        (None, 69, ["not audited: no source of advisories could be reached"]),
    ],
)
def test_an_audit_fails_for_an_advisory_and_says_where_nobody_could_be_asked(
    packages: list[dict[str, Any]] | None, code: int, lines: list[str]
) -> None:
    """Silence of the source is neither a clean bill nor a failure of the change."""
    report = None if packages is None else {"dependencies": packages, "fixes": []}
    assert AUDIT["verdict"](report) == (code, lines)
