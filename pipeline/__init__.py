"""depeche: news text in, translated and summarised variants with their provenance out.

``read_run`` reads what a run wrote; it is loaded when first asked for, so that the command line starts fast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.folder import ReadDocument, ReadRun, ReadVariant, read_run

__all__ = ["ReadDocument", "ReadRun", "ReadVariant", "read_run"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from pipeline import folder

        return getattr(folder, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
