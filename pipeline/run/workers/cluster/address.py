"""Where a cluster's scheduler is, and whether it may be reached without TLS."""

from __future__ import annotations

import ipaddress
import json
import socket
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import UsageError, WriteError, printable
from pipeline.core.files.replace import replace_file
from pipeline.run.configuration.cluster import ClusterSettings, TlsFiles

SCHEMES = ("tcp", "tls")
_MOST_BYTES = 1_000_000
"""Most bytes of a scheduler's file. Dask's own lists every worker in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchedulerAddress:
    """The address of a scheduler."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    @property
    def is_local(self) -> bool:
        """Whether it can be reached from its own machine alone."""
        return is_local(self.host)


def is_local(host: str) -> bool:
    """Say whether a host's name or address is one that only the machine itself can reach."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def find_scheduler(settings: ClusterSettings) -> SchedulerAddress:
    """Return the address that settings name, from a file if they name one. Raises ``UsageError``."""
    named = settings.scheduler
    text = named if "://" in named else _in_file(Path(named))
    found = _parsed(text, named)
    require_tls(found.host, settings.tls, what=f"--scheduler {printable(named)}")
    if settings.tls is not None and found.scheme != "tls":
        raise UsageError(f"--scheduler {printable(named)}: is no tls:// address, but --tls-ca is given")
    if settings.tls is None and found.scheme == "tls":
        raise UsageError(f"--scheduler {printable(named)}: needs --tls-ca, --tls-cert and --tls-key")
    return found


def require_tls(host: str, tls: TlsFiles | None, *, what: str) -> None:
    """Raise ``UsageError`` if others could reach a scheduler on ``host`` that asks nobody who they are."""
    if tls is None and not is_local(host):
        raise UsageError(
            f"{what}: is not on this machine, and whoever reaches a scheduler can run programs on its nodes; "
            "use TLS: --tls-ca, --tls-cert and --tls-key"
        )


def own_address(scheduler: SchedulerAddress) -> str:
    """Return the address of this machine by which it reaches a scheduler. Nothing is sent.

    Raises ``UsageError`` if there is no way there.
    """
    host = scheduler.host
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, scheduler.port, type=socket.SOCK_DGRAM)[0]
        with socket.socket(family, kind) as probe:
            probe.connect(place)
            return str(probe.getsockname()[0])
    except OSError as error:
        raise UsageError(f"{scheduler}: no way leads there from here: {error.strerror}") from error


def write_address(path: Path, address: str) -> None:
    """Write a scheduler's file. Raises ``WriteError``."""
    try:
        replace_file(path, (json.dumps({"address": address}).encode() + b"\n",))
    except OSError as error:
        raise WriteError(f"{path}: cannot be written: {error.strerror}") from error


def _in_file(path: Path) -> str:
    """Return the address in a scheduler's file, as Dask and ``depeche cluster scheduler`` write it."""
    where = f"--scheduler {printable(str(path))}"
    try:
        with path.open("rb") as file:
            content = json.loads(file.read(_MOST_BYTES))
        return str(content["address"])
    except OSError as error:
        raise UsageError(
            f"{where}: cannot be read: {error.strerror}; name tcp://HOST:PORT, or the scheduler's file"
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{where}: is no scheduler's file: it holds no address in JSON") from error


def _parsed(text: str, named: str) -> SchedulerAddress:
    where = f"--scheduler {printable(named)}"
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise UsageError(f"{where}: is no address; write tcp://HOST:PORT") from error
    is_plain = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
    if parts.scheme not in SCHEMES or not host or not port or not is_plain:
        raise UsageError(f"{where}: must be tcp://HOST:PORT or tls://HOST:PORT")
    return SchedulerAddress(scheme=parts.scheme, host=host, port=port)
