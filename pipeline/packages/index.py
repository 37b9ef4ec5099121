"""The packages that can be installed: from Argos's index, or from files that were carried here."""

from __future__ import annotations

import http.client
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import languages
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import PackageError
from pipeline.core.records import LanguageCode
from pipeline.packages.download import open_url, reason
from pipeline.translate.engines.argos.package import preference
from pipeline.translate.engines.argos.settings import index_address

_PIVOT = "en"
"""The pivot language: nearly every package of the index has English on one side."""

_MAX_INDEX = 16 * 2**20
"""Most bytes of an index. Argos's has a thousandth of that for each of its packages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Available:
    """A package that can be installed."""

    version: str
    from_code: str
    """The source language as Argos names it. depeche knows it."""
    to_code: str
    links: tuple[str, ...] = ()
    file: Path | None = None
    """The file of a package that was carried here; it has no links then."""
    sha256: str | None = None
    """The sha256 that the file must have; None if it is unknown."""

    @property
    def name(self) -> str:
        """The package's name in Argos's index: ``translate-fr_en``."""
        return f"translate-{self.from_code}_{self.to_code}"

    @property
    def pair(self) -> tuple[LanguageCode, LanguageCode]:
        """Source and target in our codes."""
        known = languages.by_tool("argos")
        return known[self.from_code], known[self.to_code]


def fetch_index(*, timeout: float) -> tuple[Available, ...]:
    """Fetch the index that argostranslate's settings name. Waits ``timeout`` seconds at most.

    Raises ``PackageError``.
    """
    url = index_address()
    try:
        with open_url(url, timeout=timeout) as response:
            offers = [_offer(row) for row in json.loads(response.read(_MAX_INDEX))]
        return tuple(offer for offer in offers if offer is not None)
    except (
        *(OSError, http.client.HTTPException),
        *(ValueError, AttributeError, TypeError, RecursionError),  # the answer is no index
    ) as error:
        raise PackageError(
            f"Argos's package index {url} cannot be read ({reason(error)}); install from a file or a "
            "mirror: depeche languages install FILE.argosmodel, or --from FOLDER CODE..."
        ) from error


def _offer(row: dict[str, Any]) -> Available | None:
    """Return the package of a row of the index; None if it is no translation between known languages."""
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
    """Return one package per pair, sorted by pair. Of several it is the one that would be used."""
    best = {
        item.pair: item
        for item in sorted(items, key=lambda item: preference(item.from_code, item.to_code, item.version))
    }
    return tuple(best[pair] for pair in sorted(best))


def choose_packages(
    items: Sequence[Available], codes: Sequence[LanguageCode], *, where: str = "Argos's index"
) -> tuple[Available, ...]:
    """Return the newest packages that connect the languages with one another, also through English.

    Raises ``PackageError`` for a language that no package has. ``where`` is the name of the place in errors.
    """
    ends = {*codes, _PIVOT}
    chosen = tuple(item for item in newest_versions(items) if ends.issuperset(item.pair))
    served = {end for item in chosen for end in item.pair}
    missing = [code for code in codes if code not in served]
    if missing:
        raise PackageError(f"{where} has no package for: {' '.join(missing)}")
    return chosen
