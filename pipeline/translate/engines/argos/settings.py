"""Reads argostranslate's settings as it reads them itself, whether or not it is installed.

Importing ``argostranslate.settings`` would make three folders in the user's home. Reading changes nothing.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from pipeline.core import limits
from pipeline.core.files import durable

PACKAGES_FOLDER = "ARGOS_PACKAGES_DIR"
PACKAGE_INDEX = "ARGOS_PACKAGE_INDEX"

DEFAULT_INDEX = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/"
"""The address that argostranslate has used since 1.0."""


def setting(name: str) -> str | None:
    """Return a setting from the environment, or else from the user's ``settings.json``; None if it is unset.

    A file that is no table of settings counts as empty, as it does for argostranslate.
    """
    if name in os.environ:
        return os.environ[name]
    try:
        value = json.loads(durable.read_regular(_settings_file(), limit=limits.SETTINGS)).get(name)
    except (OSError, ValueError, AttributeError, RecursionError, RuntimeError):  # the last: there is no home
        return None
    return value if isinstance(value, str) else None


def index_address() -> str:
    """Return the address of the package index's ``index.json``."""
    return f"{(setting(PACKAGE_INDEX) or DEFAULT_INDEX).rstrip('/')}/index.json"


def _settings_file() -> Path:
    given = os.environ.get("XDG_CONFIG_HOME")
    return (Path(given) if given else Path.home() / ".config") / "argos-translate" / "settings.json"
