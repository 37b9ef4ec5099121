"""Summaries: the sentences that tell a document's story.

Takes the segments of a document in its own language; gives the ids of those that are chosen.
Open ``extractor.py`` first: it ranks by a method of ``methods/table.py``, and ``selection.py`` takes what is
ranked, so that it can be read (``units.py``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.summarise.extractor import Extractor
    from pipeline.summarise.methods.table import METHODS, SUMY

__all__ = ["METHODS", "SUMY", "Extractor"]


def __getattr__(name: str) -> Any:  # so that the command line can read the methods' names and starts fast
    if name == "Extractor":
        from pipeline.summarise import extractor

        return extractor.Extractor
    if name in __all__:
        from pipeline.summarise.methods import table

        return getattr(table, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
