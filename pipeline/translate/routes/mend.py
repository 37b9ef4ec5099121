"""What would bring a route that is missing: the commands that install packages or models."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

import languages
from pipeline.core.records import Hop, LanguageCode, LanguagePair, Route
from pipeline.translate.engines.apertium import debian
from pipeline.translate.routes import quality
from pipeline.translate.routes.quality import hop_name

PIVOT = "en"
"""The language that nearly all packages of Argos have on one side."""
_INSTALLED = frozenset({"argos", "apertium"})
"""Engines whose packages can be named without knowing more than the languages."""
HELP = "depeche languages install --help"
"""The command where nothing that we know of translates between two languages."""


def kinds_to_install(engines: Iterable[str]) -> frozenset[str]:
    """Return the kinds, ``argos`` and ``apertium``, whose packages engines of these names would use.

    Both where there is no engine yet.
    """
    names = {name.partition("/")[0] for name in engines}
    return frozenset(_INSTALLED & names or (frozenset() if "ct2" in names else _INSTALLED))


def debian_hops() -> dict[Hop, str]:
    """Return the hops that Debian's packages would bring, each with its package.

    Packages in depeche's own table translate only in the directions that were measured.
    """
    measured = {name for entry in quality.built_in() for name in entry.hops}
    found = {}
    for pair, package in debian.packages_of_pairs(debian.known_packages()).items():
        hop, back = _hop(pair), _hop(pair[::-1])
        if hop_name(hop) in measured or hop_name(back) not in measured:
            found[hop] = package
    return found


def _hop(pair: LanguagePair) -> Hop:
    return Hop(engine="apertium", source=pair[0], target=pair[1], method="rule-based")


def packages_for(
    routes: Iterable[Route], offered: dict[Hop, str], preference: Callable[[Route], tuple[object, ...]]
) -> tuple[str, ...]:
    """Return the packages for the best of ``routes``: it needs the fewest. Empty where there is none."""

    def needed(route: Route) -> tuple[str, ...]:
        return tuple(sorted({offered[hop] for hop in route.hops if hop in offered}))

    best = min(routes, key=lambda route: (len(needed(route)), *preference(route)), default=None)
    return needed(best) if best else ()


def install_commands(
    source: LanguageCode | None, target: LanguageCode, packages: Iterable[str], *, kinds: Collection[str]
) -> Iterator[str]:
    """Yield the commands of which each would bring a route; ``HELP`` where none is known.

    ``kinds`` are those of the engines that may be used.
    """
    named = " ".join(packages)
    codes = [code for code in (source, target) if code is not None]
    is_known = "argos" in kinds and all(languages.get(code).codes.argos for code in codes)
    if is_known:
        yield f"depeche languages install {' '.join(codes)}"
    if named:
        yield f"apt install {named}"
    elif not is_known:
        yield HELP
