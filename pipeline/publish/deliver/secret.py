"""Passwords and keys: read from a file or an environment variable when they are needed, and never shown."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.core import limits
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import DeliveryError, UsageError
from pipeline.core.files import streams
from pipeline.publish.deliver.problems import wrong_setting


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretSource:
    """Where a secret is found."""

    key: str
    """The setting's name without its ending: ``password``."""
    file: str | None
    variable: str | None

    @property
    def is_given(self) -> bool:
        """Whether the settings name a place."""
        return bool(self.file or self.variable)

    def read(self) -> str:
        """Return the secret, a last line end left out. Raises ``DeliveryError``."""
        if self.file:
            found, place = _of_file(Path(self.file)), self.file
        else:
            found, place = (
                os.environ.get(self.variable or "", ""),
                f"the environment variable {self.variable}",
            )
        if not found:
            raise DeliveryError(f"{place}: holds no {self.key}; put it there", is_final=True)
        if "\n" in found or "\r" in found or "\0" in found:
            raise DeliveryError(f"{place}: the {self.key} must be one line", is_final=True)
        return found


def secret_source(name: str, key: str, file: str | None, variable: str | None) -> SecretSource:
    """Return where the secret ``key`` of the delivery ``name`` is found.

    Raises ``UsageError`` for two places.
    """
    if file and variable:
        raise wrong_setting(name, f"{key}_file", f"stands beside {key}_env; name one of them")
    return SecretSource(key=key, file=file or None, variable=variable or None)


def needed_secret(name: str, source: SecretSource, remedy: str) -> UsageError:
    """Return the error for a secret that a delivery cannot do without."""
    return wrong_setting(name, f"{source.key}_file", f"is missing, as is {source.key}_env; {remedy}")


def _of_file(path: Path) -> str:
    try:
        return streams.read_once(path, limit=limits.KEY).decode().removesuffix("\n").removesuffix("\r")
    except OSError as error:
        raise DeliveryError(f"{path}: cannot be read: {error.strerror}", is_final=True) from error
    except ValueError:
        raise DeliveryError(f"{path}: is not UTF-8", is_final=True) from None
