"""Compare the locked packages with the published advisories: what ``make audit`` runs.

pip-audit asks PyPI, which hands out the advisories of the PyPA database. Exit code 0 where no package has
one, 1 where some have, 69 (``EX_UNAVAILABLE`` of sysexits.h) where nobody could be asked, and 70
(``EX_SOFTWARE``) where pip-audit itself is broken.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

UNREACHABLE = 69
BROKEN = 70

_NOBODY = "not audited: no source of advisories could be reached; run it again where pypi.org can be"
_NO_CONNECTION = re.compile(
    r"connect|network|timed? ?out|max retries|proxy|ssl|name resolution|http ?error|serviceerror$",
    re.IGNORECASE,
)
"""What errors of connections say of themselves, in the words of requests, urllib3 and pip-audit."""


def verdict(report: dict[str, Any]) -> tuple[int, list[str]]:
    """Return the exit code and what to say of pip-audit's report."""
    packages = report["dependencies"]
    asked = [package for package in packages if "skip_reason" not in package]
    if not asked:
        return UNREACHABLE, [_NOBODY]
    passed_over = [f"not audited: {package['name']}" for package in packages if "skip_reason" in package]
    found = [
        (
            package["name"],
            package["version"],
            advisory["id"],
            ", ".join(advisory["fix_versions"]) or "no version yet",
        )
        for package in asked
        for advisory in package["vulns"]
    ]
    total = f"{len(asked)} packages audited, {len(found)} advisories"
    return int(bool(found)), [*passed_over, *_table(found), total]


def unreported(messages: str) -> tuple[int, list[str]]:
    """Return the exit code and what to say where pip-audit gave no report, but these messages."""
    last = next((line.strip() for line in reversed(messages.splitlines()) if line.strip()), "no message")
    if _NO_CONNECTION.search(last):
        return UNREACHABLE, [_NOBODY]
    return BROKEN, [f"not audited: pip-audit failed: {last}"]


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Return rows as lines with their columns below each other, under a heading; none for none."""
    if not rows:
        return []
    whole = [("package", "version", "advisory", "mended in"), *rows]
    widths = [max(map(len, column)) for column in zip(*whole, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in whole
    ]


def main(requirements: str, program: Path | None = None) -> int:
    """Audit the packages that a requirements file pins, and say what was found.

    ``program`` is pip-audit; None is the one that is installed beside this Python.
    """
    program = program or Path(sys.executable).with_name("pip-audit")
    options = ("--format", "json", "--progress-spinner", "off", "--disable-pip", "-r", requirements)
    # Its own messages are tracebacks where it reaches nobody, and totals that are given here where it does.
    done = subprocess.run([program, *options], capture_output=True, text=True, check=False)
    try:
        report = json.loads(done.stdout)
    except ValueError:
        code, lines = unreported(done.stderr)
    else:
        code, lines = verdict(report)
    sys.stdout.write("\n".join(lines) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
