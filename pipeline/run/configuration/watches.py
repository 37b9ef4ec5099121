"""The watches of ``depeche.toml``: what ``[watch.NAME]`` may say, each key declared once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import UsageError
from pipeline.core.option import OptionSpec
from pipeline.digest.watches.watch import MOST_WATCHES, Watch
from pipeline.run.configuration.file import ConfigFile, near
from pipeline.run.configuration.positions import KeyPath

NO_WATCH = "none"
"""The name that stands for no watch at all."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchOptions:
    """The keys of ``[watch.NAME]``. None, or an empty tuple, is "not given"."""

    words: Annotated[
        tuple[str, ...],
        OptionSpec(help="Words to find, in any case and with any ending.", metavar="WORDS", commands=()),
    ] = ()
    names: Annotated[
        tuple[str, ...],
        OptionSpec(
            help="Names to find, by their letters, and by their sound in other scripts.",
            metavar="NAMES",
            commands=(),
        ),
    ] = ()
    phrases: Annotated[
        tuple[str, ...],
        OptionSpec(help="Rows of words to find, one beside the other.", metavar="PHRASES", commands=()),
    ] = ()
    query: Annotated[
        str | None,
        OptionSpec(
            help='What a document must have: words and "phrases" with AND, OR, NOT and parentheses.',
            metavar="TEXT",
            commands=(),
        ),
    ] = None
    languages: Annotated[
        tuple[str, ...],
        OptionSpec(
            help="Languages of the texts to look through.",
            metavar="CODES",
            default_words="all",
            commands=(),
        ),
    ] = ()
    deliver: Annotated[
        tuple[str, ...],
        OptionSpec(
            help="Names of [deliver.NAME] that get the hits of a job at once.", metavar="NAMES", commands=()
        ),
    ] = ()


def read_watch(file: ConfigFile, name: str) -> Watch:
    """Return the watch in ``[watch.NAME]``, all of it checked. Raises ``UsageError``."""
    from pipeline.digest.watches.opened import WatchError, opened_watch

    at = ("watch", name)
    if not _NAME.fullmatch(name) or name == NO_WATCH:
        raise file.error(
            at, f"a watch's name has letters, digits, - and _, at most 40, and is not {NO_WATCH}"
        )
    given = watch_options(file, name)
    made = Watch(
        name=name,
        words=given.words,
        names=given.names,
        phrases=given.phrases,
        query=given.query or "",
        languages=given.languages,
    )
    try:
        opened_watch(made)
    except WatchError as error:
        place: KeyPath = (*at, *([error.key] if error.key else []))
        raise file.error(place if error.number is None else (*place, error.number), str(error)) from error
    return made


def watch_options(file: ConfigFile, name: str) -> WatchOptions:
    """Return the options in ``[watch.NAME]``. Raises ``UsageError``."""
    at = ("watch", name)
    return file.options(WatchOptions, file.table(*at), at=at)


def read_watches(file: ConfigFile, names: Sequence[str], *, at: KeyPath = ()) -> tuple[Watch, ...]:
    """Return the watches of these names; all of the file where there are no names, in its order.

    ``at`` is where the names stand in the file; nothing stands for the command line or the environment.
    Raises ``UsageError``.
    """
    known: Mapping[str, object] = file.table("watch")
    wanted = dict.fromkeys(names or known)
    for number, name in enumerate(names):
        if name not in known and name != NO_WATCH:
            hint = near(name, dict.fromkeys(known, "")) if known else f"write [watch.{name}]"
            message = f"there is no [watch.{name}]; {hint}"
            raise file.error((*at, number), message) if at else UsageError(f"--watches {name}: {message}")
    if NO_WATCH in wanted:
        if len(wanted) > 1:
            message = f"{NO_WATCH} stands for no watch, so no other can stand beside it"
            raise file.error(at, message) if at else UsageError(f"--watches: {message}")
        return ()
    if len(wanted) > MOST_WATCHES:
        message = f"{len(wanted)} watches are too many; {MOST_WATCHES} are allowed at once"
        raise file.error(at or ("watch",), message)
    return tuple(read_watch(file, name) for name in wanted)
