"""The provenance of a result: software versions, and a key made from them, the routes and the settings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from functools import cache, lru_cache
from typing import Any

from pipeline.core.contract import RunSettings, Software, UsedRoute
from pipeline.core.extras import installed_version
from pipeline.core.records import LanguageCode

_LIBRARIES = (
    "argostranslate",
    "ctranslate2",
    "langdetect",
    "nltk",
    "numpy",
    "py3langid",
    "sacremoses",
    "sentencepiece",
    "stopwordsiso",
    "sumy",
)
"""The libraries that results depend on."""

_LATER = ("all_text", "keep_format", "ocr")
"""Settings that came later, and are off by default."""


@cache
def software() -> tuple[Software, ...]:
    """Return depeche's own version and those of the libraries that results depend on."""
    return tuple(Software(name=name, version=_version(name)) for name in ("depeche", *_LIBRARIES))


def document_key(
    *,
    sha256: str,
    origin: str,
    reader: str,
    settings: RunSettings,
    detector: str,
    summariser: str,
    routes: Mapping[tuple[LanguageCode, LanguageCode], Sequence[UsedRoute]],
    people: Mapping[tuple[LanguageCode, LanguageCode, str], str],
    protection: Mapping[tuple[LanguageCode, LanguageCode], str],
) -> str:
    """Return the digest of everything that a document's folder depends on.

    ``reader`` names what found the text in the source (``Document.reader``). ``routes`` has the route from
    each language of the document to each language asked for. ``people`` has the translations by people that
    apply to it, by both languages and text. ``protection`` says what is protected for each pair
    (``Protection.identity``). The digest of ``people`` follows that of the rest, after a plus sign, so that
    the rest can be compared if the memory cannot be read.
    """
    ways = [
        [*pair, [_tree(way) for way in used], protection.get(pair, "")]
        for pair, used in sorted(routes.items())
    ]
    parts = [
        sha256,
        origin,
        _settings(replace(settings, glossaries=())),  # ``protection`` has the terms that count, by pair
        detector,
        summariser,
        [_tree(item) for item in software()],
        ways,
        *([reader] if reader else []),
    ]
    return "+".join([_digest(parts), *([_digest(sorted(people.items()))] if people else [])])


def _settings(settings: RunSettings) -> dict[str, Any]:
    """Return settings as keys have them: what is off, and was not there once, changes no key."""
    tree = _tree(settings)
    return {name: said for name, said in tree.items() if name not in _LATER or said}


@lru_cache(maxsize=256)
def _tree(part: RunSettings | Software | UsedRoute) -> dict[str, Any]:
    """Return a record as a dictionary. It is cached, because all keys of a run are made from the same few."""
    return asdict(part)


def _digest(tree: object) -> str:
    return hashlib.sha256(json.dumps(tree, sort_keys=True).encode()).hexdigest()


def _version(name: str) -> str:
    try:
        return installed_version(name)
    except ImportError:  # importlib.metadata.PackageNotFoundError
        return "not installed"
