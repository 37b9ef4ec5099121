"""The user's cache: what can be found out or made again at any time, and may be removed at any time.

It lies in ``$XDG_CACHE_HOME/depeche``, by default ``~/.cache/depeche``.
"""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder(kind: str) -> Path | None:
    """Return the folder for a kind of things, without making it; None if this user has no place for it."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    home = os.environ.get("HOME", "")
    place = Path(named) if os.path.isabs(named) else Path(home, ".cache") if os.path.isabs(home) else None  # noqa: PTH117
    return place / "depeche" / kind if place is not None and _is_ours(place) else None


def _is_ours(place: Path) -> bool:
    """Say whether a folder, or the one that it would be made in, belongs to this user.

    Root with another user's home must not leave files there that this user cannot replace.
    """
    for folder in (place, place.parent):
        try:
            return folder.stat().st_uid == os.geteuid()
        except FileNotFoundError:
            continue
        except OSError:
            return False
    return False
