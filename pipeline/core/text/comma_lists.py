"""Lists as users write them in an option: names between commas, the option given once or several times."""

from __future__ import annotations

from collections.abc import Iterable


def names_in(values: Iterable[str]) -> tuple[str, ...]:
    """Return the names in all ``values``, in order, without the blanks around them; empty ones are left out.

    >>> names_in(["es, ca", "fr,"])
    ('es', 'ca', 'fr')
    """
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())
