"""Summaries: the sentences that tell a document's story.

Takes the segments of a document in its own language; gives the ids of those that are chosen.
Open ``extractor.py`` first: it ranks by a method of ``methods/table.py``, and ``selection.py`` takes what is
ranked, so that it can be read (``units.py``).
"""

from __future__ import annotations

from pipeline.summarise.extractor import Extractor
from pipeline.summarise.methods.table import METHODS, SUMY

__all__ = ["METHODS", "SUMY", "Extractor"]
