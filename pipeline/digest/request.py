"""The request for a digest, and its options, each declared once as in ``run/configuration/options.py``."""

from __future__ import annotations

from typing import Annotated

from pipeline.core.dataclass import dataclass
from pipeline.core.option import OptionSpec, given_values, with_values
from pipeline.digest.watches.watch import Watch

_DIGEST = ("digest",)
STORIES = 10
"""The number of stories that a digest tells, unless it is asked for another."""
SENTENCES = 3
"""The most sentences of a story, unless a digest is asked for another number."""
LIKENESS = {"strict": 1.5, "default": 0.0, "loose": -0.5}
"""How much more likeness than by default is asked of the reports of a story, by name (logarithms of odds)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestRequest:
    """A request for a digest."""

    languages: tuple[str, ...] = ()
    """Languages of the digest; no languages mean all that the run was written in."""
    since: str | None = None
    """Start of the time of reports: a span such as ``24h``, or a date."""
    until: str | None = None
    """End of the time of reports: a date; None is now."""
    is_after_last: bool = False
    """Whether ``since`` is the end of the last digest: then what arrived after it is wanted too, whatever its
    date."""
    top: int = STORIES
    sentences: int = SENTENCES
    pivot: str | None = None
    """The pivot language; None is the language that most documents exist in."""
    likeness: str = "default"
    """How alike the reports of a story must be, one of ``LIKENESS``."""
    watches: tuple[Watch, ...] = ()
    """What is to be found and told first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestOptions:
    """Options of a digest as the user gives them, on the command line or in the file's ``[digest]``.

    None, or an empty tuple, is "not given".
    """

    languages: Annotated[
        tuple[str, ...],
        OptionSpec(
            help="Languages of the digest, such as es,fr.",
            metavar="CODES",
            flag="--to",
            default_words="the run's",
            commands=_DIGEST,
        ),
    ] = ()
    since: Annotated[
        str | None,
        OptionSpec(
            help="Leave out reports that are older: 24h, 7d, 2025-10-09; last is the end of the last digest.",
            metavar="SPAN|DATE|last",
            default_words="none",
            commands=_DIGEST,
        ),
    ] = None
    until: Annotated[
        str | None,
        OptionSpec(
            help="Leave out reports that are newer, and count --since from this date.",
            metavar="DATE",
            default_words="now",
            commands=_DIGEST,
        ),
    ] = None
    top: Annotated[
        int | None, OptionSpec(help="Stories to tell.", metavar="N", default=STORIES, commands=_DIGEST)
    ] = None
    sentences: Annotated[
        int | None,
        OptionSpec(
            help="Sentences of each story, at most.", metavar="N", default=SENTENCES, commands=_DIGEST
        ),
    ] = None
    pivot: Annotated[
        str | None,
        OptionSpec(
            help="Language in which reports are compared to find stories.",
            metavar="CODE",
            default_words="the language that most documents exist in",
            commands=_DIGEST,
        ),
    ] = None
    likeness: Annotated[
        str | None,
        OptionSpec(
            help="How alike reports must be to be one story: strict, default or loose.",
            metavar="NAME",
            default="default",
            commands=_DIGEST,
        ),
    ] = None
    watches: Annotated[
        tuple[str, ...],
        OptionSpec(
            help="Names of [watch.NAME] whose hits stand first; none is no watch.",
            metavar="NAMES",
            default_words="all of the file",
            commands=_DIGEST,
        ),
    ] = ()

    def request(self) -> DigestRequest:
        """Return the request with these options, and the defaults of those that are not given.

        It has no watches yet: what their names stand for is in the file.
        """
        given = {name: value for name, value in given_values(self).items() if name != "watches"}
        return with_values(DigestRequest(), given)
