"""Checks the values of options, and makes the settings of a run from them, with defaults filled in."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

import languages
from pipeline.core.errors import UsageError, printable
from pipeline.core.option import declared_options
from pipeline.core.records import Length
from pipeline.core.text.comma_lists import names_in
from pipeline.run.configuration.options import LENGTHS, Options, with_defaults

if TYPE_CHECKING:
    from pipeline.core.contract import GlossaryFile, QuotationMarks, RunSettings, Tidy, VariantKind
    from pipeline.read.fetch.settings import FetchSettings
    from pipeline.translate.engines.neural.hardware import Hardware

MOST_OF_A_QUERY = 1000
"""Most characters of a query, which is words or a question, not a document."""
_MOST_OF_A_SUMMARY = 10**9
"""Greatest length of a summary in sentences, words or characters. No source has as many."""
_NAMES_OF_FILES = {"FILE", "FILE|off", "FOLDER", "KEY"}
"""Metavars of options that name files."""
KINDS: tuple[VariantKind, ...] = ("full", "summary")
Filled = TypeVar("Filled")


def run_settings(
    options: Options, *, glossaries: tuple[GlossaryFile, ...] = (), needs_target: bool = True
) -> RunSettings:
    """Return the settings that results depend on, with defaults filled in.

    ``glossaries`` is the content of the files that the options name (``protect.glossary``). ``needs_target``
    says whether at least one language to write must be named. Raises ``UsageError``.
    """
    from pipeline.core.contract import RunSettings

    _require_sound(options)
    whole = with_defaults(options)
    return RunSettings(
        targets=_targets(whole.to) if whole.to or needs_target else (),
        source=_source(filled(whole.source)),
        kinds=_kinds(whole.variants),
        engine=_engine(filled(whole.engine)),
        method=_method(filled(whole.method)),
        length=_length(whole),
        glossaries=glossaries,
        quotes=_quotes(whole.quotes),
        tidy=_whose("--tidy", whole.tidy),
        locale_numbers=_whose("--locale-numbers", whole.locale_numbers),
        detector=filled(whole.detector),
        query=_query(filled(whole.query)),
        strict=_strict(whole.strict),
        ocr=filled(whole.ocr),
        all_text=filled(whole.all_text),
        keep_format=filled(whole.keep_format),
    )


def engine(options: Options) -> str:
    """Return the name of the engine, or ``auto``."""
    return filled(with_defaults(options).engine)


def detector(options: Options) -> str:
    """Return the name of the detector. Raises ``UsageError``."""
    _require_sound(options)
    return filled(with_defaults(options).detector)


def profile(options: Options) -> str:
    """Return the name of the profile that neural models decode with. Raises ``UsageError``."""
    from pipeline.translate.engines.neural.decoding import PROFILES

    return _one_of(with_defaults(options).profile, tuple(PROFILES), option="--profile")


def hardware(options: Options) -> Hardware:
    """Return the hardware for neural models. Whether it exists is checked later. Raises ``UsageError``."""
    from pipeline.translate.engines.neural.hardware import COMPUTE_TYPES, DEVICES, Hardware

    whole = with_defaults(options)
    return Hardware(
        device=_one_of(whole.device, DEVICES, option="--device"),
        compute_type=_one_of(whole.compute_type, COMPUTE_TYPES, option="--compute-type"),
        threads=whole.threads,
    )


def fetching(options: Options, *, user_agent: str | None = None) -> FetchSettings:
    """Return how sources are fetched. Raises ``UsageError``.

    ``user_agent`` is what servers are told in place of the program's name.
    """
    from pipeline.read.fetch.settings import FetchSettings

    _require_sound(options)
    whole = with_defaults(options)
    contact = whole.contact or ""
    if not contact.isascii() or not contact.isprintable() or any(sign in contact for sign in "()"):
        raise UsageError("--contact: must be an address in ASCII, without parentheses")
    agent = user_agent or ""
    if not agent.isascii() or not agent.isprintable():
        raise UsageError("--user-agent: must be a name in ASCII")
    hosts = []
    for host in whole.allow_host:
        if not host or any(sign in host for sign in "/:@* "):
            raise UsageError(f"--allow-host {printable(host)}: must be the name of one host, without a port")
        hosts.append(host.lower())
    return FetchSettings(
        allowed_hosts=tuple(hosts),
        contact=contact,
        user_agent=agent,
        pace=filled(whole.pace),
        follow=filled(whole.follow),
    )


def _require_sound(options: Options) -> None:
    """Raise ``UsageError`` for a text that is no UTF-8, and for a number below the option's least.

    Names of files may be any bytes. The command line refuses such a number itself, a file cannot.
    """
    for item in declared_options(Options):
        given = getattr(options, item.name)
        for value in given if isinstance(given, tuple) else (given,):
            if isinstance(value, str) and item.option.metavar not in _NAMES_OF_FILES:
                if any("\ud800" <= sign <= "\udfff" for sign in value):
                    raise UsageError(f"{item.flag} {printable(value)}: holds bytes that are no UTF-8")
            elif _is_too_low(value, item.option.minimum):
                raise UsageError(f"{item.flag} {value}: must be {item.option.minimum} or more")


def _is_too_low(value: object, minimum: int | None) -> bool:
    return isinstance(value, int | float) and minimum is not None and value < minimum


def filled(value: Filled | None) -> Filled:
    """Return the value of an option that has a default. Raises ``ValueError`` if it is None after all."""
    if value is None:
        raise ValueError("an option without a value: its declaration must have a default")
    return value


def language(code: str, *, option: str) -> str:
    """Return the code of a language that is named by its code, a tag (``pt_BR``), or its name (``español``).

    Raises ``UsageError``, which names ``option``.
    """
    if code in languages.codes():
        return code
    from languages import naming  # reads every language's file

    found = naming.known_code(code)
    if found is not None:
        return found
    from pipeline.core.text.meant_language import meant_language

    meant = naming.tag_code(code)
    near = meant if meant in languages.codes() else meant_language(code)
    hint = f"; did you mean {near} ({languages.get(near).name})?" if near else ""
    raise UsageError(f"{option}: {languages.UnknownLanguageError(printable(code))}{hint}")


def pair(text: str, *, option: str) -> tuple[str, str]:
    """Return the two languages that ``fr-es`` names. Raises ``UsageError``, which names ``option``."""
    source, dash, target = text.partition("-")
    if not dash or source == target:
        raise UsageError(f"{option} {text}: name two languages, such as fr-es")
    return language(source, option=option), language(target, option=option)


def _one_of(name: str | None, known: Sequence[str], *, option: str) -> str:
    if name is None or name not in known:
        raise UsageError(f"{option} {name}: no such choice; {_known(name or '', known)}")
    return name


def _known(name: str, known: Sequence[str]) -> str:
    """Return the names that there are, and the one that was meant if it is plain."""
    near = get_close_matches(name.lower(), known, n=1)
    return f"known: {' '.join(known)}{f'; did you mean {near[0]}?' if near else ''}"


def _targets(codes: Sequence[str]) -> tuple[str, ...]:
    names = names_in(codes)
    if not names:
        raise UsageError("--to: name at least one language, such as --to es,ca")
    return tuple(sorted({language(name, option="--to") for name in names}))


def _source(code: str) -> str:
    return code if code == "auto" else language(code, option="--from")


def _engine(name: str) -> str:
    """Return an engine's name whose engine is known; whether there is such a model is seen when it opens."""
    from pipeline.translate.engines.table import ENGINE_NAMES

    if name.partition("/")[0] not in ("auto", *ENGINE_NAMES):
        known = _known(name, ("auto", *ENGINE_NAMES, "ct2/MODEL"))
        raise UsageError(f"--engine {name}: no such engine; {known}")
    return name


def _method(name: str) -> str:
    from pipeline.summarise.methods.table import METHODS

    if not name.startswith("sumy:"):
        _one_of(name, (*METHODS, "sumy:NAME"), option="--method")
    return name


def _kinds(names: Sequence[str]) -> tuple[VariantKind, ...]:
    wanted = set(names_in(names))
    unknown = sorted(wanted - set(KINDS))
    if unknown or not wanted:
        name = unknown[0] if unknown else ",".join(names)
        raise UsageError(f"--variants {name}: no such variant; {_known(name, KINDS)}")
    return tuple(kind for kind in KINDS if kind in wanted)


def _quotes(name: str | None) -> QuotationMarks:
    if name not in (None, "rules", "keep", "target"):
        raise UsageError(f"--quotes {name}: must be rules, keep or target")
    return "target" if name == "target" else "keep" if name == "keep" else "rules"


def _whose(flag: str, name: str | None) -> Tidy:
    if name not in (None, "rules", "all", "none"):
        raise UsageError(f"{flag} {name}: must be rules, all or none")
    return "none" if name == "none" else "all" if name == "all" else "rules"


def _strict(names: Sequence[str]) -> tuple[str, ...]:
    wanted = set(names_in(names))
    if not wanted:
        return ()
    from pipeline.check.rules import CHECK_NAMES as CHECKS  # with all checks 10 ms

    unknown = sorted(wanted - {"all", *CHECKS})
    if unknown:
        raise UsageError(f"--strict {unknown[0]}: no such check; {_known(unknown[0], ('all', *CHECKS))}")
    return tuple(sorted(CHECKS if "all" in wanted else wanted))


def _length(options: Options) -> Length:
    given = [name for name in LENGTHS if getattr(options, name) is not None]
    if len(given) > 1:
        raise UsageError(f"--{given[0]} and --{given[1]} cannot be used together")
    if options.ratio is not None:
        if not 0 < options.ratio <= 1:
            raise UsageError(f"--ratio {options.ratio}: must be above 0 and at most 1")
        return Length(unit="ratio", value=float(options.ratio))
    if options.words is not None:
        return Length(unit="words", value=_count(options.words, option="--words"))
    if options.characters is not None:
        return Length(unit="characters", value=_count(options.characters, option="--characters"))
    return Length(unit="sentences", value=_count(filled(options.sentences), option="--sentences"))


def _query(text: str) -> str:
    query = " ".join(text.split())
    if len(query) > MOST_OF_A_QUERY:
        raise UsageError(f"--query: has {len(query)} characters; give at most {MOST_OF_A_QUERY}")
    return query


def _count(number: int, *, option: str) -> float:
    if number < 1:
        raise UsageError(f"{option} {number}: must be 1 or more")
    if number > _MOST_OF_A_SUMMARY:
        raise UsageError(f"{option}: must be at most {_MOST_OF_A_SUMMARY:,}")
    return float(number)
