"""The places of this user's packages, models and measurements. Asking for a place makes nothing."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.core.errors import UsageError
from pipeline.translate.engines.argos import settings as argos_settings


def packages_folder() -> Path:
    """Return the folder that argostranslate installs to, found in the same way, without making it."""
    given = argos_settings.setting(argos_settings.PACKAGES_FOLDER)
    return Path(given) if given is not None else _data_home() / "argos-translate" / "packages"


def models_folder() -> Path:
    """Return the folder that CTranslate2 models are installed to, without making it."""
    return _data_folder() / "models"


def quality_file() -> Path:
    """Return the file of the routes that ``depeche evaluate --store`` measured. It may not exist."""
    return _data_folder() / "route_quality.toml"


def _data_folder() -> Path:
    return _data_home() / "depeche"


def _data_home() -> Path:
    if given := os.environ.get("XDG_DATA_HOME"):
        return Path(given)
    try:
        return Path.home() / ".local" / "share"
    except RuntimeError as error:  # neither HOME nor the list of users names a home folder
        raise UsageError(
            "no home folder is known for this user, so no place for packages and models; set XDG_DATA_HOME or"
            " HOME to a folder"
        ) from error
