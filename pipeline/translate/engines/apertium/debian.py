"""Debian's packages of Apertium's pairs, installed or not, as apt knows them."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from itertools import product

import languages
from pipeline.core.records import LanguagePair

_SECONDS = 60
"""How long apt may take to say what packages it knows; usually half a second."""


@cache
def known_packages() -> frozenset[str]:
    """Return the names of Apertium's packages that apt knows; none where there is no apt."""
    program = shutil.which("apt-cache")
    if program is None:
        return frozenset()
    try:
        done = subprocess.run(
            [program, "pkgnames", "apertium-"], capture_output=True, text=True, check=False, timeout=_SECONDS
        )
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(done.stdout.split())


def packages_of_pairs(names: frozenset[str]) -> dict[LanguagePair, str]:
    """Map each pair of our languages to the package among ``names`` that has it, in both directions.

    Newer packages have codes of three letters (``apertium-spa-cat``). They are preferred to older ones, which
    remain as empty ones (``apertium-es-ca``).
    """
    codes = {item.code: [code for code in item.codes.apertium if "_" not in code] for item in _known()}
    found: dict[LanguagePair, str] = {}
    for pair in product(codes, codes):
        made = (f"apertium-{one}-{other}" for one, other in product(*(codes[code] for code in pair)))
        package = next((name for name in made if name in names), None)
        if package is not None:
            for way in (pair, pair[::-1]):
                before = found.get(way)
                if before is None or len(package) > len(before):
                    found[way] = package
    return found


def _known() -> list[languages.Language]:
    return [item for item in languages.everyone() if item.codes.apertium]
