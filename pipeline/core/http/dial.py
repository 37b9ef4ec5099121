"""A connection to a host whose addresses were looked at, to just the address that was looked at.

Whoever looks a name up and connects to the name later can be given another address the second time. Here the
name is looked up once, and what is connected to is the address that was found to be allowed.
"""

from __future__ import annotations

import contextvars
import socket
import threading
from collections.abc import Sequence

from pipeline.core import offline
from pipeline.core.errors import NetworkError
from pipeline.core.http.addresses import AddressGuard, is_this_machine, parsed_address, why_refused
from pipeline.core.http.deadline import Deadline

_MOST_ADDRESSES = 8
"""The most addresses of a host that are tried."""


def open_connection(
    host: str, port: int, *, guard: AddressGuard, deadline: Deadline, silence: float, is_plain: bool = False
) -> socket.socket:
    """Return a connection to ``host``, which ``deadline`` watches; ``silence`` is its timeout in seconds.

    ``is_plain`` says that what is sent could be read on the way: only this machine is reached then, unless
    ``guard`` allows more. Raises ``NetworkError``, and ``OfflineError`` outside of ``offline.permitted``.
    """
    addresses = _looked_up(host, port, deadline)
    for address in addresses:
        _check(host, address, guard, is_plain=is_plain)
    failure: OSError | None = None
    for address in addresses[:_MOST_ADDRESSES]:
        if deadline.is_past:
            break
        try:
            return _connected(address, port, deadline, silence)
        except OSError as error:
            failure = error
    raise NetworkError(f"{host}: {_why(failure, deadline)}", is_temporary=True)


def reaches_this_machine(connection: socket.socket) -> bool:
    """Say whether the other end of a connection is on this machine."""
    return is_this_machine(parsed_address(connection.getpeername()[0]))


def _connected(address: str, port: int, deadline: Deadline, silence: float) -> socket.socket:
    offline.permit(address)
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.settimeout(min(silence, deadline.seconds_left))
        connection.connect((address, port))
        connection.settimeout(silence)
        deadline.watch(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _check(host: str, address: str, guard: AddressGuard, *, is_plain: bool) -> None:
    found = parsed_address(address)
    refused = why_refused(found, guard)
    if refused:
        remedy = "" if "never" in refused else f"; {guard.remedy}"
        raise NetworkError(f"{host}: leads to {address}, which {refused}{remedy}")
    if is_plain and not guard.allow_plain and not (guard.allow_private and is_this_machine(found)):
        raise NetworkError(
            f"{host}: without TLS what is sent can be read on the way; use an address with https:// (plain"
            " http:// is for this machine only, with allow_private = true)"
        )


def _looked_up(host: str, port: int, deadline: Deadline) -> Sequence[str]:
    """Return the addresses of a host. The system's resolver takes no timeout, so a thread asks it."""
    offline.permit(host)
    found: list[str] = []
    failures: list[Exception] = []

    def look_up() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(str(row[4][0]) for row in rows))
        except Exception as error:  # noqa: BLE001 - raised again by who waits
            failures.append(error)

    thread = threading.Thread(target=contextvars.copy_context().run, args=(look_up,), daemon=True)
    thread.start()
    thread.join(deadline.seconds_left)
    if failures and isinstance(failures[0], socket.gaierror):
        passing = failures[0].errno in (socket.EAI_AGAIN, socket.EAI_FAIL, socket.EAI_NONAME)
        raise NetworkError(f"{host}: cannot be looked up: {failures[0].strerror}", is_temporary=passing)
    if failures and isinstance(failures[0], UnicodeError | ValueError | OSError):
        raise NetworkError(f"{host}: is no name of a host") from failures[0]
    if failures:
        raise failures[0]
    if not found:
        raise NetworkError(f"{host}: was not looked up within {deadline.seconds:g} s", is_temporary=True)
    return tuple(found)


def _why(failure: OSError | None, deadline: Deadline) -> str:
    if failure is None or isinstance(failure, TimeoutError):
        return f"does not answer within {deadline.seconds:g} s" if deadline.is_past else "does not answer"
    return failure.strerror or "cannot be reached"
