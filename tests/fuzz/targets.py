"""All targets by name."""

from __future__ import annotations

from tests.fuzz import files, texts
from tests.fuzz.target import Target

TARGETS: dict[str, Target] = {**texts.TARGETS, **files.TARGETS}
