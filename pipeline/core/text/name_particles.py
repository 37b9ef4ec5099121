"""Small words inside of names of people and places, of many languages."""

from __future__ import annotations

PARTICLES = frozenset(
    (
        "de", "del", "della", "dello", "di", "da", "do", "dos", "du", "la", "le", "les", "el", "al", "lo",
        "van", "vander", "von", "der", "den", "dem", "zu", "zum", "zur", "ter", "ten", "te", "af", "av",
        "bin", "ibn", "ben", "bint", "abu", "mac",
    )
)  # fmt: skip
"""Between a first name and a surname, or before one: ``Jan van der Meer``."""
ROMANCE_PARTICLES = PARTICLES | {"das", "des"}
"""With those that are articles of German, which no name has: ``Ana das Neves``."""
ALL_PARTICLES = ROMANCE_PARTICLES | {"y", "i", "st"}
"""With those that are other words, or parts of places, as often: ``Ramón y Cajal``, ``St. Ives``."""
