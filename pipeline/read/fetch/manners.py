"""Manners towards servers: what their robots.txt asks for, and a pause between two requests.

Source: RFC 9309. A robots.txt that is not there allows all. One that cannot be had because the server fails
allows nothing: whoever is down needs no more requests.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from protego import Protego

    from pipeline.core.http.client import HttpResponse

AGENT = "depeche"
"""The name by which a robots.txt can speak of us."""
ROBOTS_BYTES = 500 * 2**10
"""So much of a robots.txt counts, in bytes: as much as the standard wants at least."""
_MOST_DELAY = 30.0
"""The longest pause that a robots.txt can ask for, in seconds: a run must end."""


class Manners:
    """What hosts ask for, learnt once each."""

    def __init__(
        self,
        ask: Callable[[str], HttpResponse],
        *,
        agent: str = AGENT,
        pace: float,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """``ask`` gives the answer to a request for a robots.txt, redirects followed."""
        self._ask = ask
        self._agent = agent
        self._pace = pace
        self._pause = pause
        self._rules: dict[str, Protego | int] = {}
        self._last: dict[str, float] = {}

    def refusal(self, url: str) -> str:
        """Say in words why an address must not be asked for; empty where it may be.

        Raises ``NetworkError``.
        """
        rules = self._of_host(url)
        if isinstance(rules, int):
            return f"its robots.txt cannot be had (the server answers {rules}), so it is left alone"
        return "" if rules.can_fetch(url, self._agent) else "its robots.txt asks programs not to fetch this"

    def wait(self, url: str) -> None:
        """Wait until the host of an address may be asked again."""
        host = urlsplit(url).netloc
        since = time.monotonic() - self._last.get(host, float("-inf"))
        if since < (wanted := self._delay(url)):
            self._pause(wanted - since)
        self._last[host] = time.monotonic()

    def _delay(self, url: str) -> float:
        rules = self._rules.get(_site(url), 0)
        asked = None if isinstance(rules, int) else rules.crawl_delay(self._agent)
        return max(self._pace, min(float(asked or 0), _MOST_DELAY))

    def _of_host(self, url: str) -> Protego | int:
        site = _site(url)
        if site not in self._rules:
            from protego import Protego

            answer = self._ask(f"{site}/robots.txt")
            if answer.status >= 500 or answer.status == 429:
                self._rules[site] = answer.status
            else:
                text = answer.body if answer.status == 200 else b""
                self._rules[site] = Protego.parse(text.decode("utf-8-sig", "replace"))
        return self._rules[site]


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
