"""The request for a digest: its options, each declared once, as in ``run/configuration/options.py``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pipeline.core.option import OptionSpec

_DIGEST = ("digest",)
STORIES = 10
"""The number of stories that a digest tells, unless it is asked for another."""
SENTENCES = 3
"""The most sentences of a story, unless a digest is asked for another number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestRequest:
    """A request for a digest."""

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
    """Languages of the digest; no languages mean all that the run was written in."""
    since: Annotated[
        str | None,
        OptionSpec(
            help="Leave out reports that are older: 24h, 7d, 2025-10-09.",
            metavar="SPAN|DATE",
            default_words="none",
            commands=_DIGEST,
        ),
    ] = None
    """Start of the time of reports: a span such as ``24h``, or a date."""
    until: Annotated[
        str | None,
        OptionSpec(
            help="Leave out reports that are newer, and count --since from this date.",
            metavar="DATE",
            default_words="now",
            commands=_DIGEST,
        ),
    ] = None
    """End of the time of reports: a date; None is now."""
    top: Annotated[
        int, OptionSpec(help="Stories to tell.", metavar="N", default=STORIES, commands=_DIGEST)
    ] = STORIES
    sentences: Annotated[
        int,
        OptionSpec(
            help="Sentences of each story, at most.", metavar="N", default=SENTENCES, commands=_DIGEST
        ),
    ] = SENTENCES
    pivot: Annotated[
        str | None,
        OptionSpec(
            help="Language in which reports are compared to find stories.",
            metavar="CODE",
            default_words="the language that most documents exist in",
            commands=_DIGEST,
        ),
    ] = None
    """The pivot language; None is the language that most documents exist in."""
