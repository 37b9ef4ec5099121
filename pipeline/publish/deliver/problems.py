"""The errors that several deliveries have, in the same words."""

from __future__ import annotations

from pathlib import Path

from pipeline.core.errors import DeliveryError, UsageError


def unknown_item(item: str) -> DeliveryError:
    """Return the error for an item that a delivery does not have."""
    return DeliveryError(
        f"{item!r} is nothing that this delivery sends; were its settings changed?", is_final=True
    )


def write_failed(path: Path, error: OSError) -> DeliveryError:
    """Return the error for a file or folder that cannot be written."""
    place = error.filename if isinstance(error.filename, str) else path
    return DeliveryError(
        f"{place}: cannot be written: {error.strerror}; mend that, and the next run tries again"
    )


def wrong_setting(name: str, key: str, words: str) -> UsageError:
    """Return the error for a setting of the delivery ``name`` that cannot be used."""
    return UsageError(f"deliver.{name}: {key}: {words}")
