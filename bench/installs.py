"""Install depeche in every way that docs/guides/installing.md names, each into an empty place, and use it.

    python -m bench.installs [WAY...]      (``make installs``; needs a network, some eight minutes for all)

For each way: the packages that were installed, the megabytes (10^6 bytes, the bytecode that pip compiles
included, what an empty environment has not) and the seconds. Then, from a folder outside the checkout: the
version, ``doctor``, two runs of the examples (with Argos packages that are installed first, and by Apertium
where it stands), ``verify`` of both, and a signed run, after the very command that the refusal of one prints.
Exit code 1 where anything fails, or a way takes more than 410 MB (470 with extras).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
LIMIT_MB = 410
LIMIT_WITH_EXTRAS_MB = 470
"""``make install`` brings the extras ``office``, ``web`` and ``zstd``, some 60 MB with their bytecode."""

_PIP = "{home}/bin/python -m pip install -q "


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way to install: a shell command in the checkout, and the folder of the environment it fills."""

    command: str
    home: str
    limit_mb: int = LIMIT_MB


WAYS: Mapping[str, Way] = {
    "pip": Way(command=_PIP + ".", home="venv"),
    "pip-wheel": Way(command=_PIP + "{wheel}", home="venv"),
    "pip-locked": Way(
        command=f"{_PIP} --upgrade pip && {_PIP} --no-deps -r pylock.toml && {_PIP} --no-deps .", home="venv"
    ),
    "uv": Way(command="uv tool install -q .", home="tools/depeche"),
    "uv-wheel": Way(command="uv tool install -q {wheel}", home="tools/depeche"),
    "uv-argos": Way(command="uv tool install -q --overrides overrides.txt '.[argos]'", home="tools/depeche"),
    "pipx": Way(command="pipx install -q .", home="pipx/venvs/depeche"),
    "make": Way(
        command=f"make -s install PREFIX={{home}}/../.. PYTHON={sys.executable}",
        home="prefix/lib/depeche",
        limit_mb=LIMIT_WITH_EXTRAS_MB,
    ),
    "pipx-wheel": Way(command="pipx install -q {wheel}", home="pipx/venvs/depeche"),
}


_IN_ENVIRONMENTS = (*(name for name, way in WAYS.items() if way.home == "venv"), "make")
"""Those that install into an environment with pip in it, which does not count."""


class FailedError(Exception):
    """A command failed, or what was installed is not as it should be."""


def main(names: Sequence[str]) -> int:
    """Try the ways with these names, or all where none is given; return the exit code."""
    with tempfile.TemporaryDirectory(prefix="depeche-installs-") as folder:
        tools = Path(folder) / "of-tools"
        try:
            _get_tools(tools)
            wheel = _build(tools)
        except FailedError as error:
            print(error, file=sys.stderr)
            return 1
        print(f"{'way':<12} {'packages':>8} {'MB':>5} {'seconds':>7}  what was done with it", flush=True)
        failed = [name for name in names or WAYS if not _tried(name, wheel, tools, Path(folder) / name)]
    return 1 if failed else 0


def _get_tools(tools: Path) -> None:
    """Put pipx and uv into an environment in ``tools``."""
    environment = _environment(tools, tools)
    _shell(f"{sys.executable} -m venv {tools}", environment, cwd=ROOT)
    _shell(f"{tools}/bin/python -m pip install -q pipx uv", environment, cwd=ROOT)


def _build(tools: Path) -> Path:
    """Build the wheel, and compare it with the checkout: all files of our packages are in it, no others."""
    environment = _environment(tools, tools)
    _shell(f"uv build -q --wheel --out-dir {tools}/dist", environment, cwd=ROOT)
    (wheel,) = (tools / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    listed = _shell("git ls-files -co --exclude-standard pipeline languages", environment, cwd=ROOT).split(
        "\n"
    )
    if off := sorted(packed ^ {name for name in listed if (ROOT / name).is_file()}):
        raise FailedError(f"the wheel and the checkout differ in: {' '.join(off[:5])}")
    return wheel


def _tried(name: str, wheel: Path, tools: Path, place: Path) -> bool:
    """Install in one way and use it; print its row of the table. Return whether all was well."""
    way, home = WAYS[name], place / WAYS[name].home
    environment = _environment(place, tools)
    place.mkdir()
    try:
        bare = home if way.home == "venv" else place / "bare"
        if name in _IN_ENVIRONMENTS:
            _shell(f"{sys.executable} -m venv {bare}", environment, cwd=ROOT)
        if name == "make":  # which compiles all that it finds
            _shell(f"{bare}/bin/python -m compileall -q {bare}", environment, cwd=ROOT)
        empty = _bytes(bare)
        start = time.monotonic()
        _shell(way.command.format(home=home, wheel=wheel), environment, cwd=ROOT)
        seconds = time.monotonic() - start
        megabytes = (_bytes(home) - empty) / 1e6
        packages = sum(1 for _ in home.glob("lib/python*/site-packages/*.dist-info"))
        row = f"{name:<12} {packages:>8} {megabytes:>5.0f} {seconds:>7.0f}"
        print(f"{row}  {_use(home / 'bin' / 'depeche', place, environment)}", flush=True)
        if megabytes > way.limit_mb:
            print(f"{name}: takes {megabytes:.0f} MB, more than {way.limit_mb}", file=sys.stderr, flush=True)
    except FailedError as error:
        print(f"{name}: {error}", file=sys.stderr, flush=True)
        return False
    finally:
        shutil.rmtree(place)
    return megabytes <= way.limit_mb


def _environment(place: Path, tools: Path) -> dict[str, str]:
    """Return an environment with a home in ``place``, pipx and uv from ``tools``, and nothing cached."""
    left_out = ("VIRTUAL_ENV", "PYTHON", "XDG_", "ARGOS_")
    kept = {name: text for name, text in os.environ.items() if not name.startswith(left_out)}
    path = os.pathsep.join([f"{place}/bin", f"{tools}/bin", "/usr/local/bin", "/usr/bin", "/bin"])
    return {
        **kept,
        "HOME": str(place),
        "PATH": path,
        "UV_TOOL_DIR": f"{place}/tools",
        "UV_TOOL_BIN_DIR": f"{place}/bin",
        "UV_PYTHON": sys.executable,
        "UV_NO_CACHE": "1",
        "UV_SYSTEM_CERTS": "1",
        "PIPX_HOME": f"{place}/pipx",
        "PIPX_BIN_DIR": f"{place}/bin",
        "PIPX_DEFAULT_PYTHON": sys.executable,
        "PIP_NO_CACHE_DIR": "1",
    }


def _use(depeche: Path, place: Path, environment: Mapping[str, str]) -> str:
    """Use an installation as its user would, from a folder outside the checkout; return what was done."""
    work = place / "work"
    shutil.copytree(ROOT / "examples", work / "examples")
    done = [_shell(f"{depeche} --version", environment, cwd=work).strip()]
    _shell(f"{depeche} languages install {ROOT}/tests/fixtures/argos", environment, cwd=work)
    _shell(f"{depeche} doctor", environment, cwd=work)
    runs = {"argos": "--from en --to es examples/en-*.txt"}
    if shutil.which("apertium"):
        runs["apertium"] = "--to es,ca examples"
    for engine, options in runs.items():
        _shell(f"{depeche} run {options} --engine {engine} --run-id {engine}", environment, cwd=work)
        _shell(f"{depeche} verify outputs/{engine}", environment, cwd=work)
        done.append(f"{engine} run")
    _sign(depeche, environment, work)
    return ", ".join([*done, "signed run"])


def _sign(depeche: Path, environment: Mapping[str, str], work: Path) -> None:
    """Ask for a signed run, do what the refusal says, and ask again."""
    _shell("openssl genpkey -algorithm ed25519 -out key.pem", environment, cwd=work)
    command = (
        f"{depeche} run --from en --to es examples/en-*.txt --engine argos --sign key.pem --run-id signed"
    )
    refused = _run(command, environment, cwd=work)
    told, _, hint = refused.stderr.strip().partition("; run: ")
    if refused.returncode != 2 or not hint:
        raise FailedError(f"--sign without its library: exit code {refused.returncode}: {told}")
    _shell(hint, environment, cwd=work)
    _shell(command, environment, cwd=work)


def _shell(command: str, environment: Mapping[str, str], *, cwd: Path) -> str:
    """Run a command in a shell, and return what it printed. Raises ``FailedError``."""
    done = _run(command, environment, cwd=cwd)
    if done.returncode:
        raise FailedError(
            f"{command}: exit code {done.returncode}: {(done.stderr or done.stdout).strip()[-600:]}"
        )
    return done.stdout


def _run(command: str, environment: Mapping[str, str], *, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S602 - users type these into a shell
        command, shell=True, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def _bytes(folder: Path) -> int:
    """Return the bytes of a folder's files, links not followed; 0 where the folder is not there."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("ways", nargs="*", metavar="WAY", help=f"of: {' '.join(WAYS)}")
    given = parser.parse_args().ways
    if unknown := sorted(set(given) - set(WAYS)):
        parser.error(f"unknown: {' '.join(unknown)}; known: {' '.join(WAYS)}")
    sys.exit(main(given))
