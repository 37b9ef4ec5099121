"""Installed libraries: where they are, their versions, and the command that adds an optional one.

depeche is installed by pip, pipx and uv, into environments that look alike from inside; a command for the
wrong one installs nothing, or into another place. Each hint names the library itself, never depeche: so it
works from any folder, and what is installed already stays as it is.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, TypeAlias

from pipeline.core.errors import LanguageError

Extra: TypeAlias = Literal["cluster", "evaluate", "lingua", "office", "sign", "web", "zstd"]

REQUIREMENTS: dict[Extra, str] = {
    "cluster": "distributed>=2026.8",
    "evaluate": "sacrebleu>=2.5,<3",
    "lingua": "lingua-language-detector>=2.1,<3",
    "office": "pypdfium2>=5.11,<6",
    "sign": "cryptography>=44",
    "web": "feedparser>=6.0.14,<7 lxml-html-clean>=0.4.4 protego>=0.6,<1 trafilatura>=2.3,<3",
    "zstd": "backports-zstd>=1.3,<2",
}
"""The requirements of each extra, a space between them, as in ``pyproject.toml``, which an installed depeche
lacks; a test compares them."""


def install_command(extra: Extra) -> str:
    """Return the shell command that adds an extra's libraries to the environment that we run in."""
    requirements = REQUIREMENTS[extra].split()
    prefix = Path(sys.prefix)
    if (prefix / "pipx_metadata.json").is_file():
        return shlex.join(["pipx", "inject", prefix.name, *requirements])
    if find_spec("pip") is None:  # made by uv, as `uv tool install` and `uv sync` do
        return shlex.join(["uv", "pip", "install", "--python", sys.executable, *requirements])
    return shlex.join([sys.executable, "-m", "pip", "install", *requirements])


def package_folder(name: str) -> Path:
    """Return the folder of an installed package, which is not imported. Raises ``LanguageError``."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise LanguageError(f"the package {name} is missing, which knows languages; install it")
    return Path(spec.submodule_search_locations[0])


@cache
def installed_version(name: str) -> str:
    """Return the version of an installed distribution, as ``importlib.metadata.version`` does, but sooner.

    That module takes 10 ms to load, and it reads a whole description for a line. It is asked where more than
    one description is found, or none. Raises ``importlib.metadata.PackageNotFoundError``.
    """
    found = _descriptions().get(_normalised(name), [])
    if len(found) == 1:
        try:
            with (found[0] / "METADATA").open(encoding="utf-8") as file:
                for line in file:
                    if line.startswith("Version: "):
                        return line.removeprefix("Version: ").strip()
                    if not line.strip():
                        break
        except (OSError, ValueError):
            pass
    from importlib.metadata import version

    return version(name)


@cache
def _descriptions() -> dict[str, list[Path]]:
    """Return the folders that describe installed distributions, by normalised name."""
    found: dict[str, list[Path]] = {}
    for place in dict.fromkeys(sys.path):
        try:
            names = os.listdir(place or ".")  # noqa: PTH208 - names alone
        except OSError:
            continue
        for each in names:
            if each.endswith((".dist-info", ".egg-info")):
                found.setdefault(_normalised(each.partition("-")[0]), []).append(Path(place, each))
    return found


def _normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
