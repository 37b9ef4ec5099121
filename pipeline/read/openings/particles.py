"""Small words inside of names of people and places, of many languages."""

from __future__ import annotations

PARTICLES = frozenset(
    (
        "de", "del", "della", "di", "da", "do", "dos", "das", "du", "des", "la", "le", "les", "el", "al",
        "van", "von", "der", "den", "dem", "zu", "zum", "zur", "ter", "ten", "te", "af", "av",
        "bin", "ibn", "ben", "bint", "abu", "st", "y", "i",
    )
)  # fmt: skip
