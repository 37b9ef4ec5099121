"""TLS on a connection that is open already, with the certificate checked against the name."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path

from pipeline.core.errors import NetworkError
from pipeline.core.http.deadline import Deadline


def tls_context(authorities: Path | None) -> ssl.SSLContext:
    """Return what checks a server's certificate and name; ``authorities`` is None for the system's.

    Raises ``NetworkError`` for a file that holds no certificates.
    """
    try:
        return ssl.create_default_context(cafile=authorities)
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        why = "holds no certificates in PEM" if isinstance(error, ssl.SSLError) else "cannot be read"
        raise NetworkError(f"{authorities}: {why}") from error


def over_tls(
    connection: socket.socket, host: str, authorities: Path | None, deadline: Deadline
) -> ssl.SSLSocket:
    """Go over to TLS. The connection is closed where that fails. Raises ``NetworkError``."""
    try:
        return tls_context(authorities).wrap_socket(connection, server_hostname=host)
    except BaseException as error:
        connection.close()
        if isinstance(error, OSError | ValueError):
            raise tls_failure(error, host, deadline) from error
        raise


def tls_failure(error: Exception, host: str, deadline: Deadline) -> NetworkError:
    """Return the error for a failure while a connection went over to TLS."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return NetworkError(
            f"{host}: its certificate is not trusted: {error.verify_message}; if an authority of your own"
            " vouches for it, name that one's certificate (ca_file)"
        )
    return NetworkError(f"{host}: no TLS: {deadline.reason(error)}", is_temporary=True)
