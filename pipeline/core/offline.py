"""The network is out of bounds: depeche works offline, and this makes sure of it.

An audit hook (PEP 578) sees what Python code asks of the network before it happens, in every thread, and
refuses it. Sockets between the processes of one machine are no network. The hook guards against accidents,
such as a library that looks for updates, not against code that means to get round it: libraries in C and
external programs are out of its sight. ``tests/end_to_end/test_offline.py`` watches that these open no
connection either.

A delivery goes out to the network though its process works offline. For that, the ban has a gap that is as
narrow as can be (``permitted``): one thread, while it delivers, may look up the names and reach the addresses
that ``core/http/dial.py`` has looked at and named, and nothing else. A run on a cluster has another
(``reaching``): it may connect to the scheduler.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from pipeline.core.errors import OfflineError

LOOPBACK = "127.0.0.1"
"""The address by which this machine, and nobody else, reaches itself."""

_LOCAL = frozenset({socket.AF_UNIX, -1})
"""Families of sockets that reach only this machine; -1 is that of a descriptor which is open already."""

_LOOKUPS = frozenset(
    f"socket.{name}" for name in ("getaddrinfo", "gethostbyname", "gethostbyaddr", "getnameinfo")
)
_TALKS = frozenset(f"socket.{name}" for name in ("connect", "bind", "sendto", "sendmsg"))


class _Guard:
    """The state of the ban on the network; its hook can never be removed again."""

    closed = False
    strict = False
    hooked = False
    loopback = False
    """Whether this machine may connect to itself."""
    reached: frozenset[object] = frozenset()
    """Addresses that every thread may connect to, as pairs of a host and a port, and hosts' names to look
    up."""


_guard = _Guard()
_permits: ContextVar[set[str] | None] = ContextVar("permits", default=None)
"""The names and addresses that this thread may reach; None where it may reach none."""


@contextmanager
def enforced() -> Iterator[None]:
    """Refuse the network to this process while the block runs: asking for it raises ``OfflineError``."""
    before = _guard.closed, _guard.strict
    if not _guard.hooked:
        sys.addaudithook(_watch)
        _guard.hooked = True
    _guard.closed = True
    try:
        yield
    finally:
        _guard.closed, _guard.strict = before


@contextmanager
def lifted() -> Iterator[None]:
    """Allow the network while the block runs, for a command whose purpose it is."""
    before = _guard.closed
    _guard.closed = _guard.strict
    try:
        yield
    finally:
        _guard.closed = before


@contextmanager
def permitted() -> Iterator[None]:
    """Let this thread reach what it names by ``permit`` while the block runs, unless the user insists.

    Threads that it starts meanwhile are not let through, but for those that run in a copy of its context.
    """
    before = _permits.set(set())
    try:
        yield
    finally:
        _permits.reset(before)


def permit(place: str) -> None:
    """Name a host or an address that may be reached until the block of ``permitted`` ends.

    Outside of such a block nothing changes.
    """
    places = _permits.get()
    if places is not None:
        places.add(place)


@contextmanager
def loopback() -> Iterator[None]:
    """Allow sockets that reach this machine alone while the block runs, even if the network is forbidden."""
    _guard.loopback = True
    try:
        yield
    finally:
        _guard.loopback = False


@contextmanager
def reaching(host: str, port: int) -> Iterator[None]:
    """Allow all threads to connect to one port of one host while the block runs, and to look the host up.

    Libraries that connect from threads of their own need it. What the user forbids stays forbidden, unless it
    is this machine. Raises ``OSError`` if the host is not known, and ``OfflineError``.
    """
    before = _guard.reached
    if _guard.strict and host != LOOPBACK:
        raise OfflineError(f"refused to reach {host}:{port}: --offline forbids it")
    try:
        _guard.reached = before | {host}
        found = {str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
        _guard.reached |= {(address, port) for address in found} | found
        yield
    finally:
        _guard.reached = before


def insist() -> None:
    """Let nothing lift the ban until the block of ``enforced`` ends: the user said ``--offline``."""
    _guard.strict = True


def is_insisted() -> bool:
    """Say whether the user said ``--offline``."""
    return _guard.strict


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    """Watch all audit events; those that are not about the network must be passed over at once."""
    if not event.startswith("socket.") or not _guard.closed:
        return
    wanted = _wanted(event, arguments)
    if wanted:
        raise OfflineError(
            f"refused to {wanted}: depeche works offline; only languages install, languages mirror, inputs"
            " that are addresses and deliveries use the network, and not with --offline"
        )


def _wanted(event: str, arguments: tuple[object, ...]) -> str:
    """Describe what is asked of the network; empty where it is nothing."""
    if _is_permitted(event, arguments) or (_guard.reached and _is_reached(event, arguments)):
        return ""
    if event == "socket.getaddrinfo" and _guard.loopback and arguments[0] == LOOPBACK:
        return ""  # which is an address already
    if event in _LOOKUPS:
        return f"look up {arguments[0]}"
    if event == "socket.__new__" and arguments[1] not in _LOCAL:
        return "" if _guard.loopback and arguments[1] == socket.AF_INET else "open a network socket"
    if event in _TALKS and getattr(arguments[0], "family", socket.AF_UNIX) not in _LOCAL:
        return "" if _guard.loopback and _is_loopback(arguments[1]) else f"reach {arguments[1]}"
    return ""


def _is_permitted(event: str, arguments: tuple[object, ...]) -> bool:
    """Say whether this thread was let through to what it asks for. No name or address is served to others."""
    places = _permits.get()
    if places is None or _guard.strict:
        return False
    if event == "socket.__new__":
        return arguments[2] == socket.SOCK_STREAM  # no address yet
    if event == "socket.getaddrinfo":
        return arguments[0] in places
    address = arguments[1] if event == "socket.connect" else None
    return isinstance(address, tuple) and address[0] in places


def _is_reached(event: str, arguments: tuple[object, ...]) -> bool:
    """Say whether what is asked for leads to the one place that all threads may reach."""
    if event == "socket.__new__":
        return arguments[2] == socket.SOCK_STREAM  # no address yet
    if event == "socket.getaddrinfo":
        return arguments[0] in _guard.reached
    address = arguments[1] if event == "socket.connect" else None
    return isinstance(address, tuple) and address[:2] in _guard.reached


def _is_loopback(address: object) -> bool:
    return isinstance(address, tuple) and address[:1] == (LOOPBACK,)
