"""The settings of a cluster, from options. Whether its scheduler answers is seen when a run begins."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import UsageError, printable

if TYPE_CHECKING:
    from pipeline.run.configuration.options import Options

EXECUTORS = ("local", "dask")
CLUSTER_KEYS = ("scheduler", "tls_ca", "tls_cert", "tls_key", "mixed")
"""The options that ``[cluster]`` of the file may give, for all runs and jobs."""
_MOST_BYTES = 1_000_000
"""Most bytes of a certificate that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsFiles:
    """The files, in PEM, by which a member of a cluster proves itself and checks the others."""

    ca: Path
    """The certificate of the authority that signed all of the cluster's certificates."""
    cert: Path
    key: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterSettings:
    """How a run uses a cluster."""

    scheduler: str = ""
    """The scheduler's address, or the file that holds it; empty to start a cluster on this machine."""
    tls: TlsFiles | None = None
    mixed: bool = False
    """Whether nodes may differ from this machine in what results depend on."""


def cluster_settings(options: Options) -> ClusterSettings | None:
    """Return how a run uses a cluster, from options with their defaults; None where it uses none.

    Raises ``UsageError``.
    """
    executor = options.executor or ("dask" if options.scheduler else "local")
    if executor not in EXECUTORS:
        raise UsageError(f"--executor {printable(executor)}: must be {' or '.join(EXECUTORS)}")
    if executor == "local":
        return None
    return ClusterSettings(
        scheduler=_absolute(options.scheduler or ""),
        tls=tls_files(options.tls_ca, options.tls_cert, options.tls_key),
        mixed=bool(options.mixed),
    )


def _absolute(scheduler: str) -> str:
    return scheduler if not scheduler or "://" in scheduler else str(Path(scheduler).absolute())


def tls_files(ca: str | None, cert: str | None, key: str | None) -> TlsFiles | None:
    """Return the files that options name; None where they name none. Raises ``UsageError``."""
    given = {"--tls-ca": ca, "--tls-cert": cert, "--tls-key": key}
    if not any(given.values()):
        return None
    for option, name in given.items():
        if not name:
            raise UsageError(f"{option}: is missing; TLS needs --tls-ca, --tls-cert and --tls-key")
    for option, name in given.items():
        _require_pem(option, Path(name or ""))
    return TlsFiles(
        ca=Path(ca or "").absolute(), cert=Path(cert or "").absolute(), key=Path(key or "").absolute()
    )


def _require_pem(option: str, path: Path) -> None:
    try:
        with path.open("rb") as file:
            if b"-----BEGIN " not in file.read(_MOST_BYTES):
                raise UsageError(f"{option} {printable(str(path))}: is no file in PEM")
    except OSError as error:
        raise UsageError(f"{option} {printable(str(path))}: cannot be read: {error.strerror}") from error
