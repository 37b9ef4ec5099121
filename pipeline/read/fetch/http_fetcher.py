"""Fetching over HTTP: guarded, bounded, polite, and only what has changed.

Every address that is asked, those of redirects too, goes through ``core/http``: that reaches public hosts
alone, and what it takes has limits. Tests have a server of this machine that breaks each promise.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import quote, urljoin, urlsplit

from pipeline.core import clock, offline
from pipeline.core.errors import NetworkError, OfflineError, SourceError
from pipeline.core.extras import installed_version
from pipeline.core.http.addresses import AddressGuard
from pipeline.core.http.client import HttpLimits, HttpResponse, request, shown_address
from pipeline.core.ports import FetchedContent
from pipeline.core.records import Fetched
from pipeline.read.fetch.address import (
    KEPT_HEADERS,
    address_host,
    address_server,
    web_address,
    without_secret,
)
from pipeline.read.fetch.manners import AGENT, ROBOTS_BYTES, Manners
from pipeline.read.fetch.settings import FetchSettings
from pipeline.read.fetch.state import LONGEST_PEACE, FetchState, KnownAddress
from pipeline.read.formats.libraries import require_extra
from pipeline.read.receive import MAX_BYTES

MOST_REDIRECTS = 5
LIMITS = HttpLimits(seconds=60, silence=20, body_bytes=MAX_BYTES)
_ROBOTS = HttpLimits(seconds=20, silence=10, body_bytes=ROBOTS_BYTES, excess="cut")
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_FOR_GOOD = frozenset((301, 308))
_PRESSED = frozenset((429, 503))
_BEGINS_WITH_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
_KEPT_SIGNS = "!#$%&'()*+,/:;=?@[]~|^"
_MOST_VALUE = 1000
_ACCEPT = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, */*;q=0.8"


class HttpFetcher:
    """Fetches sources. One serves a run: it knows which hosts it has asked, and when."""

    def __init__(
        self,
        settings: FetchSettings,
        state: FetchState | None = None,
        *,
        limits: HttpLimits = LIMITS,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """``state`` is None where nothing is remembered from one run to the next."""
        self._settings = settings
        self._state = state
        self._limits = limits
        self._quiet: dict[str, datetime | None] = {}
        self._manners = Manners(
            self._robots, agent=settings.user_agent or AGENT, pace=settings.pace, pause=pause
        )
        if state is not None:
            state.let_go()

    def fetch(self, url: str) -> FetchedContent:
        """Return what an address leads to: from the state, where the server says that it has not changed.

        Raises ``SourceError``.
        """
        asked, url = web_address(url), without_secret(url)
        require_extra("web", "an address", where=url)
        known = self._state.known(asked) if self._state is not None else KnownAddress()
        if known.gone:
            raise SourceError(f"{url}: is gone for good (410, {known.gone}); take it out of the inputs")
        try:
            shown_address(asked)
            with offline.permitted():
                answer, final, moved = self._answer(asked, known)
        except NetworkError as error:
            raise SourceError(f"{url}: {_without_host(error.message, asked)}") from error
        except OfflineError as error:
            raise SourceError(f"{url}: is on the network, which --offline forbids") from error
        return self._taken(url, asked, answer, final, moved, known)

    def _taken(
        self, url: str, asked: str, answer: HttpResponse, final: str, moved: str, known: KnownAddress
    ) -> FetchedContent:
        if answer.status == HTTPStatus.NOT_MODIFIED and known.fetched is not None:
            self._keep(asked, known)  # it is in use
            return FetchedContent(content=known.content, fetched=known.fetched)
        if answer.status not in (HTTPStatus.OK, HTTPStatus.NON_AUTHORITATIVE_INFORMATION):
            self._refused(url, asked, answer, final)
        fetched = Fetched(
            url=asked,
            final_url=final,
            time=clock.utc_now(),
            status=answer.status,
            headers=tuple((name, value) for name, value in answer.headers if name in KEPT_HEADERS),
        )
        self._keep(asked, KnownAddress(fetched=fetched, content=answer.body))
        note = f"{url}: has moved for good to {moved}; name that address instead" if moved else ""
        return FetchedContent(content=answer.body, fetched=fetched, note=note)

    def _refused(self, url: str, asked: str, answer: HttpResponse, final: str) -> None:
        """Raise ``SourceError`` for an answer that is no source."""
        if answer.status == HTTPStatus.GONE:
            self._keep(asked, KnownAddress(gone=clock.utc_now()))
            raise SourceError(f"{url}: is gone for good (410); take it out of the inputs")
        if until := self._quiet_until(final):
            raise SourceError(f"{url}: {_said(answer.status)}, and asks for peace until {clock.stamp(until)}")
        raise SourceError(f"{url}: {_said(answer.status)}")

    def _quiet_until(self, url: str) -> datetime | None:
        """Return until when the server of an address wants not to be asked; None where it may be."""
        server, now = address_server(url), clock.now()
        if server not in self._quiet and self._state is not None:
            self._quiet[server] = self._state.quiet_until(server, now)
        until = self._quiet.get(server)
        return until if until is not None and now < until else None

    def _heed(self, url: str, answer: HttpResponse) -> None:
        """Remember that a server wants not to be asked: what it says counts for all of its addresses."""
        wait = answer.retry_after(clock.now()) if answer.status in _PRESSED else None
        if wait is not None:
            server, until = address_server(url), clock.now() + min(timedelta(seconds=wait), LONGEST_PEACE)
            self._quiet[server] = until
            if self._state is not None:
                self._state.keep_quiet(server, until)

    def _keep(self, asked: str, known: KnownAddress) -> None:
        if self._state is not None:
            self._state.keep(asked, known)

    def _answer(self, url: str, known: KnownAddress) -> tuple[HttpResponse, str, str]:
        """Return the answer, the address that gave it, and where what was asked has moved for good, if so.

        Raises ``NetworkError``.
        """
        at, moved, for_good = url, "", True
        for _ in range(MOST_REDIRECTS + 1):
            if refusal := self._manners.refusal(at):
                raise NetworkError(f"{address_host(at)}: {refusal}")
            self._manners.wait(at)
            answer = self._request(at, _conditions(known), self._limits)
            if answer.status not in _REDIRECTS:
                return answer, at, moved
            at = _redirected(at, answer)
            for_good = for_good and answer.status in _FOR_GOOD
            moved = at if for_good else moved
        raise NetworkError(f"{address_host(url)}: redirects more than {MOST_REDIRECTS} times")

    def _robots(self, url: str) -> HttpResponse:
        """Return the answer to a request for a robots.txt, which may redirect like any other."""
        at, host = url, address_host(url)
        for _ in range(MOST_REDIRECTS + 1):
            try:
                answer = self._request(at, {}, _ROBOTS)
                if answer.status not in _REDIRECTS:
                    return answer
                at = _redirected(at, answer)
            except NetworkError as error:
                if at == url and not error.message.startswith(f"{host}: redirects"):
                    raise  # the server cannot be had at all
                words = _without_host(error.message, url)
                raise NetworkError(f"{host}: its robots.txt cannot be had: {words}") from error
        return replace(answer, status=404)  # as the standard has it: as if there were none

    def _request(self, url: str, conditions: Mapping[str, str], limits: HttpLimits) -> HttpResponse:
        host = address_host(url)
        if not offline.is_insisted() and (until := self._quiet_until(url)):  # else waiting would not help
            raise NetworkError(
                f"{host}: its server asks for peace until {clock.stamp(until)}; run again then"
            )
        agent = self._settings.user_agent or f"{AGENT}/{installed_version('depeche')}"
        contact = f" (+{self._settings.contact})" if self._settings.contact else ""
        answer = request(
            "GET",
            url,
            headers={
                "User-Agent": f"{agent}{contact}",
                "Accept": _ACCEPT,
                **conditions,
            },
            limits=limits,
            guard=AddressGuard(
                allow_private=host in self._settings.allowed_hosts,
                allow_plain=True,
                remedy=f"if you trust it, allow it: --allow-host {host}",
            ),
        )
        self._heed(url, answer)
        return answer


def _conditions(known: KnownAddress) -> dict[str, str]:
    """Return the headers that ask for an answer only if it is not the one that is kept (RFC 9110, 13)."""
    if known.fetched is None:
        return {}
    said = dict(known.fetched.headers)
    asked = {"If-None-Match": said.get("etag"), "If-Modified-Since": said.get("last-modified")}
    return {name: value for name, value in asked.items() if value and _can_be_sent(value)}


def _can_be_sent(value: str) -> bool:
    """Say whether a value that was kept is one that a header can have."""
    return len(value) <= _MOST_VALUE and value.isprintable() and max(value) <= "\xff"


def _redirected(url: str, answer: HttpResponse) -> str:
    """Return where an answer redirects to. Raises ``NetworkError``."""
    host = address_host(url)
    to = _encoded(answer.header("location"))
    if not to:
        raise NetworkError(f"{host}: redirects ({answer.status}) to nowhere")
    try:
        found = urljoin(url, to)
        scheme = urlsplit(found).scheme
    except ValueError as error:
        raise NetworkError(f"{host}: redirects to what is no address") from error
    if scheme not in ("http", "https"):
        raise NetworkError(f"{host}: redirects to {scheme}:, which is not fetched")
    if url.startswith("https:") and scheme == "http":
        raise NetworkError(f"{host}: redirects from https:// to http://, which others can read and change")
    return found


def _encoded(location: str) -> str:
    """Return where a redirect leads with its blanks and letters encoded, as browsers do (WHATWG URL, 1.3).

    Headers come as Latin-1, and what servers mean is nearly always UTF-8.
    """
    text = location.strip().encode("latin-1", "replace").decode("utf-8", "surrogateescape")
    bare, mark, host_and_path = text.partition("//") if _BEGINS_WITH_HOST.match(text) else ("", "", text)
    host, slash, path = host_and_path.partition("/") if mark else ("", "", host_and_path)
    return f"{bare}{mark}{host}{slash}{quote(path, safe=_KEPT_SIGNS, errors='surrogateescape')}"


def _said(status: int) -> str:
    try:
        words = HTTPStatus(status).phrase.lower()
    except ValueError:
        words = "no known status"
    return f"its server answers {status} ({words})"


def _without_host(message: str, url: str) -> str:
    """Return the message of an error without the host, where the address before it names that."""
    return message.removeprefix(f"{address_host(url)}: ")
