"""Child processes in Python: they import Python's own modules, what is installed, and our packages.

A child starts in the user's working folder, where anybody may have left a ``json.py``. So it is started with
a safe path (``-P``), without the variables that steer Python (``-E``), and given our packages by their own
folder. Run as a script, this module is how such a child begins; it imports nothing of ours before that.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import module_from_spec

_HOME = os.path.abspath(os.path.join(__file__, *[os.pardir] * 4))  # noqa: PTH100, PTH118 - starts faster
"""The folder that our packages were imported from."""

_OURS = ("languages", "pipeline")
"""Our packages, each after those that it imports."""


def command(*arguments: str) -> list[str]:
    """Return the command line of a Python child: options and a script's path, then the script's arguments.

    The child decodes file names as we do, and leaves out the user's own packages where we do.
    """
    options = ["-P", "-E", "-X", f"utf8={sys.flags.utf8_mode}"]
    if sys.flags.no_user_site:
        options.append("-s")
    if sys.dont_write_bytecode:
        options.append("-B")
    return [sys.executable, *options, *arguments]


def module_command(module: str, *arguments: int) -> list[str]:
    """Return the command line of a child that calls ``main`` of one of our modules with these numbers."""
    return command(os.path.abspath(__file__), module, *map(str, arguments))  # noqa: PTH100


def environment() -> dict[str, str]:
    """Return the environment of a child: all variables but those that steer Python, for it and its children.

    The variable that starts coverage (``COVERAGE_PROCESS_CONFIG``) stays.
    """
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def home(package: str) -> str | None:
    """Return the folder that an imported package or module was found in; None where there is none."""
    file: str | None = getattr(sys.modules.get(package), "__file__", None)
    if file is None:
        return None
    folder = os.path.dirname(os.path.abspath(file))  # noqa: PTH100, PTH120 - as above
    return os.path.dirname(folder) if hasattr(sys.modules[package], "__path__") else folder  # noqa: PTH120


def take(package: str, folder: str) -> None:
    """Import a package from ``folder``, even if others have one of that name. Raises ``ImportError``."""
    if package in sys.modules:
        return
    spec = PathFinder.find_spec(package, [folder])
    if spec is None or spec.loader is None:
        raise ImportError(f"no package {package} in {folder}")
    module = module_from_spec(spec)
    sys.modules[package] = module
    spec.loader.exec_module(module)


def take_ours() -> None:
    """Import our packages from the folder of this very file.

    That folder comes last in the import path, for packages that are installed beside us there (``pip install
    --target``). It is left out where it is the working folder, as that of a checkout may be.
    """
    for name in _OURS:
        take(name, _HOME)
    if _HOME not in sys.path and not _is_working_folder(_HOME):
        sys.path.append(_HOME)


def _is_working_folder(folder: str) -> bool:
    try:
        return os.path.samefile(folder, os.curdir)  # noqa: PTH121 - as above
    except OSError:  # it was deleted
        return False


if __name__ == "__main__":
    take_ours()
    import_module(sys.argv[1]).main(*map(int, sys.argv[2:]))
