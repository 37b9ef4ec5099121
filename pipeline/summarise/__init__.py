"""Summaries: which sentences tell a document's story.

``extract.py`` is the way in. ``methods.py`` has the methods by name: ``news.py``, the default, and those that
sumy has, computed with arrays (``lexrank.py``, ``overlap.py``, ``frequency.py``, ``greedy.py``) or by sumy
itself (``sumy_methods.py``). ``choice.py`` takes what they rank, so that it can be read (``reading.py``).
"""

from __future__ import annotations

from pipeline.summarise.extract import Extractor
from pipeline.summarise.methods import METHODS, SUMY

__all__ = ["METHODS", "SUMY", "Extractor"]
