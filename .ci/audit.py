"""Compare the locked packages with the published advisories: what ``make audit`` runs.

pip-audit asks PyPI, which hands out the advisories of the PyPA database. Exit code 0 where no package has
one, 1 where some have, and 69 (``EX_UNAVAILABLE`` of sysexits.h) where nobody could be asked.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

UNREACHABLE = 69


def verdict(report: dict[str, Any] | None) -> tuple[int, list[str]]:
    """Return the exit code and what to say of pip-audit's report, None where it gave none."""
    packages = report["dependencies"] if report else []
    asked = [package for package in packages if "skip_reason" not in package]
    if not asked:
        return UNREACHABLE, ["not audited: no source of advisories could be reached"]
    passed_over = [f"not audited: {package['name']}" for package in packages if "skip_reason" in package]
    found = [
        f"{package['name']} {package['version']}: {advisory['id']}, "
        f"mended in {', '.join(advisory['fix_versions']) or 'no version yet'}"
        for package in asked
        for advisory in package["vulns"]
    ]
    total = f"{len(asked)} packages audited, {len(found)} advisories"
    return int(bool(found)), [*passed_over, *found, total]


def main(requirements: str) -> int:
    """Audit the packages that a requirements file pins, and say what was found."""
    program = Path(sys.executable).with_name("pip-audit")
    options = ("--format", "json", "--progress-spinner", "off", "--disable-pip", "-r", requirements)
    done = subprocess.run([program, *options], stdout=subprocess.PIPE, text=True, check=False)
    try:
        report = json.loads(done.stdout)
    except ValueError:
        report = None
    code, lines = verdict(report)
    sys.stdout.write("\n".join(lines) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
