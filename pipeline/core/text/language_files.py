"""The files of ``languages/``, compiled: parsed from TOML once, then read from JSON (5 ms for 60)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import languages
from pipeline.core.files.tables import Recipe, Tables, compiled

_FOLDER = Path(languages.__file__).parent


def parse(path: Path) -> dict[str, Any]:
    """Return the table of a language's file, for ``languages.read_with``. Raises as ``languages.read``."""
    if path.parent not in (_FOLDER, _FOLDER / "strangers"):
        from languages import read

        return read.table(path)
    found: dict[str, Any] = json.loads(bytes(_tables()[_name(path)]))
    return found


@cache
def _tables() -> Tables:
    from languages import read

    # What only pages need is not compiled: each command would look whether it has changed.
    files = tuple(sorted((*_FOLDER.glob("*.toml"), *(_FOLDER / "strangers").glob("*.toml"))))
    return compiled(
        Recipe(
            name="languages",
            sources=(Path(__file__), *files),
            make=lambda: {
                _name(path): json.dumps(read.table(path), ensure_ascii=False).encode() for path in files
            },
        )
    )


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"
