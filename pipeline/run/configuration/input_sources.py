"""The sources of ``depeche.toml``: what ``[source.NAME]`` may say, each key declared once.

An input ``source:NAME`` stands for such a source, on the command line and in jobs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Annotated

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import UsageError
from pipeline.core.option import OptionSpec, declared_options
from pipeline.core.ports import NO_FIELDS, FieldMap
from pipeline.read.fetch.settings import FetchSettings
from pipeline.run.configuration.file import ConfigFile, near
from pipeline.run.configuration.options import Options, merge_options
from pipeline.run.configuration.settings import fetching

_PREFIX = "source:"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOptions:
    """The keys of ``[source.NAME]``. None, or an empty tuple, is "not given"."""

    inputs: Annotated[
        tuple[str, ...],
        OptionSpec(help="Files, folders, patterns and addresses.", metavar="INPUTS", commands=()),
    ] = ()
    opml: Annotated[
        str | None,
        OptionSpec(
            help="A list of feeds (OPML), as a file or an address; its feeds are fetched.",
            metavar="FILE",
            commands=(),
        ),
    ] = None
    follow: Annotated[
        bool | None,
        OptionSpec(
            help="Fetch the page of each item of a feed, and read it in place of the item.",
            metavar="",
            default_words="as in [run]",
            commands=(),
        ),
    ] = None
    pace: Annotated[
        float | None,
        OptionSpec(
            help="Seconds between two requests to a host, at least.",
            metavar="SECONDS",
            minimum=0,
            default_words="as in [run]",
            commands=(),
        ),
    ] = None
    contact: Annotated[
        str | None,
        OptionSpec(
            help="Address of mail or a page that servers are told.",
            metavar="TEXT",
            default_words="as in [run]",
            commands=(),
        ),
    ] = None
    user_agent: Annotated[
        str | None,
        OptionSpec(
            help="Name that servers are told; the rules of a robots.txt for it count.",
            metavar="NAME",
            default_words="depeche",
            commands=(),
        ),
    ] = None
    allow_host: Annotated[
        tuple[str, ...],
        OptionSpec(
            help="Hosts that may be on this machine or a private network, beside those of [run].",
            metavar="HOSTS",
            commands=(),
        ),
    ] = ()


def _field(held: str) -> OptionSpec:
    return OptionSpec(help=held, metavar="NAME", default_words="guessed", commands=())


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldOptions:
    """The keys of ``[source.NAME.fields]``: which column of a table, or field of JSON, holds what.

    None is "not given", and an empty text "no field".
    """

    text: Annotated[str | None, _field("Field with the text; it may hold HTML.")] = None
    title: Annotated[str | None, _field("Field with the title.")] = None
    published: Annotated[str | None, _field("Field with the time of publication.")] = None
    authors: Annotated[str | None, _field("Field with the authors, semicolons between.")] = None
    url: Annotated[str | None, _field("Field with the address of the original.")] = None
    id: Annotated[str | None, _field("Field with a name that no other record has.")] = None
    language: Annotated[str | None, _field("Field with the language, as a code.")] = None
    outlet: Annotated[str | None, _field("Field with who published it.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InputSource:
    """A source, its values checked."""

    name: str
    inputs: tuple[str, ...]
    opml: str | None
    fetch: FetchSettings
    fields: FieldMap = NO_FIELDS


def is_source(name: str) -> bool:
    """Say whether an input stands for a source of the file."""
    return name.startswith(_PREFIX)


def source_options(file: ConfigFile, name: str) -> SourceOptions:
    """Return the options in ``[source.NAME]``. Raises ``UsageError``."""
    at = ("source", name)
    own = {key: value for key, value in file.table(*at).items() if key != _FIELDS}
    unknown = next((key for key in own if key not in _KEYS), None)
    if unknown is not None:
        raise file.error((*at, unknown), f"is not known; {near(unknown, dict.fromkeys(_KEYS, ''))}")
    return file.options(SourceOptions, own, at=at)


def field_options(file: ConfigFile, name: str) -> FieldOptions:
    """Return the options in ``[source.NAME.fields]``. Raises ``UsageError``."""
    at = ("source", name, _FIELDS)
    return file.options(FieldOptions, file.table(*at), at=at)


def _field_map(file: ConfigFile, name: str) -> FieldMap:
    given = field_options(file, name)
    paths = ((item.name, getattr(given, item.name)) for item in declared_options(FieldOptions))
    return FieldMap(
        paths=tuple((wanted, path.strip()) for wanted, path in paths if path is not None),
        table=f"[source.{name}.fields]",
    )


def read_source(file: ConfigFile, name: str, run: Options) -> InputSource:
    """Return the source in ``[source.NAME]``; ``run`` gives what it leaves open. Raises ``UsageError``."""
    at = ("source", name)
    if not _NAME.fullmatch(name):
        raise file.error(at, "a source's name has letters, digits, - and _, at most 40")
    given = source_options(file, name)
    if not given.inputs and not given.opml:
        raise file.error(at, 'names nothing; write inputs = ["feed:https://..."], or opml = "feeds.opml"')
    for number, item in enumerate(given.inputs):
        if item in ("", "-") or is_source(item):
            raise file.error((*at, "inputs", number), "name a file, a folder, a pattern or an address")
    own = Options(
        follow=given.follow,
        pace=given.pace,
        contact=given.contact,
        allow_host=(*run.allow_host, *given.allow_host),
    )
    try:
        settings = fetching(merge_options(run, own), user_agent=given.user_agent)
    except UsageError as error:
        key = re.match(r"--([a-z-]+)", error.message)
        place = (*at, key[1].replace("-", "_")) if key else at
        raise file.error(place, error.message.partition(": ")[2]) from error
    return InputSource(
        name=name, inputs=given.inputs, opml=given.opml, fetch=settings, fields=_field_map(file, name)
    )


_FIELDS = "fields"
_KEYS = (*(item.key for item in declared_options(SourceOptions)), _FIELDS)


def sources_of(file: ConfigFile, inputs: Iterable[str], run: Options) -> Mapping[str, InputSource]:
    """Return the sources that inputs stand for, by these inputs. Raises ``UsageError``."""
    known = file.table("source")
    found = {}
    for item in filter(is_source, inputs):
        name = item.removeprefix(_PREFIX)
        if name not in known:
            hint = near(name, dict.fromkeys(known, "")) if known else "it has no [source.NAME] at all"
            raise UsageError(f"{item}: there is no [source.{name}] in {file.path}; {hint}")
        found[item] = read_source(file, name, run)
    return found


def named_places(file: ConfigFile, inputs: Iterable[str]) -> tuple[str, ...]:
    """Return the files, folders, patterns and addresses that inputs name, those of sources too.

    Raises ``UsageError``.
    """
    places: list[str] = []
    for item in inputs:
        if is_source(item):
            given = source_options(file, item.removeprefix(_PREFIX))
            places += given.inputs
            places += [given.opml] if given.opml else []
        else:
            places.append(item)
    return tuple(places)
