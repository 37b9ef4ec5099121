"""What packages there are to install: in Argos's index, or carried here."""

from __future__ import annotations

import http.client
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import languages
from pipeline.core.errors import PackageError
from pipeline.core.records import LanguageCode
from pipeline.packages.download import open_url, reason
from pipeline.translate.engines.argos.package import preference
from pipeline.translate.engines.argos.settings import index_address

_PIVOT = "en"
"""Nearly every package of the index has English on one side."""

_MAX_INDEX = 16 * 2**20
"""Bytes; Argos's has a thousandth of that for each of its packages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Available:
    """A package that can be installed."""

    version: str
    from_code: str
    """As Argos names the language; one that depeche knows."""
    to_code: str
    links: tuple[str, ...] = ()
    file: Path | None = None
    """Where it was carried here; then there are no links."""
    sha256: str | None = None
    """That the file must have."""

    @property
    def name(self) -> str:
        """As in Argos's index: ``translate-fr_en``."""
        return f"translate-{self.from_code}_{self.to_code}"

    @property
    def pair(self) -> tuple[LanguageCode, LanguageCode]:
        """Source and target."""
        known = languages.by_tool("argos")
        return known[self.from_code], known[self.to_code]


def fetch_index(*, timeout: float) -> tuple[Available, ...]:
    """Fetch the index that argostranslate is set to, waiting ``timeout`` seconds at most.

    Raises ``PackageError``.
    """
    url = index_address()
    try:
        with open_url(url, timeout=timeout) as response:
            offers = [_offer(row) for row in json.loads(response.read(_MAX_INDEX))]
        return tuple(offer for offer in offers if offer is not None)
    except (
        *(OSError, http.client.HTTPException),
        *(ValueError, AttributeError, TypeError, RecursionError),  # an answer that is no index
    ) as error:
        raise PackageError(
            f"Argos's package index {url} cannot be read ({reason(error)}); install from a file or a "
            "mirror: depeche languages install FILE.argosmodel, or --from FOLDER CODE..."
        ) from error


def _offer(row: dict[str, Any]) -> Available | None:
    """Return what a row of the index offers; None where it is no translation between known languages."""
    known = languages.by_tool("argos")
    source, target = row.get("from_code"), row.get("to_code")
    if row.get("type", "translate") != "translate" or source not in known or target not in known:
        return None
    links = [link for link in row.get("links", ()) if isinstance(link, str)]
    return Available(
        version=str(row.get("package_version", "")),
        from_code=source,
        to_code=target,
        links=tuple(link for link in links if link.startswith(("https://", "http://"))),
    )


def newest_versions(items: Sequence[Available]) -> tuple[Available, ...]:
    """Return one package a pair, the one that would be used of several, sorted by pair."""
    best = {
        item.pair: item
        for item in sorted(items, key=lambda item: preference(item.from_code, item.to_code, item.version))
    }
    return tuple(best[pair] for pair in sorted(best))


def choose_packages(
    items: Sequence[Available], codes: Sequence[LanguageCode], *, where: str = "Argos's index"
) -> tuple[Available, ...]:
    """Return the newest packages that connect the languages with one another, through English too.

    Raises ``PackageError`` for a language that no package there has; ``where`` is what it calls the place.
    """
    ends = {*codes, _PIVOT}
    chosen = tuple(item for item in newest_versions(items) if ends.issuperset(item.pair))
    served = {end for item in chosen for end in item.pair}
    missing = [code for code in codes if code not in served]
    if missing:
        raise PackageError(f"{where} has no package for: {' '.join(missing)}")
    return chosen
