"""What a user says of fetching: which hosts besides public ones, who asks, and how often."""

from __future__ import annotations

from pipeline.core.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """How sources are fetched."""

    allowed_hosts: tuple[str, ...] = ()
    """Names of hosts that may lead to this machine or to a private network, in lower case."""
    contact: str = ""
    """An address of mail or a page, which servers get to know with each request."""
    user_agent: str = ""
    """What servers are told in place of the program's name; empty is that name."""
    pace: float = 1.0
    """Seconds between two requests to a host, at least."""
    follow: bool = False
    """Whether the page of each item of a feed is fetched, and read in its place."""
