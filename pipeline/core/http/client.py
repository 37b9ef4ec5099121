"""One request over HTTP and its answer, with limits that hold whatever the server does.

No proxy, no redirect, no cookie and no password is taken from anywhere: what is sent is what the caller says.
"""

from __future__ import annotations

import http.client
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import field
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import NetworkError
from pipeline.core.extras import installed_version
from pipeline.core.http.addresses import AddressGuard
from pipeline.core.http.deadline import Deadline
from pipeline.core.http.decode import ACCEPTED, decoded
from pipeline.core.http.dial import open_connection
from pipeline.core.http.tls import over_tls
from pipeline.core.limits import size_words

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse
    from urllib3.connection import HTTPConnection
    from urllib3.util import Url

_BLOCK = 2**14
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpLimits:
    """How long an exchange may take, and how much may come back."""

    seconds: float = 30.0
    """Seconds for the whole exchange, from the look-up of the name to the last byte."""
    silence: float = 10.0
    """Seconds that the server may stay silent."""
    body_bytes: int = 2**20
    """Most bytes of the answer's body, once it is decoded."""
    excess: Literal["refuse", "cut"] = "refuse"
    """What becomes of an answer whose body is larger, or does not end: an error, or only its beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpResponse:
    """An answer."""

    status: int
    headers: tuple[tuple[str, str], ...]
    """Names in lower case, and values, in the order in which they came."""
    body: bytes = field(repr=False)

    def header(self, name: str) -> str:
        """Return the first value of a header; empty where there is none."""
        return next((value for key, value in self.headers if key == name.lower()), "")

    def retry_after(self, now: datetime) -> float | None:
        """Return the seconds for which the server asks to be left alone; None where it does not."""
        said = self.header("retry-after").strip()
        if said.isascii() and said.isdigit() and len(said) < 10:
            return float(said)
        try:
            return max(0.0, (parsedate_to_datetime(said) - now).total_seconds())
        except (ValueError, TypeError):  # no date, or one without a zone
            return None


def request(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    limits: HttpLimits | None = None,
    guard: AddressGuard | None = None,
    authorities: Path | None = None,
) -> HttpResponse:
    """Send a request, and return what the server answers, redirects and errors too.

    ``authorities`` is a PEM file of those who may vouch for the server, in place of the system's. Raises
    ``NetworkError``, which names the host and never the rest of the address: that may hold a secret.
    """
    bounds = limits or HttpLimits()
    target = _parsed(url)
    host = str(target.host).strip("[]")
    with Deadline(bounds.seconds) as deadline:
        connection = _connected(target, host, deadline, bounds, guard or AddressGuard(), authorities)
        try:
            with _told(deadline, host):
                _send(connection, method, target, headers or {}, body, host)
                answer = connection.getresponse()
            with closing(answer):
                return HttpResponse(
                    status=answer.status,
                    headers=tuple((name.lower(), value) for name, value in answer.headers.items()),
                    body=_body(answer, bounds, deadline, host),
                )
        finally:
            connection.close()


def shown_address(url: str) -> str:
    """Return the part of an address that may be shown: its scheme and host."""
    target = _parsed(url)
    return f"{target.scheme}://{target.netloc}"


def _parsed(url: str) -> Url:
    from urllib3.exceptions import LocationParseError
    from urllib3.util import parse_url

    if not url.isprintable() or " " in url:
        raise NetworkError("the address has blanks or signs that nobody sees")
    try:
        target = parse_url(url)
    except LocationParseError as error:
        raise NetworkError("the address cannot be read; write https://host/path") from error
    if target.scheme not in _PORTS or not target.host:
        raise NetworkError("the address must begin with https:// and a host")
    if target.auth is not None:
        raise NetworkError(f"{target.host}: the address has a user name or password in it, which others see")
    return target


def _connected(
    target: Url,
    host: str,
    deadline: Deadline,
    bounds: HttpLimits,
    guard: AddressGuard,
    authorities: Path | None,
) -> HTTPConnection:
    """Return urllib3's connection over a socket of ours, so that it looks nothing up itself."""
    from urllib3.connection import HTTPConnection

    is_plain = target.scheme == "http"
    port = target.port or _PORTS[target.scheme or "https"]
    opened = open_connection(
        host, port, guard=guard, deadline=deadline, silence=bounds.silence, is_plain=is_plain
    )
    connection = HTTPConnection(host, port, timeout=bounds.silence)
    connection.sock = opened if is_plain else over_tls(opened, host, authorities, deadline)
    connection.auto_open = 0  # once the socket is closed, nothing opens another
    return connection


def _send(
    connection: HTTPConnection,
    method: str,
    target: Url,
    headers: Mapping[str, str],
    body: bytes | None,
    host: str,
) -> None:
    own = {
        "Host": target.netloc or "",
        "User-Agent": f"depeche/{installed_version('depeche')}",
        "Accept-Encoding": ACCEPTED,
        "Connection": "close",
    }
    try:
        connection.request(
            method, target.request_uri, body=body, headers={**own, **headers}, preload_content=False
        )
    except (ValueError, TypeError) as error:  # a line end in it, or no Latin-1
        raise NetworkError(f"{host}: the method or a header cannot be sent") from error


def _body(answer: BaseHTTPResponse, bounds: HttpLimits, deadline: Deadline, host: str) -> bytes:
    """Return the body within the limits. Raises ``NetworkError``, unless its beginning is enough."""
    found = bytearray()
    try:
        for block in _blocks(answer, bounds.body_bytes, deadline, host):
            found += block
    except NetworkError:
        if bounds.excess == "refuse":
            raise
    return bytes(found[: bounds.body_bytes])


def _blocks(answer: BaseHTTPResponse, most: int, deadline: Deadline, host: str) -> Iterator[bytes]:
    """Yield the decoded body: at most ``most`` bytes and one block, which is an error."""
    have = 0
    for block in decoded(_sent(answer, deadline, host), answer.headers.get("content-encoding", ""), host):
        have += len(block)
        yield block
        if have > most:
            raise NetworkError(f"{host}: answers more than {size_words(most)}")


def _sent(answer: BaseHTTPResponse, deadline: Deadline, host: str) -> Iterator[bytes]:
    """Yield the body as it was sent."""
    while True:
        with _told(deadline, host):
            block = answer.read(_BLOCK, decode_content=False)
        if deadline.is_past:  # what looks like the end was made by shutting down
            raise NetworkError(f"{host}: {deadline.reason(TimeoutError())}", is_temporary=True)
        if not block:
            return
        yield block


@contextmanager
def _told(deadline: Deadline, host: str) -> Iterator[None]:
    """Raise ``NetworkError`` in place of what urllib3 and the system raise in the block."""
    from urllib3.exceptions import HTTPError, IncompleteRead, ProtocolError

    try:
        yield
    except (ProtocolError, http.client.IncompleteRead) as error:
        cut = any(
            isinstance(part, IncompleteRead | http.client.IncompleteRead) for part in (error, *error.args)
        )
        words = "breaks the answer off before its end" if cut else deadline.reason(error)
        raise NetworkError(
            f"{host}: {deadline.reason(error) if deadline.is_past else words}", is_temporary=True
        ) from error
    except (HTTPError, http.client.HTTPException, OSError, ValueError) as error:
        raise NetworkError(f"{host}: {deadline.reason(error)}", is_temporary=True) from error
