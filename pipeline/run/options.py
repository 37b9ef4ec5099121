"""Options as the user gives them, and the settings that results depend on, checked and filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Literal

import languages
from pipeline.check.checker import CHECK_NAMES as CHECKS
from pipeline.core.contract import GlossaryFile, RunSettings, VariantKind
from pipeline.core.errors import UsageError
from pipeline.core.records import Length
from pipeline.translate.engines.neural.decoding import PROFILES
from pipeline.translate.engines.neural.hardware import COMPUTE_TYPES, DEVICES, Hardware

DEFAULT_SENTENCES = 5
DEFAULT_METHOD = "news"
DEFAULT_DETECTOR = "langdetect"
MOST_OF_A_QUERY = 1000
"""Characters; a query is words or a question, not a document."""
_MOST = 10**9
"""Sentences, words or characters of a summary; no source has as many."""
LENGTHS = ("sentences", "ratio", "words", "characters")
"""Options that say how long a summary is to be, at most one of them at a time."""
KINDS: tuple[VariantKind, ...] = ("full", "summary")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Options of ``depeche run`` as the user gives them: on the command line, or in the file's ``[run]``.

    None, or an empty tuple, is "not given".
    """

    to: tuple[str, ...] = ()
    source: str | None = None
    out: str | None = None
    run_id: str | None = None
    engine: str | None = None
    variants: tuple[str, ...] = ()
    sentences: int | None = None
    ratio: float | None = None
    words: int | None = None
    characters: int | None = None
    query: str | None = None
    method: str | None = None
    detector: str | None = None
    packages: str | None = None
    profile: str | None = None
    device: str | None = None
    compute_type: str | None = None
    threads: int | None = None
    memory: str | None = None
    glossary: tuple[str, ...] = ()
    """Files, later ones outranking earlier ones."""
    quotes: str | None = None
    workers: int | None = None
    strict: tuple[str, ...] = ()
    sign: str | None = None
    """File of the private key to sign with."""


def merge_options(below: Options, above: Options) -> Options:
    """Return the options given in ``above``, and those of ``below`` where it leaves them open."""
    if any(getattr(above, name) is not None for name in LENGTHS):
        below = replace(below, sentences=None, ratio=None, words=None, characters=None)  # they are one choice
    given: Mapping[str, object] = {
        field.name: getattr(above, field.name)
        for field in fields(Options)
        if getattr(above, field.name) not in (None, ())
    }
    return replace(below, **given)  # type: ignore[arg-type]  # the names and types are Options' own


def run_settings(
    options: Options, *, glossaries: tuple[GlossaryFile, ...] = (), needs_target: bool = True
) -> RunSettings:
    """Return what results depend on, defaults filled in.

    ``glossaries`` are the files that the options name, read (``protect.glossary``).
    ``needs_target`` says whether at least one language to write must be named. Raises ``UsageError``.
    """
    return RunSettings(
        targets=_targets(options.to) if options.to or needs_target else (),
        source=_source(options.source or "auto"),
        kinds=_kinds(options.variants),
        engine=options.engine or "auto",
        method=options.method or DEFAULT_METHOD,
        length=_length(options),
        glossaries=glossaries,
        quotes=_quotes(options.quotes),
        detector=options.detector or DEFAULT_DETECTOR,
        query=_query(options.query or ""),
        strict=_strict(options.strict),
    )


def profile(options: Options) -> str:
    """Return the name of the profile that neural models decode with. Raises ``UsageError``."""
    return _one_of(options.profile or "default", tuple(PROFILES), option="--profile")


def hardware(options: Options) -> Hardware:
    """Return what neural models are to run on; whether it is there is seen later. Raises ``UsageError``."""
    return Hardware(
        device=_one_of(options.device or "auto", DEVICES, option="--device"),
        compute_type=_one_of(options.compute_type or "default", COMPUTE_TYPES, option="--compute-type"),
        threads=options.threads,
    )


def language(code: str, *, option: str) -> str:
    """Return ``code`` where it is a known language; otherwise raise a ``UsageError`` naming ``option``."""
    try:
        return languages.get(code).code
    except languages.UnknownLanguageError as error:
        raise UsageError(f"{option}: {error}") from error


def pair(text: str, *, option: str) -> tuple[str, str]:
    """Return the two languages that ``fr-es`` names. Raises ``UsageError``, which names ``option``."""
    source, dash, target = text.partition("-")
    if not dash or source == target:
        raise UsageError(f"{option} {text}: name two languages, such as fr-es")
    return language(source, option=option), language(target, option=option)


def _one_of(name: str, known: Sequence[str], *, option: str) -> str:
    if name not in known:
        raise UsageError(f"{option} {name}: no such choice; known: {' '.join(known)}")
    return name


def _targets(codes: Sequence[str]) -> tuple[str, ...]:
    names = [name.strip() for code in codes for name in code.split(",") if name.strip()]
    if not names:
        raise UsageError("--to: name at least one language, such as --to es,ca")
    return tuple(sorted({language(name, option="--to") for name in names}))


def _source(code: str) -> str:
    return code if code == "auto" else language(code, option="--from")


def _kinds(names: Sequence[str]) -> tuple[VariantKind, ...]:
    wanted = {name.strip() for part in names for name in part.split(",")} or set(KINDS)
    unknown = sorted(wanted - set(KINDS))
    if unknown:
        raise UsageError(f"--variants {unknown[0]}: no such variant; known: {' '.join(KINDS)}")
    return tuple(kind for kind in KINDS if kind in wanted)


def _quotes(name: str | None) -> Literal["keep", "target"]:
    if name not in (None, "keep", "target"):
        raise UsageError(f"--quotes {name}: must be keep or target")
    return "target" if name == "target" else "keep"


def _strict(names: Sequence[str]) -> tuple[str, ...]:
    wanted = {name.strip() for part in names for name in part.split(",") if name.strip()}
    unknown = sorted(wanted - {"all", *CHECKS})
    if unknown:
        raise UsageError(f"--strict {unknown[0]}: no such check; known: all {' '.join(CHECKS)}")
    return tuple(sorted(CHECKS if "all" in wanted else wanted))


def _length(options: Options) -> Length:
    given = [name for name in LENGTHS if getattr(options, name) is not None]
    if len(given) > 1:
        raise UsageError(f"--{given[0]} and --{given[1]} cannot be used together")
    return length(
        sentences=options.sentences,
        ratio=options.ratio,
        words=options.words,
        characters=options.characters,
    )


def _query(text: str) -> str:
    query = " ".join(text.split())
    if len(query) > MOST_OF_A_QUERY:
        raise UsageError(f"--query: has {len(query)} characters; give at most {MOST_OF_A_QUERY}")
    return query


def length(
    *,
    sentences: int | None = None,
    ratio: float | None = None,
    words: int | None = None,
    characters: int | None = None,
) -> Length:
    """Return a summary's length from the one option given; without one 5 sentences. Raises ``UsageError``."""
    if ratio is not None:
        if not 0 < ratio <= 1:
            raise UsageError(f"--ratio {ratio}: must be above 0 and at most 1")
        return Length(unit="ratio", value=float(ratio))
    if words is not None:
        return Length(unit="words", value=_count(words, option="--words"))
    if characters is not None:
        return Length(unit="characters", value=_count(characters, option="--characters"))
    count = DEFAULT_SENTENCES if sentences is None else sentences
    return Length(unit="sentences", value=_count(count, option="--sentences"))


def _count(number: int, *, option: str) -> float:
    if number < 1:
        raise UsageError(f"{option} {number}: must be 1 or more")
    if number > _MOST:
        raise UsageError(f"{option}: must be at most {_MOST:,}")
    return float(number)
