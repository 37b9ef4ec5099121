"""What results depend on beside the documents: two machines that agree in it write the same bytes."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping

from pipeline.core.extras import REQUIREMENTS, Extra, installed_version
from pipeline.core.records import EngineIdentity
from pipeline.translate.service import Components
from pipeline.write.provenance import software

_EXTRAS: tuple[Extra, ...] = ("lingua", "office", "web", "zstd")
"""The extras that say how texts are read."""
_MOST_DIFFERENCES = 3
"""How many differences a message names."""


def machine_signature(parts: Components) -> Mapping[str, str]:
    """Return everything that results depend on, by a name for messages.

    These are the versions of depeche and of its libraries, and for each pair of each engine the package's
    digest and all settings, with the instruction set, the matrix library and the type of numbers of neural
    models.
    """
    return dict(_rows(parts))


def differences(here: Mapping[str, str], there: Mapping[str, str]) -> str:
    """Return in words how another machine differs; empty where it does not."""
    names = [name for name in {**here, **there} if here.get(name) != there.get(name)]
    words = [_difference(name, here.get(name), there.get(name)) for name in names[:_MOST_DIFFERENCES]]
    more = len(names) - len(words)
    return "; ".join([*words, *([f"and {more} more"] if more else [])])


def _difference(name: str, here: str | None, there: str | None) -> str:
    if here is None or there is None:
        return f"{name} is only {'there' if here is None else 'here'}"
    ours, theirs = here.split(", "), there.split(", ")
    mine = ", ".join(word for word in ours if word not in theirs)
    other = ", ".join(word for word in theirs if word not in ours)
    return f"{name}: {mine or here} here, {other or there} there"


def _rows(parts: Components) -> Iterator[tuple[str, str]]:
    for item in software():
        yield item.name, item.version
    yield "Unicode", unicodedata.unidata_version
    for extra in _EXTRAS:
        for requirement in REQUIREMENTS[extra].split():
            name = requirement.partition(">=")[0]
            yield name, _version(name)
    yield "detector", parts.detector.identity
    yield "summaries", parts.summariser.identity
    yield "measured routes", hashlib.sha256(repr(parts.stored).encode()).hexdigest()[:12]
    for engine in parts.engines:
        for hop in engine.hops():
            identity = engine.identity(hop.source, hop.target)
            yield f"{engine.name} {hop.source}>{hop.target}", _identity_words(identity)


def _identity_words(identity: EngineIdentity) -> str:
    options = (f"{option.name} {option.value}" for option in identity.options)
    words = (
        identity.engine_version,
        f"{identity.package} {identity.version}",
        f"sha256 {identity.sha256[:12]}",
    )
    return ", ".join((*words, *options))


def _version(name: str) -> str:
    try:
        return installed_version(name)
    except ImportError:
        return "not installed"
